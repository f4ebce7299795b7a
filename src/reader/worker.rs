//! The analysis in the background: a thread that reports how far it is and what it found. A panic in it becomes a
//! message.

use super::event::Event;
use crate::article::Article;
use crate::language;
use crate::record::{self, Record};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

/// Starts the analysis of `article`.
pub fn analyse(article: Arc<Article>, to: Sender<Event>) {
    thread::spawn(move || {
        let found =
            catch_unwind(AssertUnwindSafe(|| -> Record { record::build(&article, language::analyse(&article)) }));
        let _ = to.send(match found {
            Ok(record) => Event::Analysed(Arc::new(record)),
            Err(panic) => Event::Failed(cause(panic.as_ref())),
        });
    });
}

/// What a panic had to say.
fn cause(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "an unknown fault".into())
}
