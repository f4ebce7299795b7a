//! Groups the names of the whole text by bearer into entities, before any mention is resolved: a surname in the first
//! line finds the full name in the tenth.

use crate::language::coref::clustering::entity_type::{Classifier, EntityType, Occurrence, Overlap};
use crate::language::coref::entities::{Entities, EntityId, acronym};
use crate::language::coref::names::generation::Generation;
use crate::language::coref::names::name_mention::NameMention;
use crate::language::lexical::lexicon::{Classes, Gender};
use crate::language::lexical::word_classes::PLACE_PREPOSITION;
use crate::language::lexical::{TokenizedArticle, WordShape};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// The context of the names of a text.
pub struct NameContext<'s> {
    /// The sources of the attributions, sorted.
    pub sources: &'s [Span],
    /// Whether each block capitalises every word.
    pub title_case: &'s [bool],
}

impl NameContext<'_> {
    /// Whether a source begins with `name`, a determiner aside.
    fn is_source(&self, article: TokenizedArticle, name: &NameMention) -> bool {
        let span = article.span(name.whole.clone());
        let next = self.sources.partition_point(|source| source.end <= span.start);
        self.sources.get(next).is_some_and(|source| source.start <= span.start + 2 && source.overlaps(span))
    }

    fn is_title_case(&self, article: TokenizedArticle, name: &NameMention) -> bool {
        self.title_case.get(article.block(name.whole.start)).copied().unwrap_or(false)
    }
}

/// The entities that `names` name, and the entity of each name where it does not depend on the place. Names that run on
/// into other words are cut.
pub fn cluster(
    article: TokenizedArticle,
    names: &mut [NameMention],
    context: &NameContext,
    classifier: &mut Classifier,
) -> (Entities, Vec<Option<EntityId>>) {
    names.iter_mut().filter(|name| names_thing_behind(article, name)).for_each(|name| name.shorten(article, 2));
    let mut entities = Entities::default();
    let clusters = Clusters::new(article, names, context);
    let mut by_key = clusters.full_names(&mut entities, classifier);
    clusters.single_words(&mut entities, &mut by_key, classifier);
    let by_key = by_key.owned();
    let of_name = assign(article, names, &mut entities, &by_key);
    (entities, of_name)
}

/// The entities that bear a name, by the symbols of its words (`K`).
#[derive(Default)]
struct NameIndex<K> {
    by_key: FxHashMap<K, EntityId>,
    /// People who are distinguished by their generation.
    by_generation: FxHashMap<(K, Generation), EntityId>,
}

impl<'n> NameIndex<&'n [u32]> {
    fn insert(&mut self, key: &'n [u32], generation: Option<Generation>, id: EntityId) {
        match generation {
            Some(generation) => {
                self.by_generation.insert((key, generation), id);
                self.by_key.entry(key).or_insert(id);
            }
            None => drop(self.by_key.insert(key, id)),
        }
    }

    fn owned(self) -> NameIndex<Box<[u32]>> {
        NameIndex {
            by_key: self.by_key.into_iter().map(|(key, id)| (key.into(), id)).collect(),
            by_generation: self.by_generation.into_iter().map(|((key, of), id)| ((key.into(), of), id)).collect(),
        }
    }
}

impl NameIndex<Box<[u32]>> {
    fn get(&self, key: &[u32], generation: Option<Generation>) -> Option<EntityId> {
        let of = generation.and_then(|generation| self.by_generation.get(&(key.into(), generation)));
        of.or_else(|| self.by_key.get(key)).copied()
    }
}

/// Names with the same words.
struct Cluster<'n> {
    key: &'n [u32],
    generation: Option<Generation>,
    /// Indices of the names.
    names: Vec<usize>,
}

/// All names of a text by their words, in order of first mention.
struct Clusters<'n, 'a> {
    article: TokenizedArticle<'a>,
    names: &'n [NameMention],
    context: &'n NameContext<'n>,
    all: Vec<Cluster<'n>>,
    keys: FxHashSet<&'n [u32]>,
    /// The words of names of several words.
    parts: FxHashSet<u32>,
}

impl<'n, 'a> Clusters<'n, 'a> {
    fn new(article: TokenizedArticle<'a>, names: &'n [NameMention], context: &'n NameContext<'n>) -> Clusters<'n, 'a> {
        // Names of one word are distinguished by title: Mr. Bennet is not Mrs. Bennet.
        let title = |name: &NameMention| match name.key.len() {
            1 => (name.gender, name.honorific),
            _ => (Gender::Unknown, None),
        };
        let mut by_key: FxHashMap<_, Vec<usize>> = FxHashMap::default();
        for (index, name) in names.iter().enumerate() {
            by_key.entry((name.key.as_slice(), name.generation, title(name))).or_default().push(index);
        }
        let cluster = |((key, generation, _), names)| Cluster { key, generation, names };
        let mut all: Vec<Cluster> = by_key.into_iter().map(cluster).collect();
        all.sort_by_key(|cluster| cluster.names.first().copied());
        let keys = all.iter().map(|cluster| cluster.key).collect();
        let long = all.iter().filter(|cluster| cluster.key.len() > 1);
        let parts = long.flat_map(|cluster| cluster.key.iter().copied()).collect();
        Clusters { article, names, context, all, keys, parts }
    }

    fn first(&self, cluster: &Cluster) -> &'n NameMention {
        &self.names[cluster.names[0]]
    }

    fn classify(&self, cluster: &Cluster, classifier: &mut Classifier) -> EntityType {
        let Cluster { key, names, .. } = cluster;
        let occurrences: Vec<Occurrence> = names
            .iter()
            .map(|&index| {
                let name = &self.names[index];
                let source = self.context.is_source(self.article, name);
                Occurrence { name, source, title_case: self.context.is_title_case(self.article, name) }
            })
            .collect();
        let overlap = Overlap {
            within: key.len() == 1 && self.parts.contains(&key[0]),
            extends: key.len() > 2 && self.keys.contains(&key[..key.len() - 1]),
        };
        classifier.classify(self.article, &occurrences, overlap)
    }

    /// Whether all names of `cluster` stand in blocks that capitalise every word.
    fn is_in_title_case(&self, cluster: &Cluster) -> bool {
        cluster.names.iter().all(|&index| self.context.is_title_case(self.article, &self.names[index]))
    }

    /// Adds the bearers of names of several words, people before organisations; gives them by name.
    fn full_names(&self, entities: &mut Entities, classifier: &mut Classifier) -> NameIndex<&'n [u32]> {
        // “Ann Lee Grills Bank Chief”: where every word has a capital, a name runs on into its neighbours. It is known
        // by a name elsewhere that is part of it.
        let elsewhere = self.all.iter().filter(|cluster| cluster.key.len() > 1 && !self.is_in_title_case(cluster));
        let elsewhere: FxHashSet<&[u32]> = elsewhere.map(|cluster| cluster.key).collect();
        let runs_on = |cluster: &Cluster| {
            let mut lengths = 2..cluster.key.len();
            self.is_in_title_case(cluster)
                && lengths.any(|length| cluster.key.windows(length).any(|part| elsewhere.contains(part)))
        };
        let full = self.all.iter().filter(|cluster| cluster.key.len() > 1 && !runs_on(cluster));
        let typed: Vec<(&Cluster, EntityType)> =
            full.map(|cluster| (cluster, self.classify(cluster, classifier))).collect();
        let of_type = |wanted: EntityType| typed.iter().filter(move |(_, found)| *found == wanted);
        let mut by_key = NameIndex::default();
        for (cluster, _) in of_type(EntityType::Person) {
            let id = entities.full_name(self.article, self.first(cluster));
            by_key.insert(cluster.key, cluster.generation, id);
        }
        let is_acronym = |cluster: &Cluster| acronym(self.article, self.first(cluster)).is_some();
        for (cluster, _) in of_type(EntityType::Organisation).filter(|(cluster, _)| !is_acronym(cluster)) {
            let id = entities.organisation(self.article, self.first(cluster).name.clone());
            by_key.insert(cluster.key, None, id);
        }
        // “The Dock Workers” are the Dock Workers of America, if those are the only ones.
        let mut longer: FxHashMap<&[u32], Option<EntityId>> = FxHashMap::default();
        for (long, _) in of_type(EntityType::Organisation) {
            let id = by_key.by_key.get(long.key).copied();
            for words in words_before_of(self.article, self.first(long)) {
                let short = long.key.get(..words).unwrap_or(long.key);
                longer.entry(short).and_modify(|only| *only = None).or_insert(id);
            }
        }
        for (short, _) in
            of_type(EntityType::Organisation).filter(|(short, _)| is_plural(self.article, self.first(short)))
        {
            if let Some(&Some(id)) = longer.get(short.key) {
                by_key.insert(short.key, None, id);
            }
        }
        // “S.E.C.” is short for one of them.
        for (cluster, found) in typed.iter().filter(|(cluster, _)| is_acronym(cluster)) {
            let name = self.first(cluster);
            match entities.long_form(self.article, name) {
                Some(id) => by_key.insert(cluster.key, None, id),
                None if *found == EntityType::Organisation => {
                    let id = entities.organisation(self.article, name.name.clone());
                    by_key.insert(cluster.key, None, id);
                }
                None => {}
            }
        }
        by_key
    }

    /// Adds the bearers of one-word names that no entity has yet.
    fn single_words(&self, entities: &mut Entities, by_key: &mut NameIndex<&'n [u32]>, classifier: &mut Classifier) {
        let article = self.article;
        for cluster in self.all.iter().filter(|cluster| cluster.key.len() == 1) {
            let name = self.first(cluster);
            let found = self.classify(cluster, classifier);
            if !entities.bearers(article, name).is_empty() {
                continue;
            }
            // “Orwick” after “Orwick Dynamics”: no person in the text has it as a surname.
            let entry = article.entry(name.name.start);
            let titled = cluster.names.iter().any(|&index| self.names[index].titled);
            let bare = entry.given < 2 && !titled && !entry.is(Classes::PLACE.or(Classes::FAMED));
            if bare
                && let Some(id) = entities.longer_name(article, name)
                && entities[id].name.start < name.name.start
            {
                by_key.insert(cluster.key, None, id);
                continue;
            }
            match found {
                EntityType::Person => {
                    entities.add_person(article, cluster.key.to_vec(), name);
                }
                EntityType::Organisation => {
                    let known = entities.long_form(article, name);
                    let id = known.unwrap_or_else(|| entities.organisation(article, name.name.clone()));
                    by_key.insert(cluster.key, None, id);
                }
                EntityType::Other => {}
            }
        }
    }
}

/// Whether the last word of `name` is a plural.
fn is_plural(article: TokenizedArticle, name: &NameMention) -> bool {
    article.is(name.name.end - 1, Classes::PLURAL.or(Classes::PEOPLE))
}

/// The number of words before each *of* in `name`.
fn words_before_of<'a>(article: TokenizedArticle<'a>, name: &NameMention) -> impl Iterator<Item = usize> + 'a {
    let words = name.name.clone().filter(move |&at| article.is_word(at)).enumerate();
    words.filter(move |&(_, at)| article.lower(at) == "of").map(|(before, _)| before)
}

/// The entity of each name: the one that has all its words, or the only one that has a single word of it.
fn assign(
    article: TokenizedArticle,
    names: &mut [NameMention],
    entities: &mut Entities,
    by_key: &NameIndex<Box<[u32]>>,
) -> Vec<Option<EntityId>> {
    let mut of_name = vec![None; names.len()];
    for (name, of_name) in names.iter_mut().zip(&mut of_name) {
        // “The Andy Warhol Foundation” mentions him as well.
        let unknown = by_key.get(&name.key, name.generation).is_none();
        if unknown
            && let Some(end) = (2..name.key.len()).rev().find(|&end| by_key.get(&name.key[..end], None).is_some())
        {
            name.shorten(article, end);
        } else if unknown && entities.opens_with_surname(article, name) {
            name.shorten(article, 1);
        }
        let only_bearer = || match entities.bearers(article, name)[..] {
            [only] if name.key.len() == 1 && !stands_for_place(article, name) => Some(only),
            _ => None,
        };
        *of_name = by_key.get(&name.key, name.generation).or_else(only_bearer);
        if let Some(id) = *of_name {
            entities[id].learn_from_title(article, name);
        }
    }
    of_name
}

/// Whether the name refers to a place, although a person in the text has it too: “in Washington”, “the Washington
/// mayor”.
pub fn stands_for_place(article: TokenizedArticle, name: &NameMention) -> bool {
    let at = name.name.start;
    let before = name.whole.start.checked_sub(1);
    article.is(at, Classes::PLACE)
        && !name.titled
        && before.is_some_and(|before| article.together(before) && article.is(before, &PLACE_PREPOSITION))
}

/// Whether a common given name and a surname stand before words for a thing that is no organisation and no place:
/// “Jennifer Lopez News”, “the Jeff McBride Experience”.
fn names_thing_behind(article: TokenizedArticle, name: &NameMention) -> bool {
    let tokens: Vec<usize> = name.name.clone().filter(|&at| article.is_word(at)).collect();
    let [given, surname, thing @ ..] = &tokens[..] else { return false };
    let away = Classes::ORG.or(Classes::PLACE_HEAD).or(Classes::PLACE).or(Classes::DOC).or(Classes::HUMAN);
    let common = |&at: &usize| {
        let entry = article.entry(at);
        article.shape(at) == WordShape::Capital && entry.is(Classes::COMMON) && entry.given == 0 && !entry.is(away)
    };
    name.key.len() == tokens.len()
        && !thing.is_empty()
        && article.entry(*given).given >= 3
        && article.entry(*surname).surname >= 2
        && !article.is(*given, Classes::COMMON.or(Classes::PLACE))
        && !article.is(*surname, Classes::COMMON.or(away))
        && thing.iter().all(common)
}
