//! The encoder in the program against the numbers that `assets/encoder/check.py` wrote: the same pieces, and the same
//! scores to a thousandth.

use onrecord::article::plain;
use onrecord::language::encoder::Encoder;
use onrecord::language::marks::Marks;
use onrecord::language::tokens::Tokens;
use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    text: String,
    ids: Vec<u16>,
    case: Vec<u8>,
    mark: Vec<u8>,
    first: Vec<u32>,
    scores: Vec<[f32; 7]>,
}

#[test]
fn pieces_and_scores_are_those_of_the_script() {
    let encoder = Encoder::embedded().expect("an encoder of this version");
    let expected: Vec<Expected> = serde_json::from_str(include_str!("../encoder/expected.json")).unwrap();
    assert!(!expected.is_empty());
    for expected in expected {
        let article = plain::article(expected.text.clone());
        let tokens = Tokens::of(&article);
        let words: Vec<&str> = (0..tokens.len()).map(|at| tokens.text(&article, at)).collect();
        assert_eq!(words, expected.text.split_whitespace().collect::<Vec<_>>());
        let marks = Marks::of(&article, &tokens);
        let pieces = encoder.pieces(&article, &tokens, &marks, 0..article.blocks().len());
        assert_eq!(pieces.ids, expected.ids);
        assert_eq!(pieces.case, expected.case);
        assert_eq!(pieces.mark, expected.mark);
        assert_eq!(pieces.first, expected.first);
        let windows = encoder.windows(&pieces);
        let scores: Vec<[f32; 7]> = windows.iter().flat_map(|window| encoder.scores(&pieces, window)).collect();
        assert_eq!(scores.len(), expected.scores.len());
        for (found, expected) in scores.iter().flatten().zip(expected.scores.iter().flatten()) {
            assert!((found - expected).abs() < 1e-3, "{found} {expected}");
        }
    }
}
