//! What is sure enough to be shown: an analysis without its doubtful quotations.

use crate::language::{Analysis, PersonId, PersonKind, QuotationId};

/// Confidence below which something is too doubtful to be shown as a quotation.
pub const DOUBTFUL: f32 = 0.6;

/// `analysis` without the quotations that are too doubtful to be shown, and without the bodies and unnamed sources that
/// would say nothing then. All ids are those of what is left.
pub fn evident(mut analysis: Analysis) -> Analysis {
    let kept: Vec<bool> = analysis.quotations.iter().map(|quotation| quotation.confidence >= DOUBTFUL).collect();
    let new_quotation = renumbered(&kept);
    let mut place = kept.iter();
    analysis.quotations.retain(|_| place.next().copied().unwrap_or(true));
    for quotation in &mut analysis.quotations {
        quotation.inside = quotation.inside.and_then(|outer: QuotationId| new_quotation.get(outer).copied().flatten());
    }
    let mut speaks: Vec<bool> = analysis.people.iter().map(|person| person.kind == PersonKind::Person).collect();
    let mut mark = |person: PersonId| {
        if let Some(speaks) = speaks.get_mut(person) {
            *speaks = true;
        }
    };
    for speaker in analysis.quotations.iter().filter_map(|quotation| quotation.speaker) {
        mark(speaker);
        analysis.people.get(speaker).into_iter().flat_map(|person| &person.members).for_each(|&member| mark(member));
    }
    let new_person = renumbered(&speaks);
    let mut place = speaks.iter();
    analysis.people.retain(|_| place.next().copied().unwrap_or(true));
    let moved = |person: PersonId| new_person.get(person).copied().flatten();
    for quotation in &mut analysis.quotations {
        quotation.speaker = quotation.speaker.and_then(moved);
    }
    for person in &mut analysis.people {
        person.members = person.members.iter().copied().filter_map(moved).collect();
    }
    analysis
}

/// For each place its number among those that are kept.
fn renumbered(kept: &[bool]) -> Vec<Option<usize>> {
    let mut next = 0;
    let number = |&kept: &bool| {
        kept.then(|| {
            next += 1;
            next - 1
        })
    };
    kept.iter().map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Act, Engine, Kind, Language, Person, Quotation};
    use crate::text::Span;

    #[test]
    fn doubtful_quotations_go_with_the_sources_that_only_they_had() {
        let person = |name: &str, kind, members: &[usize]| Person {
            name: name.into(),
            kind,
            role: None,
            mentions: Vec::new(),
            members: members.to_vec(),
        };
        let quotation = |confidence, speaker, inside| Quotation {
            kind: Kind::Indirect,
            act: Act::Said,
            content: vec![Span::new(0, 1)],
            cue: None,
            source: None,
            speaker: Some(speaker),
            confidence,
            speaker_confidence: 0.9,
            inside,
        };
        let analysis = Analysis {
            language: Language::ENGLISH,
            engine: Engine::Fast,
            people: vec![
                person("the move", PersonKind::Group, &[]),
                person("Ada", PersonKind::Person, &[]),
                person("the couple", PersonKind::Group, &[1, 3]),
                person("an aide", PersonKind::Unnamed, &[]),
            ],
            quotations: vec![quotation(0.4, 0, None), quotation(0.9, 2, None), quotation(0.8, 1, Some(1))],
        };
        let left = evident(analysis);
        let names: Vec<&str> = left.people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Ada", "the couple", "an aide"]);
        assert_eq!(left.people[1].members, [0, 2]);
        let said: Vec<_> = left.quotations.iter().map(|quotation| (quotation.speaker, quotation.inside)).collect();
        assert_eq!(said, [(Some(1), None), (Some(0), Some(0))]);
    }
}
