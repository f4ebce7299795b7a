//! The program `onrecord`; all of it is in [`onrecord::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    give_memory_back();
    outlive_size_limits();
    onrecord::cli::run()
}

/// Gives freed memory back to the system. By itself glibc keeps twice the largest piece that was ever freed, which is
/// 1.6 MB of a reader of 1 MB, for no gain in speed.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn give_memory_back() {
    /// The size in bytes from which an allocation comes straight from the system.
    const PIECE: i32 = 512 << 10;
    /// Bytes that may stay free: more than a frame takes, so that memory is not requested again for each.
    const KEPT: i32 = 1 << 20;
    // SAFETY: they only set numbers, before there is another thread.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, PIECE);
        libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT);
    }
}

/// Elsewhere memory is given back as the system sees fit.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn give_memory_back() {}

/// Makes a limit on the size of files an error of the write, as a full disk is, rather than the end of the program.
#[cfg(unix)]
fn outlive_size_limits() {
    // SAFETY: it only says that a signal is ignored, before there is another thread.
    unsafe {
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
    }
}

/// Elsewhere it is one anyway.
#[cfg(not(unix))]
fn outlive_size_limits() {}
