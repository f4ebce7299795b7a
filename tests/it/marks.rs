//! Any bytes and any nesting of quotation marks: the analysis ends, and all its spans can be sliced.

use onrecord::article::plain;
use onrecord::language::{Analysis, analyse};
use onrecord::text::Span;
use proptest::prelude::*;

/// Asserts that the spans of `analysis` fit `text` and that its ids are valid.
fn sound(text: &str, analysis: &Analysis) {
    let inside = |span: Span| assert!(!span.is_empty() && text.get(span.range()).is_some(), "{span:?} of {text:?}");
    for (id, quotation) in analysis.quotations.iter().enumerate() {
        assert!(!quotation.content.is_empty());
        quotation.content.iter().chain(&quotation.cue).chain(&quotation.source).copied().for_each(inside);
        assert!(quotation.content.windows(2).all(|pair| pair[0].end <= pair[1].start), "pieces overlap: {text:?}");
        assert!(quotation.speaker.is_none_or(|speaker| speaker < analysis.people.len()));
        assert!(quotation.inside.is_none_or(|outer| outer < id), "held by a later one: {text:?}");
        assert!((0.0..=1.0).contains(&quotation.confidence) && (0.0..=1.0).contains(&quotation.speaker_confidence));
    }
    for person in &analysis.people {
        person.mentions.iter().map(|mention| mention.span).for_each(inside);
        assert!(person.mentions.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_of_marks(words in prop::collection::vec(prop::sample::select(vec![
        "“", "”", "‘", "’", "\"", "'", "''", "„", "«", "»", "—", "- ", ":", ",", ".", "?", " ", " ", "\n", "\n\n", "(", ")",
        "said", " said ", "Ada", " Ada Lind ", "he", " he ", "Q", "A", "ADA", "the", " the mayor ", "5", "Yes", "dijo", "é", "世", "\u{301}",
    ]), 0..80)) {
        let text = words.concat();
        sound(&text, &analyse(&plain::article(text.clone())));
    }

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        sound(&text, &analyse(&plain::article(text.clone())));
    }
}

#[test]
fn nested_marks() {
    // One mark between two runs belongs to one of them.
    let shared = ":,»\"“,'?‘- dijoé ''““)Yes \u{301}Yes’‘?said the mayor .»’»))'?)“(ADA,„ADA. -  said   '\" said »\n\n:?- :A—'»„é‘—\n\n世 \
                  \n\n’Q the mayor  he “‘'')";
    sound(shared, &analyse(&plain::article(shared.into())));
    for text in
        ["“".repeat(20_000), "“‘".repeat(10_000) + &"’”".repeat(10_000), "\"'".repeat(20_000), "—“—".repeat(10_000)]
    {
        sound(&text, &analyse(&plain::article(text.clone())));
    }
}
