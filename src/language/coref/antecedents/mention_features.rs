//! Features of the candidates for a mention: distance, syntactic position, gender, kind, frequency and recency of
//! mentions, speakers. Figures are put into buckets. The weights are learned.

use crate::article::BlockKind;
use crate::language::attribute::attribution::Kind;
use crate::language::coref::discourse::issuers;
use crate::language::coref::discourse::salience::RecentMention;
use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::EntityId;
use crate::language::coref::names::name_mention::NameMention;
use crate::language::coref::ranking::buckets::{bucket, gender_bucket, kind_bucket};
use crate::language::coref::ranking::ranker::{Features, word};
use crate::language::coref::syntax::position::{self, Position};
use crate::language::coref::syntax::pronouns::Pronoun;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::{Classes, Gender};

/// A mention to be resolved, with the facts that the features of all its candidates share.
pub struct MentionContext {
    /// Token of the mention.
    pub at: usize,
    pub position: Position,
    pub quoted: bool,
    /// The attribution whose source the mention is.
    pub source: Option<usize>,
    pub gender: Gender,
    /// Entities named in the words of that attribution, each with a number for the way in which it is named.
    pub inside: Vec<(EntityId, u64)>,
    /// The entities that the source of the next turn names: see [`named_next_turn`].
    pub next_turn: Vec<Option<EntityId>>,
    /// The last word of the cue of that attribution, as the value of a feature. 0 if there is none.
    pub cue: u64,
    /// Whether that attribution follows a question.
    pub asked: bool,
    /// The writer of the document that the clause of the mention is about: see [`issuers::issuer_of_clause`].
    pub writer: Option<EntityId>,
}

impl MentionContext {
    /// The mention at token `at`, which may be the source of attribution `source`.
    pub fn new(
        discourse: &Discourse,
        at: usize,
        position: Position,
        gender: Gender,
        source: Option<usize>,
    ) -> MentionContext {
        let text = discourse.text;
        MentionContext {
            at,
            position,
            quoted: text.in_quotation(at),
            source,
            gender,
            inside: source.map_or_else(Vec::new, |index| named_inside(discourse, index)),
            next_turn: source.map_or_else(Vec::new, |index| named_next_turn(discourse, index)),
            cue: source.map_or(0, |index| text.cue_word(index)),
            asked: source.is_some_and(|index| text.follows_question(index)),
            writer: issuers::issuer_of_clause(text, at).and_then(|name| discourse.entity_of_name[name]),
        }
    }

    /// The way in which the words of the attribution name `id`: see [`named_inside`]. 0 if they do not.
    pub fn manner_inside(&self, id: EntityId) -> u64 {
        self.inside.iter().filter(|(other, _)| *other == id).map(|(_, manner)| *manner).max().unwrap_or(0)
    }
}

/// Adds the features of a candidate for a mention of any form. `rank` is the number of fitting candidates mentioned
/// after it.
pub fn common_features(
    discourse: &Discourse,
    context: &MentionContext,
    candidate: &RecentMention,
    rank: usize,
    out: &mut Features,
) {
    let article = discourse.text.article;
    let entity = &discourse.entities[candidate.entity];
    let ahead = candidate.at > context.at;
    let sentences = bucket(article.sentence(context.at).abs_diff(article.sentence(candidate.at)), 8);
    let blocks = bucket(article.block(context.at).abs_diff(article.block(candidate.at)), 6);
    let tokens = bucket(context.at.abs_diff(candidate.at), 11);
    let position = candidate.position as u64;
    let own_position = context.position as u64;
    let gender = gender_bucket(entity, context.gender);
    let source = u64::from(context.source.is_some());
    let quoted = u64::from(context.quoted) * 2 + u64::from(candidate.quoted);
    let names = bucket(discourse.frequency.count(candidate.entity), 6);
    let times = bucket(entity.times as usize, 6);
    let rank = bucket(rank, 6);
    let kind = kind_bucket(entity);
    let mention_type = candidate.mention_type as u64;
    let (ahead, near) = (u64::from(ahead), u64::from(blocks == 0));
    out.add(1, [ahead, sentences]);
    out.add(2, [ahead, blocks]);
    out.add(3, [ahead, tokens]);
    out.add(4, [position, mention_type]);
    out.add(5, [gender]);
    out.add(6, [quoted, mention_type]);
    out.add(7, [names]);
    out.add(8, [times]);
    out.add(9, [rank]);
    out.add(10, [kind]);
    out.add(11, [own_position, position, sentences.min(3), ahead]);
    out.add(12, [rank, sentences.min(5), near]);
    out.add(13, [gender, rank]);
    out.add(14, [source, position, sentences.min(3)]);
    out.add(15, [quoted, sentences.min(4), source]);
    out.add(16, [names, sentences.min(6)]);
    out.add(17, [mention_type, sentences.min(4), position]);
    // The last mentions by name and as a subject.
    let since = |at| sentences_since(discourse, context, at, 7);
    out.add(18, [since(candidate.named)]);
    out.add(19, [since(candidate.subject), own_position]);
    out.add(20, [since(candidate.subject), sentences.min(3), position]);
    out.add(21, [bucket(candidate.times as usize, 4), sentences.min(2)]);
    let first = entity.mentions.first().map_or(0, |mention| mention.span.start);
    let early = article.blocks().get(1).is_none_or(|block| first < block.span.start);
    out.add(22, [u64::from(early)]);
    // The last speaker, and the speaker of the words that contain the mention.
    let last_speaker = match discourse.salience.last_speaker {
        Some((id, block)) if id == candidate.entity => 1 + bucket(article.block(context.at).saturating_sub(block), 3),
        Some(_) => 8,
        None => 9,
    };
    out.add(23, [last_speaker, source]);
    out.add(24, [last_speaker, source, sentences.min(3), position]);
    let speaker = discourse.speaker_at(context.at);
    let addressed = discourse.salience.last_speakers.0.filter(|id| Some(*id) != speaker && context.quoted);
    out.add(25, [u64::from(speaker == Some(candidate.entity)), u64::from(speaker.is_some())]);
    out.add(26, [u64::from(addressed == Some(candidate.entity)), u64::from(addressed.is_some())]);
    out.add(27, [u64::from(discourse.narrator == Some(candidate.entity)), u64::from(context.quoted)]);
    out.add(28, [context.manner_inside(candidate.entity)]);
    if sentences == 0 {
        let (first, last) = (candidate.at.min(context.at), candidate.at.max(context.at));
        let clause = 2 * ahead + u64::from(position::one_clause(article, first, last));
        out.add(29, [clause, own_position, position]);
        out.add(30, [clause, own_position, position, mention_type]);
    }
    let next = article.entry(candidate.at + 1);
    out.add(31, [u64::from(next.is(Classes::SAY)), sentences.min(3)]);
    out.add(32, [u64::from(discourse.narrator.is_some()), mention_type, sentences.min(3)]);
    if let Some((id, at)) = discourse.salience.last_pronoun[context.gender as usize] {
        let ago = bucket(article.sentence(context.at).saturating_sub(article.sentence(at)), 4);
        out.add(33, [u64::from(id == candidate.entity), ago]);
        out.add(34, [u64::from(id == candidate.entity), ago, rank.min(2), sentences.min(3)]);
    }
}

/// The bucket, at most `most`, of the sentences between the mention to be resolved and token `at`. 9 if there is no
/// such token.
fn sentences_since(discourse: &Discourse, context: &MentionContext, at: Option<usize>, most: u64) -> u64 {
    let article = discourse.text.article;
    at.map_or(9, |at| bucket(article.sentence(context.at).abs_diff(article.sentence(at)), most))
}

/// The features of a candidate for a pronoun.
pub fn pronoun_features(
    discourse: &Discourse,
    pronoun: &Pronoun,
    context: &MentionContext,
    candidate: &RecentMention,
    rank: usize,
    fitting: usize,
) -> Features {
    let article = discourse.text.article;
    let mut out = Features::with_typical_capacity();
    common_features(discourse, context, candidate, rank, &mut out);
    let lower = word(article.lower(pronoun.at));
    let entity = &discourse.entities[candidate.entity];
    let sentences = article.sentence(context.at).abs_diff(article.sentence(candidate.at));
    out.add(40, [lower, kind_bucket(entity)]);
    out.add(41, [lower, bucket(sentences, 6)]);
    out.add(42, [u64::from(pronoun.reflexive), bucket(sentences, 1), candidate.position as u64]);
    out.add(43, [bucket(fitting, 4), bucket(rank, 3)]);
    out.add(44, [u64::from(article.opens_sentence(context.at)), candidate.position as u64, bucket(sentences, 3)]);
    out.add(45, [word(article.lower(context.at + 1)), candidate.position as u64, bucket(sentences, 1)]);
    out.add(46, [lower, gender_bucket(entity, context.gender), kind_bucket(entity)]);
    let kind = kind_bucket(entity);
    let speaks = spoke_last(discourse, context.at, candidate.entity);
    let source = u64::from(context.source.is_some());
    out.add(47, [reports(discourse, pronoun.at, candidate.entity), kind]);
    out.add(48, [speaks, source, kind]);
    out.add(49, [bucket(rank, 3), source, kind]);
    let topic = discourse.frequency.topic.map_or(2, |topic| u64::from(topic == candidate.entity));
    let subject = sentences_since(discourse, context, candidate.subject, 4);
    out.add(50, [topic, gender_bucket(entity, context.gender)]);
    out.add(51, [topic, bucket(sentences, 4), bucket(rank, 3)]);
    out.add(52, [topic, subject, u64::from(article.opens_sentence(context.at))]);
    // A paragraph that begins with “he” often continues with the person that began the paragraph before.
    let block = article.block(context.at);
    let opens = u64::from(discourse.salience.is_first_in(article, block));
    let opener = match discourse.salience.last_opener {
        Some((id, last)) if id == candidate.entity => 1 + bucket(block.saturating_sub(last), 2),
        Some((_, last)) => 4 + bucket(block.saturating_sub(last), 1),
        None => 6,
    };
    out.add(53, [opener, opens, source]);
    out.add(54, [opener, opens, speaks, topic]);
    out.add(55, [opener, opens, bucket(rank, 2), kind]);
    let next = speaks_next(&context.next_turn, candidate.entity);
    out.add(59, [next, source, kind]);
    out.add(67, [next, speaks, kind]);
    out.add(56, [opens, topic, subject, kind]);
    // “Where was it?” Ann asked. “In a shoe,” *she* answered: another person.
    let asked = u64::from(context.asked);
    out.add(68, [context.cue, speaks]);
    out.add(69, [asked, speaks, source, kind]);
    out.add(70, [asked, bucket(rank, 2), speaks]);
    // A biography keeps referring to its subject, above all at the beginning of a section.
    let frequency = &discourse.frequency;
    let lead =
        frequency.lead.filter(|(id, _)| *id == candidate.entity).map_or(0, |(_, defined)| 1 + u64::from(defined));
    let of_a_life = u64::from(frequency.lead.is_some_and(|(_, defined)| defined));
    let below_heading = opens * u64::from(is_below_heading(article, block));
    let share = frequency.share(candidate.entity, context.gender);
    let (linked, pronouns) = discourse.salience.pronoun_share(candidate.entity, context.gender);
    out.add(71, [lead, of_a_life, gender_bucket(entity, context.gender)]);
    out.add(72, [lead, of_a_life, opens, below_heading]);
    out.add(73, [share, bucket(rank, 2), kind]);
    out.add(74, [share, opens, below_heading, of_a_life]);
    out.add(75, [lead, of_a_life, share, bucket(sentences, 3)]);
    out.add(76, [linked, pronouns, kind]);
    out.add(77, [linked, pronouns, bucket(rank, 2), bucket(sentences, 2)]);
    out.add(78, [linked, pronouns, of_a_life, opens]);
    // “The judge read a letter from Ann Lee in which *she* begged for mercy”
    let wrote = context.writer.map_or(0, |writer| 1 + u64::from(writer == candidate.entity));
    out.add(79, [wrote, gender_bucket(entity, context.gender), kind]);
    let genre = discourse.text.genre;
    out.add(57, [genre, kind, bucket(rank, 3), source]);
    out.add(58, [genre, kind, candidate.mention_type as u64, bucket(sentences, 3)]);
    out
}

/// Whether a heading stands right before `block`.
fn is_below_heading(article: TokenizedArticle, block: usize) -> bool {
    let before = block.checked_sub(1).and_then(|before| article.blocks().get(before));
    before.is_some_and(|before| matches!(before.kind, BlockKind::Heading(_)))
}

/// Whether `id` spoke last before token `at`, as a number: 1 to 3, by the paragraphs since then, if so; 4 if another
/// entity did, 5 if none did.
pub fn spoke_last(discourse: &Discourse, at: usize, id: EntityId) -> u64 {
    match discourse.salience.last_speaker {
        Some((last, block)) if last == id => 1 + bucket(discourse.text.article.block(at).saturating_sub(block), 2),
        Some(_) => 4,
        None => 5,
    }
}

/// Whether `id` is the source of the paraphrase that contains the pronoun at token `at`, as a number. “The mayor said
/// *she* would resign”: the source is meant more often than not, above all by the first word.
fn reports(discourse: &Discourse, at: usize, id: EntityId) -> u64 {
    let text = discourse.text;
    let Some(index) = text.contents.reported_at(at).filter(|_| !text.in_quotation(at)) else { return 0 };
    let first = text.attributions[index].content.first().map(|&piece| text.article.tokens.within(piece).start);
    let opens = u64::from(first.is_some_and(|first| at <= first + 1));
    match discourse.speakers[index] {
        Some(speaker) if speaker.entity == id => 1 + opens,
        Some(_) => 3 + opens,
        None => 5,
    }
}

/// The features of the answer that the mention refers to none of the candidates.
pub fn nobody_features(discourse: &Discourse, context: &MentionContext, fitting: usize) -> Features {
    let article = discourse.text.article;
    let mut out = Features::with_typical_capacity();
    let lower = word(article.lower(context.at));
    out.add(60, []);
    out.add(61, [lower]);
    out.add(62, [bucket(fitting, 4)]);
    out.add(63, [u64::from(context.source.is_some()), u64::from(context.quoted)]);
    out.add(64, [u64::from(discourse.narrator.is_some()), u64::from(context.quoted)]);
    out.add(65, [lower, bucket(fitting, 2), u64::from(context.quoted)]);
    out.add(66, [discourse.text.genre, bucket(fitting, 2), u64::from(context.source.is_some())]);
    out
}

/// The entities named in the content of attribution `index`, each with a number for the way in which it is named. They
/// are rarely the *he* who says it.
pub fn named_inside(discourse: &Discourse, index: usize) -> Vec<(EntityId, u64)> {
    let text = discourse.text;
    let article = text.article;
    const LOOKED_AT: usize = 40;
    let attribution = &text.attributions[index];
    let mut inside = Vec::new();
    for span in &attribution.content {
        let range = article.tokens.within(*span);
        let first = text.names.partition_point(|name| name.whole.start < range.start);
        for (offset, name) in
            text.names[first..].iter().take_while(|name| name.whole.start < range.end).take(LOOKED_AT).enumerate()
        {
            let id = discourse
                .entity_of_name
                .get(first + offset)
                .copied()
                .flatten()
                .or_else(|| discourse.entity_at(name.name.start));
            // In “Moss had paid, he said” another person speaks; in “Moss’s plan, he said” Moss may.
            let subject = name.whole.start == range.start
                && position::position(article, name.whole.start, name.whole.end) == Position::Subject;
            let manner = match attribution.kind {
                Kind::Direct if is_called(article, name) => 5,
                Kind::Direct => 4,
                Kind::Mixed => 2,
                Kind::Indirect if subject => 3,
                Kind::Indirect => 1,
            };
            inside.extend(id.map(|id| (id, manner)));
        }
    }
    inside
}

/// Whether `name` stands between marks, as a form of address does: “Yes, *Ann*.”
pub fn is_called(article: TokenizedArticle, name: &NameMention) -> bool {
    let edge = |at: Option<usize>| at.is_none_or(|at| !article.is_word(at) && !article.is_possessive_ending(at));
    edge(name.whole.start.checked_sub(1)) && edge(Some(name.whole.end))
}

/// The entity of each name in the source of the direct speech after attribution `index`, as far as known.
pub fn named_next_turn(discourse: &Discourse, index: usize) -> Vec<Option<EntityId>> {
    let names = discourse.text.names_of_next_turn(index).unwrap_or_default();
    names.into_iter().map(|name| discourse.entity_of_name.get(name).copied().flatten()).collect()
}

/// Whether the source of the next turn names `id`, as a number: 2 if so, 1 if it names others, 0 if it names nobody.
/// Speakers who alternate are rarely the same person.
pub fn speaks_next(next_turn: &[Option<EntityId>], id: EntityId) -> u64 {
    match next_turn {
        [] => 0,
        named => 1 + u64::from(named.contains(&Some(id))),
    }
}
