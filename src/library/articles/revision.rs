//! [`revise`]: turns an edited list of quotations into the corrections that make the record match it.

use crate::article::Article;
use crate::language::Analysis;
use crate::record::{Correction, Kind, PersonRef, Quotation, QuotationId, Record, Referent, anchor_of, build};
use crate::text::{Span, one_line};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A quotation of the edited list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedQuotation {
    /// From the first of its words to the last. It identifies the quotation.
    pub extent: Span,
    pub kind: Kind,
    /// The name of the speaker, on one line; `None` if unknown.
    pub speaker: Option<String>,
}

/// The changes needed for a list of wanted quotations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revision {
    /// The corrections to add to those that there are.
    pub corrections: Vec<Correction>,
    /// Corrections to be removed: the quotations that they dismiss are wanted again.
    pub taken_back: Vec<Correction>,
    /// Names of speakers that are not in the record.
    pub new_names: BTreeSet<String>,
    /// The wanted quotations, by index, that the record does not have. If there are any, none is dismissed: the list is
    /// of another record.
    pub unknown: Vec<usize>,
    /// The wanted quotations, by index, that no correction can produce.
    pub refused: Vec<usize>,
}

/// Finds the corrections, beyond the present `corrections`, that turn the record of `article` into the `wanted` one.
/// Quotations that are not wanted are dismissed if they are at least as certain as `least`; less certain ones were not
/// on the list.
pub fn revise(
    article: &Article,
    analysis: Analysis,
    corrections: &[Correction],
    wanted: &[WantedQuotation],
    least: f32,
) -> Revision {
    let analysis = Arc::new(analysis);
    let mut revision = Revision::default();
    let (taken_back, retained): (Vec<Correction>, Vec<Correction>) =
        corrections.iter().cloned().partition(|correction| {
            let Correction::Dismissed { quotation } = correction else { return false };
            let dismissed = quotation.find(article.text());
            dismissed.is_some_and(|span| {
                wanted.iter().any(|want| want.extent.start == span.start && want.extent.contains(span))
            })
        });
    revision.taken_back = taken_back;
    let mut all = retained;
    let mut count_retained = all.len();
    let mut record = build(article, analysis.clone(), &all);
    for (index, want) in wanted.iter().enumerate() {
        // Where several have the same extent, the first on the list comes first.
        let nth = wanted[..index].iter().filter(|other| other.extent == want.extent).count();
        let Some(said) = find(&record, want.extent, nth).and_then(|id| record.quotations().get(id)) else {
            revision.unknown.push(index);
            continue;
        };
        let quotation = anchor_of(article, said);
        let is_right = said.kind == want.kind && speaker(&record, said) == want.speaker;
        // Before the corrections, the quotation still has its source.
        let first = said.content.first().copied();
        let concerns = |correction: &Correction| match correction {
            Correction::Speaker { quotation, .. } | Correction::Kind { quotation, .. } => {
                quotation.find(article.text()) == first
            }
            _ => false,
        };
        if !is_right && all[..count_retained].iter().any(concerns) {
            let (back, without): (Vec<Correction>, Vec<Correction>) = all.iter().cloned().partition(concerns);
            let before = build(article, analysis.clone(), &without);
            if wanted[..=index].iter().enumerate().all(|(at, want)| holds(&before, &wanted[..at], want)) {
                count_retained -= back.len();
                revision.taken_back.extend(back);
                (record, all) = (before, without);
                continue;
            }
        }
        let count = all.len();
        if said.kind != want.kind {
            all.push(Correction::Kind { quotation: quotation.clone(), kind: want.kind });
        }
        if speaker(&record, said) != want.speaker {
            let speaker = referent(article, &record, want.speaker.as_deref());
            if let Referent::New { name } = &speaker {
                revision.new_names.insert(name.clone());
            }
            all.push(Correction::Speaker { quotation, speaker });
        }
        if all.len() == count {
            continue;
        }
        let corrected = build(article, analysis.clone(), &all);
        if holds(&corrected, &wanted[..index], want) {
            record = corrected;
        } else {
            all.truncate(count);
            revision.refused.push(index);
        }
    }
    if revision.unknown.is_empty() {
        let is_wanted = |said: &Quotation| wanted.iter().any(|want| want.extent == said.extent());
        let unwanted = record.quotations().iter().filter(|said| said.confidence >= least && !is_wanted(said));
        all.extend(unwanted.map(|said| Correction::Dismissed { quotation: anchor_of(article, said) }));
    }
    revision.corrections = all.split_off(count_retained);
    revision
}

/// Whether `record` has the quotation `want`, given those `before` it on the list.
fn holds(record: &Record, before: &[WantedQuotation], want: &WantedQuotation) -> bool {
    let nth = before.iter().filter(|other| other.extent == want.extent).count();
    let said = find(record, want.extent, nth).and_then(|id| record.quotations().get(id));
    said.is_some_and(|said| said.kind == want.kind && speaker(record, said) == want.speaker)
}

/// The quotation number `nth`, from 0, of those with this extent.
fn find(record: &Record, extent: Span, nth: usize) -> Option<QuotationId> {
    let here = record.quotations().iter().enumerate().filter(|(_, said)| said.extent() == extent);
    here.map(|(id, _)| id).nth(nth)
}

fn speaker(record: &Record, said: &Quotation) -> Option<String> {
    said.speaker.and_then(|speaker| record.people().get(speaker)).map(|person| one_line(&person.name))
}

/// The person of this name: one that the record has, or else a new one.
fn referent(article: &Article, record: &Record, name: Option<&str>) -> Referent {
    let Some(name) = name else { return Referent::Nobody };
    match record.people().iter().find(|person| one_line(&person.name) == name) {
        Some(person) => Referent::Person(PersonRef::of(article, person)),
        None => Referent::New { name: name.to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;
    use crate::language::analyse;

    const TEXT: &str = "“The ferry is late,” said Ada Moss, the captain. “It was time,” she said.\n\nTom Reed told the clerk \
                        that nobody had wept. “I did,” said Bo Lind.\n";

    fn listed(record: &Record) -> Vec<WantedQuotation> {
        let wanted = |said: &Quotation| WantedQuotation {
            extent: said.extent(),
            kind: said.kind,
            speaker: speaker(record, said),
        };
        record.quotations().iter().map(wanted).collect()
    }

    /// Checks that the list, once edited by `edit`, becomes this many corrections.
    fn check(count: usize, edit: impl Fn(&mut Vec<WantedQuotation>)) {
        let article = plain::article(TEXT.into());
        let analysis = analyse(&article);
        let mut wanted = listed(&build(&article, analysis.clone(), &[]));
        assert!(wanted.len() >= 4, "{wanted:?}");
        edit(&mut wanted);
        let revision = revise(&article, analysis.clone(), &[], &wanted, 0.0);
        assert_eq!((&revision.unknown, &revision.refused), (&vec![], &vec![]));
        assert_eq!(revision.corrections.len(), count, "{:?}", revision.corrections);
        let record = build(&article, analysis.clone(), &revision.corrections);
        assert_eq!(listed(&record), wanted);
        let again = revise(&article, analysis, &revision.corrections, &wanted, 0.0);
        let nothing = Revision { new_names: again.new_names.clone(), ..Revision::default() };
        assert_eq!(again, nothing, "nothing is left to correct");
    }

    #[test]
    fn a_list_that_was_edited_becomes_corrections() {
        check(0, |_| {});
        check(1, |wanted| wanted[0].speaker = Some("Tom Reed".into()));
        check(2, |wanted| wanted[0..2].iter_mut().for_each(|want| want.speaker = Some("Nora Quill".into())));
        check(1, |wanted| wanted[3].speaker = None);
        check(1, |wanted| wanted[2].kind = Kind::Direct);
        check(1, |wanted| drop(wanted.remove(1)));
        check(4, Vec::clear);
    }

    #[test]
    fn dismissed_quotations_can_be_brought_back() {
        let article = plain::article(TEXT.into());
        let analysis = analyse(&article);
        let whole = listed(&build(&article, analysis.clone(), &[]));
        let revision = revise(&article, analysis.clone(), &[], &whole[1..], 0.0);
        let dismissed = revision.corrections;
        assert_eq!(dismissed.len(), 1);
        let mut wanted = whole;
        wanted[0].speaker = Some("Nora Quill".into());
        let revision = revise(&article, analysis.clone(), &dismissed, &wanted, 0.0);
        assert_eq!((&revision.taken_back, revision.corrections.len()), (&dismissed, 1));
        assert_eq!(revision.new_names.iter().collect::<Vec<_>>(), ["Nora Quill"]);
        assert_eq!(listed(&build(&article, analysis, &revision.corrections)), wanted);
    }

    #[test]
    fn changing_a_speaker_back_restores_the_record() {
        let article = plain::article(TEXT.into());
        let analysis = analyse(&article);
        let as_found = build(&article, analysis.clone(), &[]);
        let mut wanted = listed(&as_found);
        wanted[0].speaker = Some("Tom Reed".into());
        let there = revise(&article, analysis.clone(), &[], &wanted, 0.0).corrections;
        let back = revise(&article, analysis, &there, &listed(&as_found), 0.0);
        assert_eq!((&back.taken_back, &back.corrections), (&there, &vec![]));
    }

    #[test]
    fn a_list_of_another_text_dismisses_nothing() {
        let article = plain::article(TEXT.into());
        let analysis = analyse(&article);
        let wanted = [WantedQuotation { extent: Span::new(1, 3), kind: Kind::Direct, speaker: None }];
        let revision = revise(&article, analysis, &[], &wanted, 0.0);
        assert_eq!((revision.corrections, revision.unknown), (vec![], vec![0]));
    }
}
