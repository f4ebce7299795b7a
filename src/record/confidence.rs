//! [`FilteredAnalysis`]: an analysis without what is too doubtful to show.

use crate::language::{Analysis, Person, PersonId, PersonKind, Quotation, QuotationId, new_indices};
use std::sync::Arc;

/// The confidence below which a quotation is too doubtful to show.
pub const DOUBTFUL: f32 = 0.6;

/// An analysis divided by confidence. Both parts together are hardly larger than the analysis, which can be restored
/// from them.
#[derive(Debug)]
pub struct FilteredAnalysis {
    /// The analysis without doubtful quotations, and without groups and unnamed sources that have no other quotations.
    /// Ids refer to this analysis.
    pub confident: Arc<Analysis>,
    /// The doubtful quotations, with their ids in the whole analysis.
    quotations: Vec<(QuotationId, Quotation)>,
    people: Vec<(PersonId, Person)>,
    /// Quotations inside a doubtful one, and that one; ids in the whole analysis.
    inside: Vec<(QuotationId, QuotationId)>,
    /// Groups that lost members, with all their members; ids in the whole analysis.
    members: Vec<(PersonId, Vec<PersonId>)>,
}

impl FilteredAnalysis {
    /// Leaves out what is too doubtful to show.
    pub fn new(analysis: Analysis) -> FilteredAnalysis {
        FilteredAnalysis::at_least(analysis, DOUBTFUL)
    }

    /// Leaves out quotations below this confidence.
    pub fn at_least(mut analysis: Analysis, confidence: f32) -> FilteredAnalysis {
        let shown: Vec<bool> = analysis.quotations.iter().map(|quotation| quotation.confidence >= confidence).collect();
        let quotations = drain_dropped(&mut analysis.quotations, &shown);
        let number = new_indices(&shown);
        let mut inside = Vec::new();
        for (quotation, id) in analysis.quotations.iter_mut().zip(retained_indices(&shown)) {
            let Some(outer) = quotation.inside else { continue };
            quotation.inside = number.get(outer).copied().flatten();
            inside.extend(quotation.inside.is_none().then_some((id, outer)));
        }

        let mut speaks: Vec<bool> = analysis.people.iter().map(|person| person.kind == PersonKind::Person).collect();
        let mut mark = |person: PersonId| {
            if let Some(speaks) = speaks.get_mut(person) {
                *speaks = true;
            }
        };
        for speaker in analysis.quotations.iter().filter_map(|quotation| quotation.speaker) {
            mark(speaker);
            analysis
                .people
                .get(speaker)
                .into_iter()
                .flat_map(|person| &person.members)
                .for_each(|&member| mark(member));
        }
        let people = drain_dropped(&mut analysis.people, &speaks);
        let number = new_indices(&speaks);
        let moved = |person: PersonId| number.get(person).copied().flatten();
        for quotation in &mut analysis.quotations {
            quotation.speaker = quotation.speaker.and_then(moved);
        }
        let mut members = Vec::new();
        for (person, id) in analysis.people.iter_mut().zip(retained_indices(&speaks)) {
            let left: Vec<PersonId> = person.members.iter().copied().filter_map(moved).collect();
            let all = std::mem::replace(&mut person.members, left);
            members.extend((all.len() != person.members.len()).then_some((id, all)));
        }
        FilteredAnalysis { confident: Arc::new(analysis), quotations, people, inside, members }
    }

    /// Restores the whole analysis.
    pub fn whole(&self) -> Analysis {
        let mut analysis = (*self.confident).clone();
        let person = old_indices(&self.people, analysis.people.len());
        let number = old_indices(&self.quotations, analysis.quotations.len());
        for quotation in &mut analysis.quotations {
            quotation.speaker = quotation.speaker.and_then(|id| person.get(id).copied());
            quotation.inside = quotation.inside.and_then(|id| number.get(id).copied());
        }
        for group in &mut analysis.people {
            group.members = group.members.iter().filter_map(|&id| person.get(id).copied()).collect();
        }
        put_back(&mut analysis.quotations, &self.quotations);
        put_back(&mut analysis.people, &self.people);
        for &(id, outer) in &self.inside {
            analysis.quotations.get_mut(id).into_iter().for_each(|quotation| quotation.inside = Some(outer));
        }
        for (id, members) in &self.members {
            analysis.people.get_mut(*id).into_iter().for_each(|group| group.members.clone_from(members));
        }
        analysis
    }
}

/// Removes from `list` the items that are not to `keep`. Returns these with their indices.
fn drain_dropped<T>(list: &mut Vec<T>, keep: &[bool]) -> Vec<(usize, T)> {
    let mut stays = keep.iter();
    let taken: Vec<T> = list.extract_if(.., |_| stays.next() == Some(&false)).collect();
    list.shrink_to_fit();
    keep.iter().enumerate().filter(|(_, keep)| !**keep).map(|(id, _)| id).zip(taken).collect()
}

/// Puts the `taken` back into `list` at their indices.
fn put_back<T: Clone>(list: &mut Vec<T>, taken: &[(usize, T)]) {
    let count = list.len() + taken.len();
    let mut left = std::mem::replace(list, Vec::with_capacity(count)).into_iter();
    let mut taken = taken.iter().peekable();
    list.extend((0..count).filter_map(|id| match taken.next_if(|(at, _)| *at == id) {
        Some((_, one)) => Some(one.clone()),
        None => left.next(),
    }));
}

/// For each of `left` items its index before the `taken` were removed.
fn old_indices<T>(taken: &[(usize, T)], left: usize) -> Vec<usize> {
    let mut taken_ids = taken.iter().map(|(id, _)| *id).peekable();
    (0..left + taken.len()).filter(|id| taken_ids.next_if_eq(id).is_none()).collect()
}

/// The indices that are kept.
fn retained_indices(keep: &[bool]) -> impl Iterator<Item = usize> {
    keep.iter().enumerate().filter(|(_, keep)| **keep).map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Engine, Kind, Language, Person, Quotation, SpeechAct};
    use crate::text::Span;

    #[test]
    fn doubtful_quotations_take_their_sources_along() {
        let person = |name: &str, kind, members: &[usize]| Person {
            name: name.into(),
            kind,
            role: None,
            mentions: Vec::new(),
            members: members.to_vec(),
        };
        let quotation = |confidence, speaker, inside| Quotation {
            kind: Kind::Indirect,
            act: SpeechAct::Said,
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
        let filtered = FilteredAnalysis::new(analysis.clone());
        assert_eq!(filtered.whole(), analysis);
        let left = filtered.confident;
        let names: Vec<&str> = left.people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Ada", "the couple", "an aide"]);
        assert_eq!(left.people[1].members, [0, 2]);
        let said: Vec<_> = left.quotations.iter().map(|quotation| (quotation.speaker, quotation.inside)).collect();
        assert_eq!(said, [(Some(1), None), (Some(0), Some(0))]);
    }
}
