//! The words that formats share: names of kinds, descriptions of people, counts, confidences.

use crate::article::Article;
use crate::record::{Kind, MentionType, PersonId, PersonKind, Quotation, QuotationId, Record};
use crate::text::{Span, one_line};

/// A quotation is repeated in full if no more than this many words would be left out.
const FEW_WORDS: usize = 3;

pub(super) fn mention_type(mention_type: MentionType) -> &'static str {
    match mention_type {
        MentionType::Name => "name",
        MentionType::Pronoun => "pronoun",
        MentionType::Description => "description",
    }
}

pub fn person_kind(kind: PersonKind) -> &'static str {
    match kind {
        PersonKind::Person => "person",
        PersonKind::Group => "group",
        PersonKind::Unnamed => "unnamed",
    }
}

/// Rounds to three digits: more would suggest false precision. NaN becomes 0.
pub fn rounded(confidence: f32) -> f64 {
    let thousandths = (f64::from(confidence) * 1000.0).round();
    if thousandths.is_finite() { thousandths.clamp(0.0, 1000.0) / 1000.0 } else { 0.0 }
}

/// “Ilse Brandvold, Prime Minister”, with the kind of speaker if it is not a person.
pub(super) fn described(record: &Record, id: PersonId) -> String {
    let Some(person) = record.people().get(id) else { return String::new() };
    let mut words = one_line(&person.name);
    if let Some(role) = person.role.as_ref().filter(|role| **role != person.name) {
        words += &format!(", {}", one_line(role));
    }
    let members: Vec<String> =
        person.members.iter().filter_map(|&id| record.people().get(id)).map(|person| one_line(&person.name)).collect();
    match person.kind {
        PersonKind::Person => {}
        PersonKind::Group if members.is_empty() => words += " (group)",
        PersonKind::Group => words += &format!(" (group: {})", members.join(", ")),
        PersonKind::Unnamed => words += " (unnamed)",
    }
    words
}

/// The speaker of quotation `id`, in words: “perhaps” where that is uncertain.
pub(super) fn credited(article: &Article, record: &Record, id: QuotationId) -> String {
    let Some(quotation) = record.quotations().get(id) else { return String::new() };
    match (quotation.speaker, quotation.source) {
        (Some(speaker), _) if record.uncertain(id) => format!("perhaps {}", described(record, speaker)),
        (Some(speaker), _) => described(record, speaker),
        (None, Some(source)) => format!("{} (not identified)", one_line(article.slice(source))),
        (None, None) => "speaker unknown".into(),
    }
}

/// “2 direct, 1 indirect”.
pub(super) fn by_kind<'q>(quotations: impl Iterator<Item = &'q Quotation>) -> String {
    let mut counts = [0; 3];
    for quotation in quotations {
        counts[match quotation.kind {
            Kind::Direct => 0,
            Kind::Mixed => 1,
            Kind::Indirect => 2,
        }] += 1;
    }
    let named = [Kind::Direct, Kind::Mixed, Kind::Indirect].into_iter().zip(counts).filter(|&(_, count)| count > 0);
    named.map(|(of, count)| format!("{count} {}", of.name())).collect::<Vec<_>>().join(", ")
}

/// The words of a quotation, its spans separated by “/”. Of a long one only the `first` and `last` words are given, as
/// the text stands beside them.
pub(super) fn shortened(article: &Article, content: &[Span], [first, last]: [usize; 2]) -> String {
    let mut all: Vec<&str> = Vec::new();
    for &piece in content {
        if !all.is_empty() {
            all.push("/");
        }
        all.extend(article.slice(piece).split_whitespace());
    }
    if all.len() <= first + last + FEW_WORDS {
        return all.join(" ");
    }
    let last = all.split_off(all.len() - last);
    all.truncate(first);
    format!("{} … {}", all.join(" "), last.join(" "))
}

/// The words of a quotation in full, each piece on one line, with `between` them.
pub(super) fn whole(article: &Article, content: &[Span], between: &str) -> String {
    content.iter().map(|&piece| one_line(article.slice(piece))).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidences() {
        for (from, to) in [(0.97, 0.97), (0.123_45, 0.123), (1.0, 1.0), (f32::NAN, 0.0), (2.0, 1.0)] {
            assert_eq!(rounded(from), to);
        }
    }
}
