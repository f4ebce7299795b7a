//! Analysis of articles in languages other than English: only speech shown by quotation marks and dashes, with a
//! speaker where a label or an attribution (*a dit X*, *sagte X*, *dijo X*) names one.

use crate::language::attribute::attribution::Attribution;
use crate::language::attribute::patterns::{foreign, refine};
use crate::language::coref::mention::{Mention, MentionType, Reason};
use crate::language::coref::person::{Person, PersonKind};
use crate::language::coref::quotation::Quotation;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::language::Language;
use crate::language::pipeline::analysis::{Analysis, Engine};
use rustc_hash::FxHashMap;

/// Analyses an article in `language`, which is not English.
pub fn analyse(tokenized: TokenizedArticle, language: Language) -> Analysis {
    let mut found = foreign::find(tokenized, language.code);
    refine::order(&mut found);
    let (people, speakers) = people(tokenized, &found);
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

/// The people named as sources, in order of first mention, and the person of each attribution. A name that is the start
/// or the end of a longer one belongs to the same person.
fn people(tokenized: TokenizedArticle, found: &[Attribution]) -> (Vec<Person>, Vec<Option<usize>>) {
    let mut names: Vec<Vec<&str>> = Vec::new();
    for source in found.iter().filter_map(|a| a.source) {
        let words: Vec<&str> = tokenized.tokens.within(source).map(|at| tokenized.text(at)).collect();
        if !words.is_empty() && !names.contains(&words) && names.len() < 500 {
            names.push(words);
        }
    }
    // The longest first, so that shorter ones join them.
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
    while at < tokenized.len() {
        let mut words: Vec<&str> = (at..(at + longest).min(tokenized.len())).map(|at| tokenized.text(at)).collect();
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
        let span = tokenized.span(at..at + words.len());
        mentions[person].push(Mention { span, mention_type: MentionType::Name, antecedent, reason, confidence: 0.9 });
        at += words.len();
    }
    let mut order: Vec<usize> = (0..full.len()).collect();
    order.sort_by_key(|&person| mentions[person].first().map_or(u32::MAX, |first| first.span.start));
    let mut place = vec![0; full.len()];
    order.iter().enumerate().for_each(|(new, &old)| place[old] = new);
    let speakers = found.iter().map(|a| {
        let words: Vec<&str> = tokenized.tokens.within(a.source?).map(|at| tokenized.text(at)).collect();
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
    use crate::language::lexical::language::detect;
    use crate::language::lexical::quotation_marks::QuotationMarks;
    use crate::language::lexical::tokens::Tokens;

    fn check(text: &str, code: &str, expected: &[&str]) {
        let article = crate::article::plain::article(text.to_owned());
        assert_eq!(detect(&article).code, code, "{text}");
        let tokens = Tokens::of(&article);
        let marks = QuotationMarks::of(&article, &tokens);
        let analysis =
            analyse(TokenizedArticle { article: &article, tokens: &tokens, quotation_marks: &marks }, detect(&article));
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
}
