//! [`Profile`]: the evidence of all articles about a person.

use super::person_attributes::{PersonAttributes, PersonName};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// The most entries of each list; the rarest go first.
const MAX_ENTRIES: usize = 48;
/// The default weight of an associate.
const USUAL: f64 = 0.5;

/// The appearance of a person in one article.
#[derive(Clone, Debug, Default)]
pub(super) struct Appearance {
    /// The name as the article writes it.
    pub written: String,
    pub name: PersonName,
    /// Whether it is a group or organisation, which is known by its name alone.
    pub is_body: bool,
    pub attributes: PersonAttributes,
    /// The people named in the same article, each by a hash of the name, with a weight, 0 to 1: people in very many
    /// articles weigh little.
    pub associates: Vec<(u32, f64)>,
    pub outlet: Option<i64>,
    /// The day of publication, since 1970.
    pub day: Option<i32>,
}

/// The evidence of all articles about a person. Each entry has the number of articles that give it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Profile {
    pub articles: u32,
    /// The names as written.
    pub names: Vec<(String, u32)>,
    pub generations: Vec<(String, u32)>,
    pub women: u32,
    pub men: u32,
    pub roles: Vec<(String, u32)>,
    pub affiliations: Vec<(String, u32)>,
    pub associates: Vec<(u32, u32)>,
    pub outlets: Vec<(i64, u32)>,
    pub days: Option<(i32, i32)>,
}

impl Profile {
    pub fn add(&mut self, appearance: &Appearance) {
        let PersonAttributes { is_woman, generation, roles, affiliations } = &appearance.attributes;
        self.articles += 1;
        count(&mut self.names, &appearance.written, 1);
        generation.iter().for_each(|generation| count(&mut self.generations, generation, 1));
        self.women += u32::from(*is_woman == Some(true));
        self.men += u32::from(*is_woman == Some(false));
        roles.iter().for_each(|role| count(&mut self.roles, role, 1));
        affiliations.iter().for_each(|name| count(&mut self.affiliations, name, 1));
        appearance.associates.iter().for_each(|(associate, _)| count(&mut self.associates, associate, 1));
        appearance.outlet.iter().for_each(|outlet| count(&mut self.outlets, outlet, 1));
        if let Some(day) = appearance.day {
            self.days = Some(self.days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
        }
        self.limit();
    }

    /// Removes an appearance that was added. The days stay, since the profile does not know which article was the
    /// first.
    pub fn remove(&mut self, appearance: &Appearance) {
        let PersonAttributes { is_woman, generation, roles, affiliations } = &appearance.attributes;
        self.articles = self.articles.saturating_sub(1);
        uncount(&mut self.names, &appearance.written);
        generation.iter().for_each(|generation| uncount(&mut self.generations, generation));
        self.women = self.women.saturating_sub(u32::from(*is_woman == Some(true)));
        self.men = self.men.saturating_sub(u32::from(*is_woman == Some(false)));
        roles.iter().for_each(|role| uncount(&mut self.roles, role));
        affiliations.iter().for_each(|name| uncount(&mut self.affiliations, name));
        appearance.associates.iter().for_each(|(associate, _)| uncount(&mut self.associates, associate));
        appearance.outlet.iter().for_each(|outlet| uncount(&mut self.outlets, outlet));
    }

    pub fn absorb(&mut self, other: &Profile) {
        self.articles += other.articles;
        self.women += other.women;
        self.men += other.men;
        merge(&mut self.names, &other.names);
        merge(&mut self.generations, &other.generations);
        merge(&mut self.roles, &other.roles);
        merge(&mut self.affiliations, &other.affiliations);
        merge(&mut self.associates, &other.associates);
        merge(&mut self.outlets, &other.outlets);
        self.days = match (self.days, other.days) {
            (Some((first, last)), Some((begin, end))) => Some((first.min(begin), last.max(end))),
            (one, other) => one.or(other),
        };
        self.limit();
    }

    /// All of the evidence as if from a single article.
    pub fn as_appearance(&self) -> Appearance {
        let written = self.name().to_owned();
        let keys = |list: &[(String, u32)]| list.iter().take(12).map(|(word, _)| word.clone()).collect();
        Appearance {
            name: PersonName::parse(&written).unwrap_or_default(),
            written,
            is_body: false,
            attributes: PersonAttributes {
                is_woman: self.is_woman(),
                generation: self.generation().map(str::to_owned),
                roles: keys(&self.roles),
                affiliations: keys(&self.affiliations),
            },
            associates: self.associates.iter().map(|(associate, _)| (*associate, USUAL)).collect(),
            outlet: self.outlets.first().map(|(outlet, _)| *outlet),
            day: self.days.map(|(first, last)| first + (last - first) / 2),
        }
    }

    /// The most frequent name; one with a given name before any with an initial or without.
    pub fn name(&self) -> &str {
        let letters = |name: &str| PersonName::parse(name).map_or(0, |name| name.first().chars().count().min(2));
        let best =
            self.names.iter().max_by_key(|(name, count)| (letters(name), name.contains(' '), *count, Reverse(name)));
        best.map_or("", |(name, _)| name)
    }

    pub fn is_woman(&self) -> Option<bool> {
        (self.women != self.men).then_some(self.women > self.men)
    }

    pub fn generation(&self) -> Option<&str> {
        self.generations.iter().max_by_key(|(_, count)| *count).map(|(generation, _)| generation.as_str())
    }

    fn limit(&mut self) {
        limit(&mut self.names);
        limit(&mut self.roles);
        limit(&mut self.affiliations);
        limit(&mut self.associates);
        limit(&mut self.outlets);
    }
}

fn count<T: Clone + PartialEq>(list: &mut Vec<(T, u32)>, what: &T, by: u32) {
    match list.iter_mut().find(|(known, _)| known == what) {
        Some((_, count)) => *count += by,
        None => list.push((what.clone(), by)),
    }
}

fn uncount<T: PartialEq>(list: &mut Vec<(T, u32)>, what: &T) {
    if let Some(at) = list.iter().position(|(known, _)| known == what) {
        list[at].1 -= 1;
        if list[at].1 == 0 {
            list.remove(at);
        }
    }
}

fn merge<T: Clone + PartialEq>(list: &mut Vec<(T, u32)>, other: &[(T, u32)]) {
    other.iter().for_each(|(what, by)| count(list, what, *by));
}

/// Keeps the most frequent entries, once there are twice as many.
fn limit<T>(list: &mut Vec<(T, u32)>) {
    if list.len() >= 2 * MAX_ENTRIES {
        list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        list.truncate(MAX_ENTRIES);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profile_additions_can_be_removed() {
        let appearance = |name: &str, role: &str| Appearance {
            written: name.into(),
            name: PersonName::parse(name).unwrap(),
            is_body: false,
            attributes: PersonAttributes::new(name, Some(role), std::iter::empty()),
            associates: vec![(1, 1.0), (2, 0.5)],
            outlet: Some(3),
            day: Some(4),
        };
        let mut profile = Profile::default();
        profile.add(&appearance("Ada Quill", "mayor of Ludlow"));
        let before = profile.clone();
        profile.add(&appearance("A. Quill", "mayor"));
        profile.remove(&appearance("A. Quill", "mayor"));
        assert_eq!(profile, before);
        let mut both = before.clone();
        both.absorb(&before);
        assert_eq!((both.articles, both.name()), (2, "Ada Quill"));
        for number in 0..500 {
            profile.add(&appearance(&format!("Ada {number} Quill"), "mayor"));
        }
        assert!(profile.names.len() < 2 * MAX_ENTRIES);
    }
}
