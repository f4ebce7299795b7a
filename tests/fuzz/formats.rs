//! Every parser on whatever libFuzzer makes of our own files. The form is named by the variable `FORM`; without it each
//! input is taken for what it looks like.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::formats::{self, Cause, Format, Hint};
use std::sync::LazyLock;

static FORM: LazyLock<Option<Format>> = LazyLock::new(|| {
    let wanted = std::env::var("FORM").ok()?;
    Some(Format::ALL.iter().find(|(name, _)| *name == wanted).expect("FORM is a name that --input knows").1)
});

fuzz_target!(|bytes: &[u8]| {
    let hint = Hint { format: *FORM, ..Hint::default() };
    match formats::article(bytes.to_vec(), &hint) {
        Ok(article) => article.blocks().iter().for_each(|block| assert!(!article.slice(block.span).is_empty())),
        // The parser of PDF may fail behind its guard; nothing else may.
        Err(cause @ (Cause::Failed | Cause::Slow)) => assert!(bytes.starts_with(b"%PDF"), "{cause}"),
        Err(_) => {}
    }
});
