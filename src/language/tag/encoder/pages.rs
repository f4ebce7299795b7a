//! Releases memory taken by constants of the binary after they were read.

/// Tells the operating system that `bytes` are not needed for now. They are read from the binary again on the next
/// access.
///
/// # Safety
/// `bytes` must be a constant of the binary: allocated memory would be lost.
#[cfg(target_os = "linux")]
pub unsafe fn release(bytes: &'static [u8]) {
    let page = rustix::param::page_size();
    let before = bytes.as_ptr().align_offset(page);
    let Some(whole) = bytes.get(before..).map(|rest| rest.len() / page * page).filter(|&whole| whole > 0) else {
        return;
    };
    let start = bytes.as_ptr().wrapping_add(before).cast_mut().cast();
    // SAFETY: these are whole pages inside a constant that is mapped from the binary and never written to. On an error
    // they stay in memory.
    let _ = unsafe { rustix::mm::madvise(start, whole, rustix::mm::Advice::LinuxDontNeed) };
}

/// Does nothing: elsewhere the operating system decides by itself.
///
/// # Safety
/// None: it does nothing.
#[cfg(not(target_os = "linux"))]
pub unsafe fn release(_bytes: &'static [u8]) {}
