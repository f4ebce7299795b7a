//! [`Chunks`]: a long text as parts that are analysed one after the other, so that the memory of an analysis follows the
//! part and not the text; and [`ChunkMerger`], which makes one analysis of theirs. A part is as long as a short
//! book, so that all but the longest texts are one.

use crate::article::{Article, Block, Inline, Meta};
use crate::language::coref::NARRATOR;
use crate::language::coref::mention::Reason;
use crate::language::coref::person::{Person, PersonKind};
use crate::language::coref::quotation::Quotation;
use crate::language::document::language::Language;
use crate::language::pipeline::analysis::{Analysis, Engine};
use crate::text::Span;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;

/// Bytes of a part, at most, but for a block that is longer.
const PART: u32 = 192 * 1024;

/// The parts of an article: ranges of its blocks, in order.
pub struct Chunks<'a> {
    article: &'a Article,
    blocks: Vec<Range<usize>>,
}

impl<'a> Chunks<'a> {
    pub fn of(article: &'a Article) -> Chunks<'a> {
        Chunks { article, blocks: cut(article.blocks(), PART) }
    }

    /// The blocks of each part.
    pub fn blocks(&self) -> &[Range<usize>] {
        &self.blocks
    }

    /// The part that is `blocks` as an article of its own, and the byte at which it starts in the whole.
    pub fn article(&self, blocks: &Range<usize>) -> (Cow<'a, Article>, u32) {
        if self.blocks.len() == 1 {
            return (Cow::Borrowed(self.article), 0);
        }
        let own = self.article.blocks().get(blocks.clone()).unwrap_or(&[]);
        let (Some(first), Some(last)) = (own.first(), own.last()) else { return (Cow::default(), 0) };
        let start = first.span.start;
        let moved = |block: &Block| Block { span: earlier(block.span, start), ..*block };
        let whole = first.span.join(last.span);
        let blocks = own.iter().map(moved).collect();
        let inlines =
            self.inlines(whole).iter().map(|inline| Inline { span: earlier(inline.span, start), ..inline.clone() });
        let inlines = inlines.collect();
        let article = Article::new(self.article.slice(whole).to_owned(), blocks, Meta::default());
        (Cow::Owned(article.with_inlines(inlines)), start)
    }

    /// The words set apart in `span`: none goes over the end of its block.
    fn inlines(&self, span: Span) -> &'a [Inline] {
        let all = self.article.inlines();
        let before = |end: u32| all.partition_point(|inline| inline.span.start < end);
        all.get(before(span.start)..before(span.end)).unwrap_or(&[])
    }
}

/// Cuts `blocks` into ranges of about `bytes` bytes.
pub(super) fn cut(blocks: &[Block], bytes: u32) -> Vec<Range<usize>> {
    let mut cuts = Vec::new();
    let mut start = 0;
    for end in 1..=blocks.len() {
        let full = blocks.get(end).is_none_or(|next| next.span.end - blocks[start].span.start > bytes);
        if full {
            cuts.push(start..end);
            start = end;
        }
    }
    cuts
}

/// The analyses of parts while they become one. Of two parts those are one person who have the same name, and a surname
/// alone is the only one known who bears it.
#[derive(Default)]
pub struct ChunkMerger {
    people: Vec<Person>,
    quotations: Vec<Quotation>,
    by_name: FxHashMap<(PersonKind, String), usize>,
    /// Those whose name ends with a word; `None` where that is several.
    by_last: FxHashMap<String, Option<usize>>,
}

impl ChunkMerger {
    /// Adds what was found in the part that starts at byte `start`. Chunks come in order.
    pub fn add(&mut self, start: u32, found: Analysis) {
        if self.people.is_empty() && self.quotations.is_empty() && start == 0 {
            (self.people, self.quotations) = (found.people, found.quotations);
            (0..self.people.len()).for_each(|id| self.remember(id));
            return;
        }
        let first_quotation = self.quotations.len();
        let known = found.people.iter().map(|person| self.known(person)).collect::<Vec<_>>();
        let mut next = self.people.len();
        let ids: Vec<usize> = known
            .iter()
            .map(|known| {
                known.unwrap_or_else(|| {
                    next += 1;
                    next - 1
                })
            })
            .collect();
        for (mut person, known) in found.people.into_iter().zip(known) {
            for mention in &mut person.mentions {
                mention.span = later(mention.span, start);
                mention.antecedent = mention.antecedent.map(|span| later(span, start));
            }
            person.members = person.members.iter().filter_map(|&member| ids.get(member).copied()).collect();
            match known {
                Some(id) => self.merge(id, person),
                None => {
                    self.people.push(person);
                    self.remember(self.people.len() - 1);
                }
            }
        }
        self.quotations.extend(found.quotations.into_iter().map(|mut quotation| {
            quotation.content.iter_mut().chain(&mut quotation.cue).chain(&mut quotation.source).for_each(|span| {
                *span = later(*span, start);
            });
            quotation.speaker = quotation.speaker.and_then(|speaker| ids.get(speaker).copied());
            quotation.inside = quotation.inside.map(|outer| outer + first_quotation);
            quotation
        }));
    }

    /// What was found in all parts.
    pub fn finish(mut self, language: Language) -> Analysis {
        self.people.shrink_to_fit();
        self.quotations.shrink_to_fit();
        Analysis { language, engine: Engine::Fast, people: self.people, quotations: self.quotations }
    }

    /// Somebody of an earlier part who this is.
    fn known(&self, person: &Person) -> Option<usize> {
        if !is_told_apart(person) {
            return None;
        }
        let name = person.name.to_lowercase();
        let last = last_word(&name).to_owned();
        let same = self.by_name.get(&(person.kind, name.clone())).copied();
        same.or_else(|| {
            let other = self.by_last.get(&last).copied().flatten().filter(|_| person.kind == PersonKind::Person)?;
            let short = self.people.get(other)?.name.to_lowercase() == last || name == last;
            short.then_some(other)
        })
    }

    fn remember(&mut self, id: usize) {
        let Some(person) = self.people.get(id).filter(|person| is_told_apart(person)) else { return };
        let name = person.name.to_lowercase();
        if person.kind == PersonKind::Person {
            let alone = self.by_last.entry(last_word(&name).to_owned()).or_insert(Some(id));
            *alone = alone.filter(|&other| other == id);
        }
        self.by_name.entry((person.kind, name)).or_insert(id);
    }

    fn merge(&mut self, id: usize, person: Person) {
        let Some(known) = self.people.get_mut(id) else { return };
        let first = known.mentions.first().map(|mention| mention.span);
        let reason = if known.name == person.name { Reason::SameName } else { Reason::PartOfName };
        let before = known.mentions.len();
        known.mentions.extend(person.mentions);
        let introduction = known.mentions.get_mut(before).filter(|mention| mention.antecedent.is_none());
        if let Some((mention, first)) = introduction.zip(first) {
            (mention.antecedent, mention.reason) = (Some(first), reason);
        }
        known.role = known.role.take().or(person.role);
        if known.members.is_empty() {
            known.members = person.members;
        }
        if person.name.len() > known.name.len() {
            known.name = person.name;
            self.remember(id);
        }
    }
}

/// Is it the same person wherever the name is? Another unnamed official is another one, as far as anyone can tell.
fn is_told_apart(person: &Person) -> bool {
    person.kind != PersonKind::Unnamed || person.name == NARRATOR
}

fn last_word(name: &str) -> &str {
    name.rsplit(char::is_whitespace).next().unwrap_or(name)
}

fn earlier(span: Span, by: u32) -> Span {
    Span { start: span.start.saturating_sub(by), end: span.end.saturating_sub(by) }
}

fn later(span: Span, by: u32) -> Span {
    Span { start: span.start + by, end: span.end + by }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{BlockKind, InlineKind, plain};
    use crate::language::pipeline::steps::Pipeline;

    #[test]
    fn blocks_are_cut_into_parts_that_hold_them_all() {
        for (lengths, bytes, expected) in [
            (&[][..], 10, vec![]),
            (&[3, 3, 3], 10, vec![0..2, 2..3]),
            (&[30, 3, 30], 10, vec![0..1, 1..2, 2..3]),
            (&[1, 1, 9], 10, vec![0..2, 2..3]),
        ] {
            let mut at = 0;
            let blocks: Vec<Block> = lengths
                .iter()
                .map(|&length: &usize| {
                    at += length + 1;
                    Block { kind: BlockKind::Paragraph, span: Span::new(at - length - 1, at - 1) }
                })
                .collect();
            assert_eq!(cut(&blocks, bytes), expected, "{lengths:?}");
        }
    }

    #[test]
    fn a_part_has_the_words_that_are_set_apart_in_it() {
        let article = plain::article("One two.\n\nThree four.\n\nFive six.".to_owned());
        let strong = |start, end| Inline { kind: InlineKind::Strong, span: Span::new(start, end) };
        let article = article.with_inlines(vec![strong(0, 3), strong(10, 15), strong(16, 20), strong(23, 27)]);
        let parts = Chunks { article: &article, blocks: vec![0..1, 1..2, 2..3] };
        let words: Vec<String> = (parts.blocks().iter())
            .map(|blocks| {
                let own = parts.article(blocks).0;
                own.inlines().iter().map(|inline| own.slice(inline.span)).collect::<Vec<_>>().join(" ")
            })
            .collect();
        assert_eq!(words, ["One", "Three four", "Five"]);
    }

    /// Everybody in texts that follow each other, a line each: name and mentions.
    fn check(texts: &[&str], expected: &[&str]) {
        let whole = plain::article(texts.join("\n\n"));
        let mut joined = ChunkMerger::default();
        let mut start = 0;
        for text in texts {
            let part = plain::article((*text).to_owned());
            let passes = Pipeline::new(&part);
            let found = passes.chunks().into_iter().flat_map(|chunk| passes.attribute(chunk)).collect();
            joined.add(start, passes.resolve(found));
            start += text.len() as u32 + 2;
        }
        let analysis = joined.finish(Language::ENGLISH);
        let shown: Vec<String> = (analysis.people.iter())
            .map(|person| {
                let mentions: Vec<&str> = person.mentions.iter().map(|mention| whole.slice(mention.span)).collect();
                format!("{}: {}", person.name, mentions.join(", "))
            })
            .collect();
        assert_eq!(shown, expected);
        for quotation in &analysis.quotations {
            let speaker = &analysis.people[quotation.speaker.unwrap()];
            assert!(speaker.mentions.iter().any(|mention| Some(mention.span) == quotation.source));
            assert!(whole.slice(quotation.content[0]).starts_with('“'));
        }
    }

    #[test]
    fn people_of_two_parts_are_one_by_name() {
        check(
            &[
                "Hedvig Lunde met Tomas O’Dell. “We met,” Lunde said.",
                "“So we did,” said Mr. O’Dell. Hedvig Lunde left.",
            ],
            &["Hedvig Lunde: Hedvig Lunde, Lunde, Hedvig Lunde", "Tomas O’Dell: Tomas O’Dell, Mr. O’Dell"],
        );
        check(
            &["“We met,” said Mr. Lunde.", "“So we did,” said Hedvig Lunde. “Yes,” said Ada Quill."],
            &["Hedvig Lunde: Mr. Lunde, Hedvig Lunde", "Ada Quill: Ada Quill"],
        );
    }
}
