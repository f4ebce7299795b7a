//! Memory that the binary's own bytes take once they were read: the system takes it back at once where it is told that
//! nobody needs them for now.

/// Tells the system that nobody needs `bytes` for now. They are read from the binary again when somebody does.
///
/// # Safety
/// `bytes` is a constant of the binary: what was allocated would be lost.
#[cfg(target_os = "linux")]
pub unsafe fn give_back(bytes: &'static [u8]) {
    let page = rustix::param::page_size();
    let before = bytes.as_ptr().align_offset(page);
    let Some(whole) = bytes.get(before..).map(|rest| rest.len() / page * page).filter(|&whole| whole > 0) else {
        return;
    };
    let start = bytes.as_ptr().wrapping_add(before).cast_mut().cast();
    // SAFETY: these are whole pages inside a constant, mapped from the binary and never written to. An error leaves them.
    let _ = unsafe { rustix::mm::madvise(start, whole, rustix::mm::Advice::LinuxDontNeed) };
}

/// Elsewhere the system finds out by itself.
///
/// # Safety
/// As where it does something.
#[cfg(not(target_os = "linux"))]
pub unsafe fn give_back(_bytes: &'static [u8]) {}
