//! [`Language`]: which language an article is written in.

use crate::article::{Article, Block, BlockKind};
use crate::language::lexical::word_classes::ENGLISH_ONLY;
use crate::text::Span;
use crate::text::words::WordSet;

/// The language of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// The ISO 639-1 code where there is one, otherwise the ISO 639-3 code; `und` if the language is unknown.
    pub code: &'static str,
}

impl Language {
    /// English, which the models know.
    pub const ENGLISH: Language = Language { code: "en" };

    /// The language with this code, as [`detect`] gives it; `und` for any other code.
    pub fn from_code(code: &str) -> Language {
        let known = whatlang::Lang::all().iter().map(|&language| iso_code(language)).find(|&known| known == code);
        Language { code: known.unwrap_or("und") }
    }

    /// Whether the English model and rules apply. A text too short to identify counts as English.
    pub fn is_english(self) -> bool {
        matches!(self.code, "en" | "und")
    }
}

/// Bytes sampled to identify the language: half from the beginning, half from the middle.
const SAMPLE_BYTES: usize = 8 << 10;
/// A sample with fewer words is too short to identify.
const MIN_WORDS: usize = 12;
/// A block with fewer words may be a name, a key or a title.
const MIN_SENTENCE: usize = 6;

/// Identifies the language of `article` by its running text: tables, lists of words and captions may be in any
/// language. Defaults to English if the text is too short, or if another language is not certain.
pub fn detect(article: &Article) -> Language {
    let running = running(article);
    let mut words = running.iter().flat_map(|&span| article.slice(span).split_whitespace());
    // A text without sentences is judged by everything else in it.
    let has_sentences = words.nth(MIN_WORDS - 1).is_some();
    of_sample(&sample(article, &if has_sentences { running } else { all(article) }))
}

/// The blocks of `article` that are text, without the rows of its tables.
fn all(article: &Article) -> Vec<Span> {
    let is_text = |block: &&Block| block.kind.is_text() && block.kind != BlockKind::Table;
    article.blocks().iter().filter(is_text).map(|block| block.span).collect()
}

/// The spans that are long enough to be sentences: blocks, and cells of tables.
fn running(article: &Article) -> Vec<Span> {
    let is_long = |span: &Span| article.slice(*span).split_whitespace().nth(MIN_SENTENCE - 1).is_some();
    let mut running: Vec<Span> = all(article).into_iter().filter(is_long).collect();
    if running.is_empty() {
        let rows = article.blocks().iter().enumerate().filter(|(_, block)| block.kind == BlockKind::Table);
        let cells = rows.flat_map(|(row, _)| article.cells(row)).map(|(words, _)| words);
        running = cells.filter(is_long).collect();
    }
    running
}

/// The words at the beginning and in the middle of `blocks`.
fn sample(article: &Article, blocks: &[Span]) -> String {
    let mut sample = String::with_capacity(SAMPLE_BYTES + 64);
    for start in [0, blocks.len() / 2] {
        let room = sample.len() + SAMPLE_BYTES / 2;
        for &span in &blocks[start..] {
            if sample.len() >= room {
                break;
            }
            let text = article.slice(span);
            sample.push_str(&text[..text.floor_char_boundary(room - sample.len())]);
            sample.push('\n');
        }
    }
    sample
}

fn of_sample(sample: &str) -> Language {
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let unspaced =
        sample.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{e00}'..='\u{e7f}'));
    if letters < 40 || !unspaced && sample.split_whitespace().count() < MIN_WORDS {
        return Language { code: "und" };
    }
    // Function words separate English from its neighbours, where letter frequencies mislead on a short text.
    let (words, small) = sample.split_whitespace().fold((0, 0), |(words, small), word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        (words + 1, small + usize::from(ENGLISH_ONLY.has(word)))
    });
    if small * 10 >= words {
        return Language::ENGLISH;
    }
    match whatlang::detect(sample) {
        Some(info) if info.lang() == whatlang::Lang::Eng => Language::ENGLISH,
        Some(info) if info.is_reliable() || small * 40 < words => Language { code: iso_code(info.lang()) },
        _ => Language::ENGLISH,
    }
}

/// The ISO 639-1 code of `language` where there is one.
fn iso_code(language: whatlang::Lang) -> &'static str {
    use whatlang::Lang::*;
    match language {
        Afr => "af",
        Ara => "ar",
        Aze => "az",
        Bel => "be",
        Ben => "bn",
        Bul => "bg",
        Cat => "ca",
        Ces => "cs",
        Cmn => "zh",
        Cym => "cy",
        Dan => "da",
        Deu => "de",
        Ell => "el",
        Eng => "en",
        Epo => "eo",
        Est => "et",
        Fin => "fi",
        Fra => "fr",
        Guj => "gu",
        Heb => "he",
        Hin => "hi",
        Hrv => "hr",
        Hun => "hu",
        Hye => "hy",
        Ind => "id",
        Ita => "it",
        Jav => "jv",
        Jpn => "ja",
        Kan => "kn",
        Kat => "ka",
        Khm => "km",
        Kor => "ko",
        Lat => "la",
        Lav => "lv",
        Lit => "lt",
        Mal => "ml",
        Mar => "mr",
        Mkd => "mk",
        Mya => "my",
        Nep => "ne",
        Nld => "nl",
        Nob => "nb",
        Ori => "or",
        Pan => "pa",
        Pes => "fa",
        Pol => "pl",
        Por => "pt",
        Ron => "ro",
        Rus => "ru",
        Sin => "si",
        Slk => "sk",
        Slv => "sl",
        Sna => "sn",
        Spa => "es",
        Srp => "sr",
        Swe => "sv",
        Tam => "ta",
        Tel => "te",
        Tgl => "tl",
        Tha => "th",
        Tuk => "tk",
        Tur => "tr",
        Ukr => "uk",
        Urd => "ur",
        Uzb => "uz",
        Vie => "vi",
        Yid => "yi",
        Zul => "zu",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_and_undetectable_texts() {
        for (text, code) in [
            ("", "und"),
            ("Bonjour !", "und"),
            ("The ferry turned round in the middle of the lake because somebody had left a dog on the quay.", "en"),
        ] {
            assert_eq!(detect(&crate::article::plain::article(text.to_owned())).code, code, "{text}");
        }
    }
}
