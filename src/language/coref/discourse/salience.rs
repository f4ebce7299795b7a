//! [`Salience`]: the last mentions and speakers in one pass through the text.

use crate::language::coref::entities::EntityId;
use crate::language::coref::mention::MentionType;
use crate::language::coref::syntax::position::Position;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::Gender;
use rustc_hash::FxHashMap;

/// Entities whose last mention is remembered.
pub const REMEMBERED: usize = 24;

/// The last mention of an entity.
#[derive(Clone, Copy, Debug)]
pub struct RecentMention {
    pub entity: EntityId,
    /// First token.
    pub at: usize,
    pub position: Position,
    /// Whether it stands in a speaker's own words.
    pub quoted: bool,
    pub mention_type: MentionType,
    /// Token of the entity's last mention by name.
    pub named: Option<usize>,
    /// Token of the entity's last mention as a subject of the narration.
    pub subject: Option<usize>,
    /// Number of consecutive mentions of the entity, up to this one.
    pub times: u32,
}

impl RecentMention {
    /// The mention at token `at` of an entity that was not mentioned lately.
    pub fn not_recent(entity: EntityId, at: usize) -> RecentMention {
        RecentMention {
            entity,
            at,
            position: Position::Possessive,
            quoted: false,
            mention_type: MentionType::Name,
            named: None,
            subject: None,
            times: 0,
        }
    }
}

/// The recent mentions and speakers.
#[derive(Default)]
pub struct Salience {
    /// The last mentions of the entities mentioned last, the latest at the end.
    pub recent: Vec<RecentMention>,
    /// The last speaker of the narration, and their block.
    pub last_speaker: Option<(EntityId, usize)>,
    /// The entity that was the subject of the latest opening mention of a paragraph, and that paragraph.
    pub last_opener: Option<(EntityId, usize)>,
    /// The last two speakers whose own words contained a mention: the one before last, and the last.
    pub last_speakers: (Option<EntityId>, Option<EntityId>),
    /// The antecedent of the last pronoun of each gender, and the pronoun's token.
    pub last_pronoun: [Option<(EntityId, usize)>; 3],
    /// The number of pronouns of each gender so far, and for how many of them each entity is the antecedent.
    pub pronouns: [u32; 3],
    pub pronouns_of: FxHashMap<EntityId, u32>,
    /// The antecedent of the last description with a head noun, and the description's token.
    pub last_described: FxHashMap<u32, (EntityId, usize)>,
}

impl Salience {
    /// Makes `mention` the last one of its entity.
    pub fn record_mention(&mut self, mut mention: RecentMention, article: TokenizedArticle) {
        let old = self.recent.iter().position(|known| known.entity == mention.entity);
        if let Some(old) = old {
            let alone = old + 1 == self.recent.len();
            let last = self.recent.remove(old);
            mention.named = mention.named.or(last.named);
            mention.subject = mention.subject.or(last.subject);
            mention.times += if alone { last.times } else { 0 };
            // Within a sentence the better position stays: “Ann lost her keys when …”.
            if article.sentence(last.at) == article.sentence(mention.at) && last.position == Position::Subject {
                mention.position = Position::Subject;
                mention.quoted &= last.quoted;
            }
        } else if self.recent.len() >= REMEMBERED {
            self.recent.remove(0);
        }
        self.recent.push(mention);
    }

    /// Notes that the antecedent of the pronoun of `gender` at token `at` is `entity`.
    pub fn note_pronoun(&mut self, entity: EntityId, gender: Gender, at: usize) {
        self.last_pronoun[gender as usize] = Some((entity, at));
        self.pronouns[gender as usize] += 1;
        *self.pronouns_of.entry(entity).or_default() += 1;
    }

    /// The share of `entity` in the antecedents of the pronouns of `gender` so far, in quarters, and a bucket of their
    /// number, 0 to 3.
    pub fn pronoun_share(&self, entity: EntityId, gender: Gender) -> (u64, u64) {
        const PARTS: u32 = 4;
        let all = self.pronouns[gender as usize];
        let own = self.pronouns_of.get(&entity).copied().unwrap_or(0);
        let share = (own * PARTS).checked_div(all).unwrap_or(0).min(PARTS);
        (share.into(), u64::from(all > 0) + u64::from(all > 2) + u64::from(all > 6))
    }

    /// Whether `block`, the last one, has no mention so far.
    pub fn is_first_in(&self, article: TokenizedArticle, block: usize) -> bool {
        self.recent.last().is_none_or(|last| article.block(last.at) != block)
    }

    /// Notes that a mention stands in the words of `speaker`.
    pub fn record_speaker(&mut self, speaker: EntityId) {
        if self.last_speakers.1 != Some(speaker) {
            self.last_speakers = (self.last_speakers.1, Some(speaker));
        }
    }
}
