//! The program `onrecord`; all of it is in [`onrecord::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    give_memory_back();
    onrecord::cli::run()
}

/// Bytes from which on memory is had from the system, and given back to it, piece by piece. By itself glibc raises this to
/// the largest piece that was ever freed, and keeps twice that: 1.8 MB of a reader of 1 MB, for no gain in speed.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const PIECE: i32 = 512 << 10;

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn give_memory_back() {
    // SAFETY: it only sets a number, before there is another thread.
    unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, PIECE) };
}

/// Elsewhere memory is given back as the system sees fit.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn give_memory_back() {}
