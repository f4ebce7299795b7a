//! The encoder against numbers written by `assets/encoder/check.py`: the same pieces, and the same scores up to int8
//! precision.

use onrecord::article::plain;
use onrecord::language::lexical::TokenizedArticle;
use onrecord::language::lexical::quotation_marks::QuotationMarks;
use onrecord::language::lexical::tokens::Tokens;
use onrecord::language::tag::encoder::pairs::{EncodedMention, EncodedSpeaker, EncodedText};
use onrecord::language::tag::encoder::{Encoder, WindowOutput};
use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    text: String,
    ids: Vec<u16>,
    case: Vec<u8>,
    mark: Vec<u8>,
    first: Vec<u32>,
    scores: Vec<[f32; 7]>,
    kinds: Vec<[f32; 3]>,
    /// Head, first word, form.
    mentions: Vec<(u32, u32, u8)>,
    quotations: Vec<Vec<(u32, u32)>>,
    same: Vec<(usize, usize, f32)>,
    speakers: Vec<(usize, String, usize, f32)>,
}

#[test]
fn pieces_and_scores_match_the_script() {
    let encoder = Encoder::embedded().expect("an encoder of this version");
    let expected: Vec<Expected> = serde_json::from_str(include_str!("../encoder/expected.json")).unwrap();
    assert!(!expected.is_empty());
    for expected in expected {
        let article = plain::article(expected.text.clone());
        let tokens = Tokens::of(&article);
        let words: Vec<&str> = (0..tokens.len()).map(|at| tokens.text(&article, at)).collect();
        assert_eq!(words, expected.text.split_whitespace().collect::<Vec<_>>());
        let marks = QuotationMarks::of(&article, &tokens);
        let tokenized = TokenizedArticle { article: &article, tokens: &tokens, quotation_marks: &marks };
        let pieces = encoder.pieces(tokenized, 0..article.blocks().len());
        assert_eq!(pieces.ids, expected.ids);
        assert_eq!(pieces.case, expected.case);
        assert_eq!(pieces.mark, expected.mark);
        assert_eq!(pieces.first, expected.first);
        let (windows, packed) = (encoder.windows(&pieces), encoder.packed());
        let read: Vec<WindowOutput> =
            windows.iter().map(|window| encoder.encode_window(&packed, &pieces, window)).collect();
        let scores: Vec<[f32; 7]> = read.iter().flat_map(|read| read.scores.clone()).collect();
        let kinds: Vec<[f32; 3]> = read.iter().flat_map(|read| read.kinds.clone()).collect();
        assert_eq!(scores.len(), expected.scores.len());
        close(scores.iter().flatten(), expected.scores.iter().flatten(), (1.0, 0.1));
        close(kinds.iter().flatten(), expected.kinds.iter().flatten(), (1.0, 0.1));

        let reads: Vec<Option<&WindowOutput>> = read.iter().map(Some).collect();
        let text = EncodedText { tokenized, pieces: &pieces, windows: &windows, reads: &reads };
        let mentions =
            expected.mentions.iter().map(|&(head, first, class)| EncodedMention { head, first, class }).collect();
        let spans = |quotation: &Vec<(u32, u32)>| quotation.iter().map(|&(start, end)| start..end).collect();
        let pairs = encoder.pairs(&text, mentions, expected.quotations.iter().map(spans).collect());
        let queries = (0..expected.mentions.len()).filter(|&at| expected.mentions[at].2 != 8);
        let mut same: Vec<(usize, usize, f32)> =
            queries.flat_map(|at| pairs.same(at).into_iter().map(move |(to, score)| (at, to, score))).collect();
        same.sort_by_key(|pair| (pair.0, pair.1));
        assert!(same.iter().map(|pair| (pair.0, pair.1)).eq(expected.same.iter().map(|pair| (pair.0, pair.1))));
        close(same.iter().map(|pair| &pair.2), expected.same.iter().map(|pair| &pair.2), (1.5, 0.5));

        let mut speakers: Vec<(usize, String, usize, f32)> = Vec::new();
        for at in 0..expected.quotations.len() {
            speakers.extend(pairs.speakers(at).into_iter().map(|(who, score)| match who {
                EncodedSpeaker::Mention(to) => (at, "mention".to_owned(), to, score),
                EncodedSpeaker::Quotation(to) => (at, "quotation".to_owned(), to, score),
            }));
        }
        let key = |pair: &(usize, String, usize, f32)| (pair.1.clone(), pair.0, pair.2);
        speakers.sort_by_key(key);
        let found: Vec<_> = speakers.iter().map(key).collect();
        assert_eq!(found, expected.speakers.iter().map(key).collect::<Vec<_>>());
        close(speakers.iter().map(|pair| &pair.3), expected.speakers.iter().map(|pair| &pair.3), (1.5, 0.5));
    }
}

/// Whether the numbers are close, the worst of them and all together.
fn close<'a>(found: impl Iterator<Item = &'a f32>, expected: impl Iterator<Item = &'a f32>, (most, mean): (f32, f32)) {
    let far: Vec<f32> = found.zip(expected).map(|(found, expected)| (found - expected).abs()).collect();
    let worst = far.iter().copied().fold(0.0, f32::max);
    let average = far.iter().sum::<f32>() / far.len().max(1) as f32;
    assert!(worst <= most && average <= mean, "at most {worst}, {average} on average");
}
