//! Features of the candidates for the speaker of an utterance: the speakers around it, its source, the people addressed
//! in it and mentioned nearby.

use crate::article::BlockKind;
use crate::language::coref::antecedents::mention_features;
use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::EntityId;
use crate::language::coref::names::name_mention::NameMention;
use crate::language::coref::ranking::buckets::{bucket, gender_bucket, kind_bucket};
use crate::language::coref::ranking::ranker::{Features, word};
use crate::language::coref::speakers::nearby_mentions::NearbyMention;
use crate::language::coref::speakers::utterances::Utterance;
use crate::language::coref::syntax::descriptions;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::{Classes, Gender};

/// An utterance with its neighbours.
#[derive(Clone, Copy)]
pub struct Context<'u> {
    pub utterances: &'u [Utterance],
    /// Index of the utterance.
    pub at: usize,
    pub round: u64,
    pub nearby: &'u [NearbyMention],
}

impl<'u> Context<'u> {
    fn utterance(&self) -> &'u Utterance {
        &self.utterances[self.at]
    }

    /// The utterance this many before it.
    fn back(&self, by: usize) -> Option<&'u Utterance> {
        self.at.checked_sub(by).and_then(|at| self.utterances.get(at))
    }

    /// The utterance this many after it.
    fn ahead(&self, by: usize) -> Option<&'u Utterance> {
        self.utterances.get(self.at + by)
    }

    /// The bucket of the blocks between two utterances. 9 if one is missing.
    fn gap(before: Option<&Utterance>, after: Option<&Utterance>) -> u64 {
        match (before, after) {
            (Some(before), Some(after)) => bucket(after.first_block.saturating_sub(before.last_block), 5),
            _ => 9,
        }
    }

    fn gap_before(&self) -> u64 {
        Self::gap(self.back(1), Some(self.utterance()))
    }

    fn gap_after(&self) -> u64 {
        Self::gap(Some(self.utterance()), self.ahead(1))
    }

    /// Whether it fills its blocks, as a number.
    fn shape(&self) -> u64 {
        u64::from(self.utterance().opens_block) * 2 + u64::from(self.utterance().ends_block)
    }

    fn length(&self) -> u64 {
        bucket(self.utterance().end - self.utterance().start, 9)
    }

    /// The distance and the confidence of the source, as a number.
    fn source(&self) -> u64 {
        self.utterance().source.map_or(0, |source| 1 + source.distance * 8 + source.confidence)
    }

    /// Whether `id` is the speaker of `utterance`, and whether a source there names the speaker, as a number.
    fn speaks(utterance: Option<&Utterance>, id: EntityId) -> u64 {
        utterance.map_or(3, |utterance| match utterance.entity {
            Some(other) => (if other == id { 1 } else { 2 }) + u64::from(!utterance.is_tagged()) * 4,
            None => 0,
        })
    }
}

/// The features of `id`, or of “no speaker”, as the speaker of the utterance of `context`.
pub fn features(discourse: &Discourse, context: &Context, id: Option<EntityId>) -> Features {
    let mut out = Features::with_typical_capacity();
    let Some(id) = id else {
        no_speaker_features(discourse, context, &mut out);
        return out;
    };
    let kind = kind_bucket(&discourse.entities[id]);
    out.add(10, [kind]);
    out.add(11, [u64::from(discourse.narrator == Some(id)), context.round]);
    out.add(12, [bucket(discourse.frequency.count(id), 6)]);
    out.add(13, [discourse.text.genre, kind]);
    out.add(14, [kind, context.shape(), context.gap_before().min(2)]);
    sequence_features(context, id, &mut out);
    source_features(discourse, context, id, &mut out);
    address_features(discourse, context, id, &mut out);
    nearby_features(discourse, context, id, &mut out);
    let one = Context::speaks(context.back(1), id);
    let gap_before = context.gap_before().min(2);
    let is_list_item = |utterance: &Utterance| is_list_item(discourse.text.article, utterance.first_block);
    let item = is_list_item(context.utterance()) && context.back(1).is_some_and(is_list_item);
    let beside = subject_beside(discourse, context.utterance());
    let is_source = context.utterance().source.map_or(2, |source| u64::from(source.entity == id));
    // “Where was it?” is answered by another speaker, “he added” goes on.
    let asked = u64::from(context.back(1).is_some_and(|last| last.asks));
    let next_one = Context::speaks(context.ahead(1), id);
    out.add(83, [asked, one, gap_before]);
    out.add(84, [u64::from(context.utterance().asks), next_one, context.gap_after().min(2)]);
    out.add(85, [context.utterance().cue, one, gap_before.min(1)]);
    out.add(86, [context.utterance().first_word, one, gap_before.min(1)]);
    out.add(80, [beside.map_or(2, |beside| u64::from(beside == id)), is_source]);
    out.add(64, [u64::from(item), one, gap_before]);
    out.add(65, [context.length(), one, gap_before]);
    out
}

fn no_speaker_features(discourse: &Discourse, context: &Context, out: &mut Features) {
    let shape = context.shape();
    out.add(8, [context.source()]);
    out.add(1, [context.round]);
    out.add(2, [context.gap_before(), context.gap_after()]);
    out.add(3, [shape, context.length()]);
    out.add(4, [bucket(context.nearby.len(), 4), shape]);
    out.add(5, [lead(discourse.text.article, context), shape]);
    let open = context.back(1).is_some_and(|last| last.entity.is_none());
    out.add(6, [u64::from(open), context.gap_before().min(2)]);
    out.add(7, [u64::from(discourse.narrator.is_some())]);
    out.add(9, [discourse.text.genre, shape]);
}

/// The subject of a verb of speech right beside the utterance: “Ann Lee said, ‘…’”, “‘…,’ said Ann Lee”.
fn subject_beside(discourse: &Discourse, utterance: &Utterance) -> Option<EntityId> {
    let article = discourse.text.article;
    let says = |at: usize| article.is(at, Classes::SAY);
    let mark = |at: usize| matches!(article.text(at), "," | ":");
    let before = || {
        let last = utterance.start.checked_sub(1)?;
        let verb = if mark(last) { last.checked_sub(1)? } else { last };
        let subject = verb.checked_sub(1).filter(|&at| says(verb) && article.together(at))?;
        discourse.eventual_entity_at(subject)
    };
    let after = || {
        let first = utterance.end + usize::from(mark(utterance.end));
        let inverted = says(first);
        let subject = first + usize::from(inverted);
        let id = (subject..subject + SUBJECT).find_map(|at| discourse.eventual_entity_at(at))?;
        let verb = (subject..subject + 2 * SUBJECT).find(|&at| says(at) || !article.is_word(at));
        (inverted || verb.is_some_and(says)).then_some(id)
    };
    before().or_else(after)
}

/// The most tokens of a subject before the first word that names it.
const SUBJECT: usize = 3;

/// The mark before the block of the utterance, as a number.
fn lead(article: TokenizedArticle, context: &Context) -> u64 {
    let start = article.tokens.block(context.utterance().first_block).start;
    start.checked_sub(1).map_or(0, |at| match article.text(at) {
        ":" => 1,
        "," => 2,
        _ => 0,
    })
}

/// Adds features of the source, and of the gender of its pronoun.
fn source_features(discourse: &Discourse, context: &Context, id: EntityId, out: &mut Features) {
    let utterance = context.utterance();
    let (one, two) = (Context::speaks(context.back(1), id), Context::speaks(context.back(2), id));
    let (next_one, next_two) = (Context::speaks(context.ahead(1), id), Context::speaks(context.ahead(2), id));
    let (gap_before, gap_after) = (context.gap_before().min(2), context.gap_after().min(2));
    let source = context.source();
    let is_source = u64::from(utterance.source.is_some_and(|source| source.entity == id));
    out.add(70, [is_source, source]);
    out.add(71, [is_source, source, utterance.source.map_or(9, |source| source.mention_type as u64)]);
    out.add(72, [is_source, source, context.shape()]);
    out.add(73, [is_source, source, one, gap_before]);
    out.add(74, [is_source, source, two, gap_before]);
    let Some(source) = utterance.source else { return };
    let gender = gender_bucket(&discourse.entities[id], source.gender);
    let mention_type = source.mention_type as u64;
    out.add(75, [mention_type, gender, source.distance]);
    out.add(76, [mention_type, gender, is_source, source.distance.min(1)]);
    out.add(77, [mention_type, is_source, one, two, gap_before]);
    out.add(78, [mention_type, is_source, next_one, next_two, gap_after]);
    let named = u64::from(utterance.named.contains(&id));
    out.add(79, [mention_type, is_source, named, is_addressed(discourse, utterance, id)]);
}

/// Adds features of the names in the utterances: a person who is addressed does not speak, but answers next.
fn address_features(discourse: &Discourse, context: &Context, id: EntityId, out: &mut Features) {
    let (last, next) = (context.back(1), context.ahead(1));
    let names = |utterance: &Utterance| utterance.named.contains(&id);
    let here = u64::from(names(context.utterance()));
    let there = u64::from(last.is_some_and(names));
    let then = u64::from(next.is_some_and(names));
    let (one, two) = (Context::speaks(context.back(1), id), Context::speaks(context.back(2), id));
    out.add(40, [here, is_addressed(discourse, context.utterance(), id)]);
    let addressed_before = last.map_or(0, |last| is_addressed(discourse, last, id));
    out.add(41, [there, addressed_before, context.gap_before().min(2)]);
    out.add(42, [then, context.gap_after().min(2)]);
    out.add(43, [here, there, then, one, two]);
    let next_one = Context::speaks(next, id);
    let (gap_before, gap_after) = (context.gap_before().min(2), context.gap_after().min(2));
    let addressed_after = next.map_or(0, |next| is_addressed(discourse, next, id));
    out.add(44, [addressed_after, then, gap_after, next_one]);
    let called = |utterance: &Utterance| called_by_noun(discourse, utterance, id);
    let (here, there, then) = (called(context.utterance()), last.map_or(0, called), next.map_or(0, called));
    out.add(45, [here]);
    out.add(46, [there, gap_before]);
    out.add(47, [there, gap_before, one]);
    out.add(48, [then, gap_after]);
    out.add(49, [then, gap_after, next_one]);
}

/// Whether a vocative of `utterance` may call `id`, as a number: 0 without a vocative, 1 if it is of the other gender,
/// 2 if a gender is unknown, 3 if it is of the same gender, 4 if `id` is described by that noun.
fn called_by_noun(discourse: &Discourse, utterance: &Utterance, id: EntityId) -> u64 {
    let article = discourse.text.article;
    let entity = &discourse.entities[id];
    let fits = |&at: &usize| {
        let named = entity.key.is_empty() && entity.name.clone().any(|own| article.symbol(own) == article.symbol(at));
        let role =
            || entity.roles.iter().any(|role| descriptions::same_role(article, role.clone(), article.lower(at)) == 2);
        if named || role() {
            return 4;
        }
        match (descriptions::gender_of(article, at), entity.likely_gender()) {
            (one, other) if one.conflicts_with(other) => 1,
            (Gender::Unknown, _) | (_, Gender::Unknown) => 2,
            _ => 3,
        }
    };
    utterance.vocatives.iter().map(fits).max().unwrap_or(0)
}

/// Adds features of the nearest mentions before and after.
fn nearby_features(discourse: &Discourse, context: &Context, id: EntityId, out: &mut Features) {
    let article = discourse.text.article;
    let utterance = context.utterance();
    let (one, two) = (Context::speaks(context.back(1), id), Context::speaks(context.back(2), id));
    let (shape, lead, gap_before) = (context.shape(), lead(article, context), context.gap_before().min(2));
    let own = || context.nearby.iter().filter(|nearby| nearby.entity == id);
    let before = own().find(|nearby| nearby.at < utterance.start);
    let after = own().find(|nearby| nearby.at >= utterance.end);
    let mut sides = [0; 2];
    for ((number, near), side) in (0..).zip([before, after]).zip(&mut sides) {
        let Some(near) = near else {
            out.add(50, [number, shape]);
            continue;
        };
        let (edge, edge_block) = match number {
            0 => (utterance.start, utterance.first_block),
            _ => (utterance.end, utterance.last_block),
        };
        let blocks = bucket(article.block(near.at).abs_diff(edge_block), 3);
        let edge_sentence = article.sentence(edge.min(article.len().saturating_sub(1)));
        let sentences = bucket(article.sentence(near.at).abs_diff(edge_sentence), 4);
        let rank = bucket(near.rank, 6);
        let (position, cut_off) = (near.position as u64, u64::from(near.cut_off));
        let verb = article.entry(near.at + 1);
        let acts = u64::from(verb.is(Classes::SAY)) + 2 * u64::from(verb.is(Classes::HUMAN_VERB));
        *side = 1 + position + 4 * blocks.min(1);
        out.add(66, [number, u64::from(near.quoted), bucket(near.rank, 7)]);
        out.add(51, [number, blocks, rank, cut_off]);
        out.add(52, [number, blocks, position, sentences]);
        out.add(53, [number, bucket(near.at.abs_diff(edge), 8), blocks]);
        out.add(54, [number, near.mention_type as u64, position, blocks.min(1)]);
        out.add(55, [number, shape, blocks, rank, position]);
        out.add(56, [number, lead, blocks, position, rank]);
        out.add(57, [number, cut_off, one, rank.min(2), blocks]);
        out.add(58, [number, acts, blocks.min(1)]);
        out.add(59, [number, word(article.lower(near.at + 1)), blocks.min(1)]);
    }
    let person_rank = person_rank(discourse, context, id);
    out.add(67, [person_rank, one, gap_before]);
    let is_source = u64::from(utterance.source.is_some_and(|source| source.entity == id));
    out.add(68, [person_rank, is_source, context.source()]);
    out.add(69, [person_rank, two]);
    out.add(60, sides);
    out.add(61, [sides[0], one, gap_before]);
    out.add(62, [sides[1], one, shape]);
    out.add(63, [sides[0], two, gap_before]);
}

/// The bucket of the rank of `id` among the people mentioned before, the nearest first. 9 if it is not among them.
fn person_rank(discourse: &Discourse, context: &Context, id: EntityId) -> u64 {
    let start = context.utterance().start;
    let mut people =
        context.nearby.iter().filter(|near| near.at < start && discourse.entities[near.entity].is_person());
    let mut seen: Vec<EntityId> = Vec::new();
    let rank = people.find_map(|near| {
        if !seen.contains(&near.entity) {
            seen.push(near.entity);
        }
        (near.entity == id).then_some(seen.len())
    });
    rank.map_or(9, |rank| bucket(rank, 6))
}

/// Whether `id` is addressed by name in `utterance`, as a number: the name stands between marks, or at an end.
pub fn is_addressed(discourse: &Discourse, utterance: &Utterance, id: EntityId) -> u64 {
    let article = discourse.text.article;
    let first = discourse.text.names.partition_point(|name| name.whole.start < utterance.start);
    let calls = |(offset, name): (usize, &NameMention)| {
        let given = discourse.entity_of_name.get(first + offset).copied().flatten();
        given == Some(id) && mention_features::is_called(article, name)
    };
    let within =
        discourse.text.names[first..].iter().take_while(|name| name.whole.start < utterance.end).take(12).enumerate();
    u64::from(within.into_iter().any(calls))
}

/// Whether the block is an item of a list.
fn is_list_item(article: TokenizedArticle, block: usize) -> bool {
    let kind = article.blocks().get(block).map(|block| block.kind);
    kind.is_some_and(BlockKind::is_item)
        || matches!(article.text(article.tokens.block(block).start), "•" | "*" | "-" | "–" | "·")
}

/// Adds features of the speakers of the utterances before and after.
fn sequence_features(context: &Context, id: EntityId, out: &mut Features) {
    let round = context.round;
    let back = |by: usize| Context::speaks(context.back(by), id);
    let ahead = |by: usize| Context::speaks(context.ahead(by), id);
    let (one, two, three) = (back(1), back(2), back(3));
    let (next_one, next_two, next_three) = (ahead(1), ahead(2), ahead(3));
    let (gap_before, gap_after) = (context.gap_before(), context.gap_after());
    let gap_two = Context::gap(context.back(2), context.back(1));
    let gap_next_two = Context::gap(context.ahead(1), context.ahead(2));
    let touches = context.back(1).is_some_and(|last| last.end + 2 >= context.utterance().start);
    out.add(20, [one, gap_before, context.shape()]);
    out.add(21, [two, gap_before.min(3), gap_two.min(3)]);
    out.add(22, [three, gap_before.min(2), gap_two.min(2)]);
    out.add(23, [next_one, gap_after, round]);
    out.add(24, [next_two, gap_after.min(3), gap_next_two.min(3), round]);
    out.add(25, [next_three, gap_after.min(2), gap_next_two.min(2), round]);
    out.add(26, [one, two, gap_before.min(2), gap_two.min(2)]);
    out.add(27, [one, next_one, gap_before.min(2), gap_after.min(2)]);
    out.add(28, [two, next_two, gap_before.min(2), gap_after.min(2)]);
    out.add(29, [one, two, next_one, next_two, round]);
    out.add(30, [one, two, three, gap_before.min(2)]);
    out.add(31, [back(4), gap_before.min(2)]);
    out.add(32, [one, gap_before, u64::from(touches)]);
}
