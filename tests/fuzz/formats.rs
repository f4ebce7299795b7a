//! All parsers on inputs that libFuzzer derives from our own files. The variable `FORMAT` names the format; without it
//! inputs are sniffed.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::formats::{self, FormatError, Format, Hint};
use std::sync::LazyLock;

static FORMAT: LazyLock<Option<Format>> = LazyLock::new(|| {
    let wanted = std::env::var("FORMAT").ok()?;
    Some(Format::ALL.iter().find(|(name, _)| *name == wanted).expect("FORMAT is a name that --input knows").1)
});

fuzz_target!(|bytes: &[u8]| {
    let hint = Hint { format: *FORMAT, ..Hint::default() };
    match formats::article(bytes.to_vec(), &hint) {
        Ok(article) => article.blocks().iter().for_each(|block| assert!(!article.slice(block.span).is_empty())),
        // Only the parser of PDF may panic behind its guard.
        Err(cause @ (FormatError::Failed | FormatError::Slow)) => assert!(bytes.starts_with(b"%PDF"), "{cause}"),
        Err(_) => {}
    }
});
