//! SIGINT and SIGTERM: the trials in progress are finished and kept, then the run ends.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once, OnceLock};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::failure::{Attempt, Failure, INTERRUPTED};
use crate::terminal;

static WANTED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// What the first signal is answered with, once, and not after the end of the run.
static ANSWER: Once = Once::new();

/// How often it is looked whether a signal has come.
const PAUSE: Duration = Duration::from_millis(50);

/// Installs the signal handlers. The first signal is answered with a line; a second one ends the program
/// at once.
///
/// # Errors
/// If the handlers cannot be installed.
pub(crate) fn listen() -> Result<(), Failure> {
    let wanted = WANTED.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first signal only sets the flag, the second finds it set.
        flag::register_conditional_shutdown(signal, i32::from(INTERRUPTED), Arc::clone(wanted))
            .and_then(|_| flag::register(signal, Arc::clone(wanted)))
            .input_output()?;
    }
    thread::spawn(|| {
        while !is_wanted() {
            thread::sleep(PAUSE);
        }
        ANSWER.call_once(|| {
            terminal::complain(
                &"the trials under way are finished and kept; once more ends at once",
            );
        });
    });
    Ok(())
}

/// Whether a signal has asked the run to end.
pub(crate) fn is_wanted() -> bool {
    WANTED.get().is_some_and(|wanted| wanted.load(Ordering::Relaxed))
}

/// The run is over: a signal is no longer answered, and an answer under way is finished first.
pub(crate) fn over() {
    ANSWER.call_once(|| {});
}
