//! Articles that are not in English: which language they are in, and only what their marks and dashes show to be spoken,
//! with a speaker where a label or a plain attribution (*a dit X*, *sagte X*, *dijo X*) names one.

use super::forms::{self, plain};
use super::marks::Marks;
use super::tokens::Tokens;
use super::{Analysis, Attribution, Engine, Form, Language, Mention, Person, PersonKind, Quotation, Reason};
use crate::article::Article;
use crate::text::Span;
use rustc_hash::FxHashMap;

/// Bytes that are looked at to tell the language: half from the beginning, half from the middle.
const SAMPLE: usize = 8 << 10;
/// Words without which nobody can tell.
const ENOUGH: usize = 12;

/// Small words that are English and nothing else; one in six or so of any English text.
const SMALL: [&str; 16] = [
    "and", "for", "from", "have", "her", "his", "not", "of", "said", "she", "that", "the", "they", "this", "to", "with",
];

/// The language of `article`. English where there is too little to tell, or too little to be sure that it is not.
pub fn language(article: &Article) -> Language {
    let mut sample = String::with_capacity(SAMPLE + 64);
    let blocks: Vec<Span> =
        article.blocks().iter().filter(|block| block.kind.is_text()).map(|block| block.span).collect();
    for start in [0, blocks.len() / 2] {
        let room = sample.len() + SAMPLE / 2;
        for &span in &blocks[start..] {
            if sample.len() >= room {
                break;
            }
            let text = article.slice(span);
            sample.push_str(&text[..floor(text, room - sample.len())]);
            sample.push('\n');
        }
    }
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let unspaced =
        sample.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{e00}'..='\u{e7f}'));
    if letters < 40 || !unspaced && sample.split_whitespace().count() < ENOUGH {
        return Language { code: "und" };
    }
    // A few small words tell English from all its neighbours, where letters alone mislead on a short text.
    let (words, small) = sample.split_whitespace().fold((0, 0), |(words, small), word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        (words + 1, small + usize::from(SMALL.iter().any(|one| one.eq_ignore_ascii_case(word))))
    });
    if small * 10 >= words {
        return Language::ENGLISH;
    }
    match whatlang::detect(&sample) {
        Some(info) if info.lang() == whatlang::Lang::Eng => Language::ENGLISH,
        Some(info) if info.is_reliable() || small * 40 < words => Language { code: code(info.lang()) },
        _ => Language::ENGLISH,
    }
}

/// The largest character boundary of `text` not after byte `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// ISO 639-1 where there is one.
fn code(language: whatlang::Lang) -> &'static str {
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

/// What is said in an article in `language`, which is not English.
pub fn analyse(article: &Article, tokens: &Tokens, marks: &Marks, language: Language) -> Analysis {
    let mut found = plain::find(article, tokens, marks, language.code);
    forms::order(&mut found);
    let (people, speakers) = people(article, tokens, &found);
    let quotations = found.into_iter().zip(speakers).map(|(found, speaker)| Quotation {
        kind: found.kind,
        act: found.act,
        content: found.content,
        cue: found.cue,
        source: found.source,
        speaker,
        confidence: found.confidence,
        speaker_confidence: if speaker.is_some() { found.source_confidence } else { 0.0 },
        inside: found.inside,
    });
    Analysis { language, engine: Engine::Fast, quotations: quotations.collect(), people }
}

/// The people named as sources, in order of first mention, and the place there of each attribution's. A name that is the
/// end of a longer one (a surname) is the same person's.
fn people(article: &Article, tokens: &Tokens, found: &[Attribution]) -> (Vec<Person>, Vec<Option<usize>>) {
    let mut names: Vec<Vec<&str>> = Vec::new();
    for source in found.iter().filter_map(|a| a.source) {
        let words: Vec<&str> = tokens.within(source).map(|at| tokens.text(article, at)).collect();
        if !words.is_empty() && !names.contains(&words) && names.len() < 500 {
            names.push(words);
        }
    }
    // The longest first: shorter ones join it.
    names.sort_by_key(|words| std::cmp::Reverse(words.len()));
    let mut full: Vec<Vec<&str>> = Vec::new();
    let mut person_of: FxHashMap<Vec<&str>, usize> = FxHashMap::default();
    for words in names {
        let joins = full.iter().position(|longer| longer.ends_with(&words) || longer.starts_with(&words));
        let person = joins.unwrap_or_else(|| {
            full.push(words.clone());
            full.len() - 1
        });
        person_of.insert(words, person);
    }
    let mut mentions: Vec<Vec<Mention>> = vec![Vec::new(); full.len()];
    let longest = full.iter().map(Vec::len).max().unwrap_or(0).min(8);
    let mut at = 0;
    while at < tokens.len() {
        let mut words: Vec<&str> = (at..(at + longest).min(tokens.len())).map(|at| tokens.text(article, at)).collect();
        while !words.is_empty() && !person_of.contains_key(&words) {
            words.pop();
        }
        let Some(&person) = person_of.get(&words) else {
            at += 1;
            continue;
        };
        let antecedent = mentions[person].last().map(|last| last.span);
        let reason = match (antecedent, words.len() == full[person].len()) {
            (None, _) => Reason::Introduces,
            (_, true) => Reason::SameName,
            (_, false) => Reason::PartOfName,
        };
        let span = tokens.span(at..at + words.len());
        mentions[person].push(Mention { span, form: Form::Name, antecedent, reason, confidence: 0.9 });
        at += words.len();
    }
    let mut order: Vec<usize> = (0..full.len()).collect();
    order.sort_by_key(|&person| mentions[person].first().map_or(u32::MAX, |first| first.span.start));
    let mut place = vec![0; full.len()];
    order.iter().enumerate().for_each(|(new, &old)| place[old] = new);
    let speakers = found.iter().map(|a| {
        let words: Vec<&str> = tokens.within(a.source?).map(|at| tokens.text(article, at)).collect();
        person_of.get(&words).map(|&person| place[person])
    });
    let speakers = speakers.collect();
    let name = |words: &[&str]| words.join(" ").replace(" .", ".");
    let people = order.iter().map(|&person| Person {
        name: name(&full[person]),
        kind: PersonKind::Person,
        role: None,
        mentions: std::mem::take(&mut mentions[person]),
        members: Vec::new(),
    });
    (people.collect(), speakers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, code: &str, expected: &[&str]) {
        let article = crate::article::plain::article(text.to_owned());
        assert_eq!(language(&article).code, code, "{text}");
        let tokens = Tokens::of(&article);
        let marks = Marks::of(&article, &tokens);
        let analysis = analyse(&article, &tokens, &marks, language(&article));
        let shown: Vec<String> = analysis
            .quotations
            .iter()
            .map(|quotation| {
                let content: Vec<&str> = quotation.content.iter().map(|&span| article.slice(span)).collect();
                let speaker = quotation.speaker.map_or("?", |speaker| analysis.people[speaker].name.as_str());
                format!("{speaker}: {}", content.join(" … "))
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn marked_speech_in_other_languages() {
        check(
            "Hier soir, la pluie n’a pas cessé. « Nous sommes restés au bord de la rivière », a dit Anne Kervran. « Il faisait froid. »",
            "fr",
            &["Anne Kervran: « Nous sommes restés au bord de la rivière » … « Il faisait froid. »"],
        );
        check(
            "„Das ist nicht mein Zug“, sagte Bertha Anger am Bahnsteig. Der „intelligente“ Zug fuhr ab, ohne dass jemand es gemerkt hätte.",
            "de",
            &["Bertha Anger: „Das ist nicht mein Zug“"],
        );
        check(
            "—Hoy no hay pan —dijo Rosario Lanza—. Hay otra cosa en el horno.\n\n—¿Y qué cosa es esa que no nos cuentas? —preguntó Lanza.",
            "es",
            &[
                "Rosario Lanza: Hoy no hay pan … Hay otra cosa en el horno.",
                "Rosario Lanza: ¿Y qué cosa es esa que no nos cuentas?",
            ],
        );
        check(
            "Färjan vände mitt på sjön i går morse. ”Det var inte ens min hund”, säger Karin Ekdal, som arbetar ombord.",
            "sv",
            &["Karin Ekdal: ”Det var inte ens min hund”"],
        );
        check(
            "De veerpont keerde gisteren midden op het meer om. ‘Het was niet eens mijn hond’, zei Karin Ekdal, die aan boord werkt.",
            "nl",
            &["Karin Ekdal: ‘Het was niet eens mijn hond’"],
        );
    }

    #[test]
    fn english_and_what_cannot_be_told() {
        for (text, code) in [
            ("", "und"),
            ("Bonjour !", "und"),
            ("The ferry turned round in the middle of the lake because somebody had left a dog on the quay.", "en"),
        ] {
            assert_eq!(language(&crate::article::plain::article(text.to_owned())).code, code, "{text}");
        }
    }
}
