//! Applies corrections to an analysis. Ids do not change in the [`Draft`] until the end, when merged people and
//! dismissed quotations are dropped and the rest is sorted.

mod draft;
mod finish;
mod lookup;

use crate::article::Article;
use crate::language::{Analysis, Kind, Mention, MentionType, Quotation, Reason, SpeechAct};
use crate::record::corrections::Correction;
use crate::text::Span;
use draft::{Draft, DraftPerson, DraftQuotation};
use lookup::overlap;
use std::sync::Arc;

/// The result of the corrections.
pub(super) struct Corrected {
    pub analysis: Arc<Analysis>,
    /// For each quotation, whether it was corrected.
    pub edited: Vec<bool>,
    /// The indices of the corrections that did not fit.
    pub orphaned: Vec<usize>,
}

/// Applies `corrections`, in order, to the analysis of `article`.
pub(super) fn apply(article: &Article, analysis: Arc<Analysis>, corrections: &[Correction]) -> Corrected {
    if corrections.is_empty() {
        let edited = vec![false; analysis.quotations.len()];
        return Corrected { analysis, edited, orphaned: Vec::new() };
    }
    let Analysis { language, engine, people, quotations } = Arc::unwrap_or_clone(analysis);
    let people = people.into_iter().map(|person| DraftPerson { person, removed: false, added: false }).collect();
    let said = |quotation| DraftQuotation { quotation, removed: false, edited: false };
    let mut draft = Draft { article, people, quotations: quotations.into_iter().map(said).collect() };
    let orphaned = (corrections.iter().enumerate())
        .filter_map(|(index, correction)| draft.correct(correction).is_none().then_some(index))
        .collect();
    let (people, quotations, edited) = draft.finish();
    let analysis = Arc::new(Analysis { language, engine, people, quotations });
    Corrected { analysis, edited, orphaned }
}

impl Draft<'_> {
    /// Applies a correction. Returns `None` if it does not fit; then nothing has changed.
    fn correct(&mut self, correction: &Correction) -> Option<()> {
        match correction {
            Correction::Speaker { quotation, speaker } => {
                let id = self.quotation(quotation)?;
                let speaker = self.resolve_referent(speaker, self.quotations[id].quotation.speaker)?;
                self.attribute(id, speaker);
            }
            Correction::Kind { quotation, kind } => {
                let id = self.quotation(quotation)?;
                self.edit(id).kind = *kind;
            }
            Correction::Extent { quotation, words } => {
                let extent = words.find(self.article.text())?;
                let content = self.article.words_in(extent);
                let whole = self.find_exact(&content);
                let id = whole.or_else(|| self.quotation(quotation))?;
                let quotation = self.edit(id);
                quotation.content = content;
                quotation.cue = quotation.cue.filter(|cue| !cue.overlaps(extent));
                quotation.source = quotation.source.filter(|source| !source.overlaps(extent));
            }
            Correction::Dismissed { quotation } => {
                // A quotation that the analysis no longer finds is dismissed already.
                let span = quotation.find(self.article.text())?;
                let all = self.quotations.iter().enumerate().map(|(id, said)| (id, &said.quotation));
                if let Some(id) = self.find_similar(span, all) {
                    self.quotations[id].removed = true;
                }
            }
            Correction::Missed { words, kind, speaker } => {
                let content = self.article.words_in(words.find(self.article.text())?);
                let known = self.find_exact(&content);
                let speaker =
                    self.resolve_referent(speaker, known.and_then(|id| self.quotations[id].quotation.speaker))?;
                let id = known.unwrap_or_else(|| self.new_quotation(content));
                self.edit(id).kind = *kind;
                self.attribute(id, speaker);
            }
            Correction::Mention { mention, who } => {
                let span = mention.find(self.article.text())?;
                let (owner, index) = self.mention_at(span)?;
                let span = Some(self.people[owner].person.mentions[index].span).filter(|m| overlap(span, *m) > 500)?;
                let who = self.resolve_referent(who, Some(owner))?;
                self.move_mention(span, owner, who);
            }
            Correction::Merged { person, into } => {
                let (person, into) = (self.resolve_person(person)?, self.resolve_person(into)?);
                if person != into {
                    self.merge(person, into);
                }
            }
            Correction::Renamed { person, name } => {
                let id = self.resolve_person(person).or_else(|| self.named(name))?;
                self.people[id].person.name = name.clone();
            }
        }
        Some(())
    }

    /// The quotation, marked as corrected.
    fn edit(&mut self, id: usize) -> &mut Quotation {
        let said = &mut self.quotations[id];
        said.edited = true;
        said.quotation.confidence = 1.0;
        if said.quotation.speaker.is_none() {
            said.quotation.speaker_confidence = 0.0;
        }
        &mut said.quotation
    }

    fn new_quotation(&mut self, content: Vec<Span>) -> usize {
        let quotation = Quotation {
            kind: Kind::Direct,
            act: SpeechAct::Said,
            content,
            cue: None,
            source: None,
            speaker: None,
            confidence: 1.0,
            speaker_confidence: 0.0,
            inside: None,
        };
        self.quotations.push(DraftQuotation { quotation, removed: false, edited: true });
        self.quotations.len() - 1
    }

    /// Attributes the quotation to `speaker`. The pronoun or description that it is credited to goes with it. A name
    /// stays with its person; the quotation then has no source.
    fn attribute(&mut self, id: usize, speaker: Option<usize>) {
        let before = self.quotations[id].quotation.speaker;
        let source = self.quotations[id].quotation.source;
        if before != speaker
            && let (Some(before), Some(source)) = (before, source)
        {
            let mentions = self.people.get(before).map_or(&[][..], |draft_person| &draft_person.person.mentions);
            let mention_type =
                mentions.iter().find(|mention| mention.span == source).map(|mention| mention.mention_type);
            if speaker.is_some() && mention_type.is_some_and(|mention_type| mention_type != MentionType::Name) {
                self.move_mention(source, before, speaker);
            } else {
                self.edit(id).source = None;
            }
        } else if before.is_none() && self.owner(source) != speaker {
            self.edit(id).source = None;
        }
        self.set_speaker(id, speaker);
    }

    /// Makes `speaker` the speaker with full confidence.
    fn set_speaker(&mut self, id: usize, speaker: Option<usize>) {
        let quotation = self.edit(id);
        quotation.speaker = speaker;
        quotation.speaker_confidence = if speaker.is_some() { 1.0 } else { 0.0 };
    }

    /// Moves the mention at `span` to another person, with the quotations credited to it. Without a person, it is
    /// dropped.
    fn move_mention(&mut self, span: Span, from: usize, to: Option<usize>) {
        let Some(index) = self.people[from].person.mentions.iter().position(|mention| mention.span == span) else {
            return;
        };
        let mut mention = self.people[from].person.mentions.remove(index);
        // Mentions that were resolved to it are as certain as what it was resolved to.
        for other in &mut self.people[from].person.mentions {
            if other.antecedent == Some(span) {
                other.antecedent = mention.antecedent.filter(|antecedent| *antecedent != other.span);
            }
        }
        for id in 0..self.quotations.len() {
            let quotation = &self.quotations[id].quotation;
            if quotation.source == Some(span) && quotation.speaker == Some(from) {
                if to.is_none() {
                    self.edit(id).source = None;
                }
                self.set_speaker(id, to);
            }
        }
        let Some(to) = to else { return };
        mention.reason = Reason::Reader;
        mention.confidence = 1.0;
        let mentions = &mut self.people[to].person.mentions;
        mention.antecedent = mentions.first().map(|first| first.span);
        insert(mentions, mention);
        self.remove_overlaps(to);
    }

    fn merge(&mut self, from: usize, into: usize) {
        let first = self.people[into].person.mentions.first().map(|mention| mention.span);
        let moved = std::mem::take(&mut self.people[from].person.mentions);
        for mut mention in moved {
            if mention.antecedent.is_none() && first.is_some() {
                mention = Mention { antecedent: first, reason: Reason::Reader, confidence: 1.0, ..mention };
            }
            insert(&mut self.people[into].person.mentions, mention);
        }
        let role = self.people[from].person.role.take();
        let members = std::mem::take(&mut self.people[from].person.members);
        self.people[from].removed = true;
        let person = &mut self.people[into].person;
        person.role = person.role.take().or(role);
        person.members.extend(members);
        for draft_person in &mut self.people {
            draft_person.person.members.iter_mut().filter(|member| **member == from).for_each(|member| *member = into);
        }
        for said in &mut self.quotations {
            if said.quotation.speaker == Some(from) {
                said.quotation.speaker = Some(into);
            }
        }
        self.remove_overlaps(into);
    }

    /// Removes overlaps among the mentions of a person. The longer mention stays and takes over what referred to the
    /// other.
    fn remove_overlaps(&mut self, id: usize) {
        let mut kept: Vec<Mention> = Vec::new();
        let mut replaced: Vec<(Span, Span)> = Vec::new();
        for mention in std::mem::take(&mut self.people[id].person.mentions) {
            match kept.last_mut() {
                Some(last) if last.span.overlaps(mention.span) && mention.span.len() > last.span.len() => {
                    replaced.push((last.span, mention.span));
                    *last = mention;
                }
                Some(last) if last.span.overlaps(mention.span) => replaced.push((mention.span, last.span)),
                _ => kept.push(mention),
            }
        }
        // A longer one may have been replaced in turn: the pairs are in that order.
        let now = |span: Span| replaced.iter().fold(span, |at, &(old, new)| if at == old { new } else { at });
        for mention in &mut kept {
            mention.antecedent = mention.antecedent.map(now).filter(|antecedent| *antecedent != mention.span);
        }
        for said in self.quotations.iter_mut().filter(|said| said.quotation.speaker == Some(id)) {
            said.quotation.source = said.quotation.source.map(now);
        }
        self.people[id].person.mentions = kept;
    }
}

/// Inserts `mention` in order.
fn insert(mentions: &mut Vec<Mention>, mention: Mention) {
    let at = mentions.partition_point(|other| other.span <= mention.span);
    mentions.insert(at, mention);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Meta;
    use crate::language::{Engine, Language, Person, PersonKind};
    use crate::record::corrections::{PersonRef, Referent};
    use crate::text::TextAnchor;

    const TEXT: &str = "Ada Moss closed the mill. “It was time,” she said. Moss added that nobody had wept. “I did,” her \
                        brother Tom said. The clerk doubted “every word” of it.";

    fn span(words: &str) -> Span {
        let at = TEXT.find(words).unwrap();
        Span::new(at, at + words.len())
    }

    fn place(words: &str) -> TextAnchor {
        TextAnchor::new(TEXT, span(words))
    }

    fn somebody(name: &str, mention: &str) -> PersonRef {
        PersonRef { name: name.into(), mention: Some(place(mention)) }
    }

    fn analysis() -> Analysis {
        let mention = |words: &str, mention_type, antecedent: Option<&str>| Mention {
            span: span(words),
            mention_type,
            antecedent: antecedent.map(span),
            reason: Reason::Subject,
            confidence: 0.8,
        };
        let person = |name: &str, mentions| Person {
            name: name.into(),
            kind: PersonKind::Person,
            role: None,
            mentions,
            members: Vec::new(),
        };
        let quotation = |kind, words: &str, source: Option<&str>, speaker| Quotation {
            kind,
            act: SpeechAct::Said,
            content: vec![span(words)],
            cue: None,
            source: source.map(span),
            speaker,
            confidence: 0.9,
            speaker_confidence: 0.7,
            inside: None,
        };
        let (name, pronoun) = (MentionType::Name, MentionType::Pronoun);
        let ada = vec![mention("Ada Moss", name, None), mention("she", pronoun, Some("Ada Moss"))];
        let people = vec![
            person("Ada Moss", ada),
            person("Moss", vec![mention("Moss added", name, None)]),
            person("Tom", vec![mention("Tom", name, None)]),
        ];
        let quotations = vec![
            quotation(Kind::Direct, "“It was time,”", Some("she"), Some(0)),
            quotation(Kind::Indirect, "nobody had wept", Some("Moss added"), Some(1)),
            quotation(Kind::Direct, "“I did,”", Some("Tom"), Some(2)),
        ];
        Analysis { language: Language::ENGLISH, engine: Engine::Fast, people, quotations }
    }

    /// Applies `corrections` and compares the people with their mentions, the quotations (`*` if corrected), and the
    /// orphaned corrections.
    #[track_caller]
    fn check(corrections: &[Correction], people: &[&str], quotations: &[&str], orphaned: &[usize]) {
        let article = Article::new(TEXT.into(), Vec::new(), Meta::default());
        let corrected = apply(&article, Arc::new(analysis()), corrections);
        let found = corrected.analysis.people.iter().map(|person| {
            let mentions: Vec<&str> = person.mentions.iter().map(|mention| mention.span.of(TEXT)).collect();
            format!("{}: {}", person.name, mentions.join(", "))
        });
        assert_eq!(found.collect::<Vec<_>>(), people);
        let found = corrected.analysis.quotations.iter().zip(&corrected.edited).map(|(quotation, edited)| {
            let speaker = quotation.speaker.map_or("–", |id| &corrected.analysis.people[id].name);
            let source = quotation.source.map_or("–", |source| source.of(TEXT));
            let mark = if *edited { "* " } else { "" };
            let inside = quotation.inside.map_or(String::new(), |outer| format!(" in {outer}"));
            format!("{mark}{speaker} ({source}): {}{inside}", quotation.extent().of(TEXT))
        });
        assert_eq!(found.collect::<Vec<_>>(), quotations);
        assert_eq!(corrected.orphaned, orphaned);
        let twice: Vec<Correction> =
            corrections.iter().flat_map(|correction| [correction.clone(), correction.clone()]).collect();
        let twice = apply(&article, Arc::new(analysis()), &twice);
        assert_eq!((twice.analysis, twice.edited), (corrected.analysis, corrected.edited), "not the same twice");
    }

    const ADA: &str = "Ada Moss: Ada Moss, she";
    const TIME: &str = "Ada Moss (she): “It was time,”";
    const WEPT: &str = "Moss (Moss added): nobody had wept";
    const DID: &str = "Tom (Tom): “I did,”";

    #[test]
    fn nothing_corrected() {
        check(&[], &[ADA, "Moss: Moss added", "Tom: Tom"], &[TIME, WEPT, DID], &[]);
    }

    #[test]
    fn another_speaker() {
        let speaker = |words: &str, speaker| Correction::Speaker { quotation: place(words), speaker };
        let tom = || Referent::Person(somebody("Tom", "Tom"));
        check(
            &[speaker("“It was time,”", tom())],
            &["Ada Moss: Ada Moss", "Tom: she, Tom", "Moss: Moss added"],
            &["* Tom (she): “It was time,”", WEPT, DID],
            &[],
        );
        check(
            &[speaker("nobody had wept", tom())],
            &[ADA, "Moss: Moss added", "Tom: Tom"],
            &[TIME, "* Tom (–): nobody had wept", DID],
            &[],
        );
        check(
            &[speaker("“I did,”", Referent::Nobody), speaker("nobody had wept", Referent::New { name: "Tom".into() })],
            &[ADA, "Moss: Moss added", "Tom: ", "Tom: Tom"],
            &[TIME, "* Tom (–): nobody had wept", "* – (–): “I did,”"],
            &[],
        );
        check(&[speaker("“every word”", tom())], &[ADA, "Moss: Moss added", "Tom: Tom"], &[TIME, WEPT, DID], &[0]);
    }

    #[test]
    fn people_are_merged_and_split() {
        let merged =
            Correction::Merged { person: somebody("Moss", "Moss added"), into: somebody("Ada Moss", "Ada Moss") };
        let one = "Ada Moss: Ada Moss, she, Moss added";
        let said = "Ada Moss (Moss added): nobody had wept";
        check(std::slice::from_ref(&merged), &[one, "Tom: Tom"], &[TIME, said, DID], &[]);
        let renamed = Correction::Renamed { person: somebody("Ada Moss", "Ada Moss"), name: "A. Moss".into() };
        check(
            &[merged, renamed],
            &["A. Moss: Ada Moss, she, Moss added", "Tom: Tom"],
            &["A. Moss (she): “It was time,”", "A. Moss (Moss added): nobody had wept", DID],
            &[],
        );
        let split = Correction::Mention { mention: place("she"), who: Referent::New { name: "Eve".into() } };
        check(
            &[split],
            &["Ada Moss: Ada Moss", "Eve: she", "Moss: Moss added", "Tom: Tom"],
            &["* Eve (she): “It was time,”", WEPT, DID],
            &[],
        );
    }

    #[test]
    fn missed_and_dismissed_quotations() {
        let missed = Correction::Missed {
            words: place("every word"),
            kind: Kind::Direct,
            speaker: Referent::New { name: "the clerk".into() },
        };
        let dismissed = Correction::Dismissed { quotation: place("“It was time,”") };
        check(
            &[dismissed, missed],
            &[ADA, "Moss: Moss added", "Tom: Tom", "the clerk: "],
            &[WEPT, DID, "* the clerk (–): every word"],
            &[],
        );
        let inner = Correction::Missed { words: place("time"), kind: Kind::Direct, speaker: Referent::Nobody };
        let outer =
            Correction::Extent { quotation: place("nobody had wept"), words: place("Moss added that nobody had wept") };
        check(
            &[inner, outer],
            &[ADA, "Moss: Moss added", "Tom: Tom"],
            &[TIME, "* – (–): time in 0", "* Moss (–): Moss added that nobody had wept", DID],
            &[],
        );
    }
}
