//! [`on_signal`]: runs a function when a signal ends this process.

/// Calls `end` when a signal asks this process to end, and then ends it as that signal does. A second signal ends it at
/// once. A signal that is ignored, as under `nohup`, stays ignored.
#[cfg(unix)]
pub(super) fn on_signal(end: impl FnOnce() + Send + 'static) {
    use crate::signals::ENDING;
    use crate::threads::run_in_background;
    use signal_hook::low_level::emulate_default_handler;
    use std::thread;

    let asked = ENDING.into_iter().filter(|&signal| !is_ignored(signal));
    // Without it the process just ends, which is no reason not to start.
    let Ok(mut signals) = signal_hook::iterator::Signals::new(asked) else { return };
    let wait = move || {
        let mut end = Some(end);
        for signal in signals.forever() {
            let end = end.take();
            let is_first = end.is_some();
            let work = move || {
                end.into_iter().for_each(|end| end());
                let _ = emulate_default_handler(signal);
            };
            if is_first {
                run_in_background(work);
            } else {
                work();
            }
        }
    };
    let _ = thread::Builder::new().spawn(wait);
}

/// Elsewhere a signal ends the process by itself.
#[cfg(not(unix))]
pub(super) fn on_signal(_: impl FnOnce() + Send + 'static) {}

/// Whether this process ignores `signal`, as under `nohup`.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let mut action = std::mem::MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: it changes nothing, and writes only to `action`, for which every bit pattern is valid.
    unsafe {
        libc::sigaction(signal, std::ptr::null(), action.as_mut_ptr()) == 0
            && action.assume_init().sa_sigaction == libc::SIG_IGN
    }
}
