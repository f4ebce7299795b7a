//! [`Colours`]: a colour, a hue and a letter for each speaker, which stay theirs, by name, when a new analysis arrives.
//! Neighbours never share one while another is free.

use crate::reader::state::document::remap::Remap;
use crate::record::{PersonId, Record};
use crate::text::width;
use std::collections::{HashMap, HashSet};

/// Colours that every theme has for speakers.
pub const COLOURS: usize = 10;

/// Hues of the first [`COLOURS`] numbers, in degrees: a tenth of the circle apart, the first ones far from each other.
const HUES: [f32; COLOURS] = [240.0, 60.0, 168.0, 348.0, 96.0, 276.0, 24.0, 132.0, 204.0, 312.0];
/// Degrees from one further hue to the next: the golden angle, which keeps any number of hues apart.
const GOLDEN_ANGLE: f32 = 137.508;
/// Hues that a new speaker may choose from, and the degrees beyond which a neighbour's is far enough.
const HUE_CHOICES: usize = 12;
const FAR_APART: f32 = 60.0;

/// The look of a speaker, as numbers that a theme turns into colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpeakerStyle {
    /// A colour below [`COLOURS`], for terminals that have few.
    pub colour: usize,
    /// A hue of their own, for terminals with true colour; the first [`COLOURS`] are the same as the colours.
    pub hue: usize,
    /// A letter, for terminals where colours do not distinguish all speakers.
    pub letter: char,
}

/// The angle of hue number `number`, in degrees.
pub fn angle(number: usize) -> f32 {
    match number.checked_sub(COLOURS) {
        None => HUES[number],
        Some(further) => (further as f32).mul_add(GOLDEN_ANGLE, 310.0) % 360.0,
    }
}

/// The styles of the speakers, by name.
#[derive(Debug, Default)]
pub struct Colours {
    given: HashMap<String, SpeakerStyle>,
}

impl Colours {
    /// The style of a person; `None` for a person who says nothing.
    pub fn style_of(&self, record: &Record, person: PersonId) -> Option<SpeakerStyle> {
        self.given.get(&record.people().get(person)?.name).copied()
    }

    /// Takes a new record: a person whose name changed keeps their colour, and every new speaker gets one.
    pub fn remap(&mut self, to: &Remap) {
        let (before, after) = (to.before(), to.after());
        for person in before.speakers() {
            let new = to.person(person).and_then(|id| Some(after.people().get(id)?.name.clone()));
            let had = self.style_of(before, person);
            if let Some((new, had)) = new.zip(had) {
                self.given.entry(new).or_insert(had);
            }
        }
        self.give(after);
    }

    /// Gives every new speaker of `record` the least used colour and letter that no neighbour has, and an unused hue
    /// far from the neighbours'.
    fn give(&mut self, record: &Record) {
        let neighbours = neighbours(record);
        let mut used = [0; COLOURS];
        let mut hues: HashSet<usize> = HashSet::new();
        let mut letters: HashMap<char, usize> = HashMap::new();
        for look in record.speakers().filter_map(|person| self.style_of(record, person)) {
            used[look.colour % COLOURS] += 1;
            hues.insert(look.hue);
            *letters.entry(look.letter).or_default() += 1;
        }
        // No hue below this one is free.
        let mut first = 0;
        for person in record.speakers() {
            if self.style_of(record, person).is_some() {
                continue;
            }
            let beside =
                neighbours.get(&person).into_iter().flatten().filter_map(|&other| self.style_of(record, other));
            let beside: Vec<SpeakerStyle> = beside.collect();
            let taken: HashSet<usize> = beside.iter().map(|look| look.colour).collect();
            let free = |colour: &usize| (taken.contains(colour), used[*colour], *colour);
            let colour = (0..COLOURS).min_by_key(free).unwrap_or_default();
            while hues.contains(&first) {
                first += 1;
            }
            let hue = if hues.contains(&colour) { far_hue(first, &hues, &beside) } else { colour };
            let name = &record.people()[person].name;
            let taken: HashSet<char> = beside.iter().map(|look| look.letter).collect();
            let free = |letter: &char| (taken.contains(letter), letters.get(letter).copied().unwrap_or(0));
            let letter = letters_of(name).min_by_key(free).unwrap_or('A');
            used[colour] += 1;
            hues.insert(hue);
            *letters.entry(letter).or_default() += 1;
            self.given.insert(name.clone(), SpeakerStyle { colour, hue, letter });
        }
    }
}

/// Among the next unused hues from `first` on, the first that is far from the hues of the speakers `beside`, else the
/// farthest.
fn far_hue(first: usize, had: &HashSet<usize>, beside: &[SpeakerStyle]) -> usize {
    let apart = |number: usize| {
        let between = |look: &SpeakerStyle| {
            let turn = (angle(number) - angle(look.hue)).abs();
            turn.min(360.0 - turn)
        };
        beside.iter().map(between).fold(FAR_APART, f32::min)
    };
    let free = (first..).filter(|number| !had.contains(number)).take(HUE_CHOICES);
    free.reduce(|best, next| if apart(next) > apart(best) { next } else { best }).unwrap_or(first)
}

/// Letters for a person of this name, the best first: initials from the last name on, the other letters, then any; if
/// all capitals are taken, also lower-case letters and digits.
fn letters_of(name: &str) -> impl Iterator<Item = char> {
    let words: Vec<&str> = name.split_whitespace().rev().collect();
    let fits = |c: char| {
        let mut upper = c.to_uppercase();
        let one = upper.next().filter(|_| upper.next().is_none())?;
        (one.is_alphabetic() && width(one.encode_utf8(&mut [0; 4])) == 1).then_some(one)
    };
    let initials: Vec<char> = words.iter().filter_map(|word| word.chars().find_map(fits)).collect();
    let others: Vec<char> = words.iter().flat_map(|word| word.chars().filter_map(fits)).collect();
    initials.into_iter().chain(others).chain('A'..='Z').chain('a'..='z').chain('1'..='9')
}

/// The speakers beside each speaker: before or after them in the text, or in the panel.
fn neighbours(record: &Record) -> HashMap<PersonId, HashSet<PersonId>> {
    let said: Vec<PersonId> = record.quotations().iter().filter_map(|quotation| quotation.speaker).collect();
    let listed: Vec<PersonId> = record.speakers().collect();
    let mut neighbours: HashMap<PersonId, HashSet<PersonId>> = HashMap::new();
    for pair in said.windows(2).chain(listed.windows(2)) {
        if let &[one, other] = pair
            && one != other
        {
            neighbours.entry(one).or_default().insert(other);
            neighbours.entry(other).or_default().insert(one);
        }
    }
    neighbours
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;
    use crate::language::analyse;
    use crate::record;

    #[test]
    fn neighbours_differ_in_colour_and_letter_and_everyone_in_hue() {
        let letters = |n: usize| format!("{}{}", char::from(b'a' + (n / 26) as u8), char::from(b'a' + (n % 26) as u8));
        let names: Vec<String> = (0..500).map(|n| format!("Ada M{}rova", letters(n))).collect();
        let turns = (0..1500).map(|n| format!("“It is {n} o’clock,” said {}.\n\n", names[n * 7 % names.len()]));
        let article = plain::article(turns.collect());
        let record = record::build(&article, analyse(&article), &[]);
        assert!(record.speakers().count() > 400);
        let mut colours = Colours::default();
        colours.give(&record);
        for (person, beside) in neighbours(&record) {
            for other in beside {
                let [one, two] = [person, other].map(|id| colours.style_of(&record, id).unwrap());
                assert!(one.colour != two.colour && one.letter != two.letter, "{person} and {other}");
            }
        }
        let hues: HashSet<usize> =
            record.speakers().filter_map(|id| Some(colours.style_of(&record, id)?.hue)).collect();
        assert_eq!(hues.len(), record.speakers().count());
    }

    #[test]
    fn sixty_speakers_have_a_letter_each() {
        let name =
            |n: usize| format!("Ada M{}{}rova", char::from(b'a' + (n / 8) as u8), char::from(b'a' + (n % 8) as u8));
        let article = plain::article((0..60).map(|n| format!("“It is {n} o’clock,” said {}.\n\n", name(n))).collect());
        let record = record::build(&article, analyse(&article), &[]);
        let mut colours = Colours::default();
        colours.give(&record);
        let letters: HashSet<char> =
            record.speakers().filter_map(|id| Some(colours.style_of(&record, id)?.letter)).collect();
        assert_eq!(letters.len(), record.speakers().count());
        assert!(letters.len() > 50);
    }

    #[test]
    fn letters_are_initials_where_they_are_free() {
        for (name, letters) in [("Ada Quill", "QA"), ("de la Cruz", "CLD"), ("大江", "AB"), ("Élan ßo", "OÉ")] {
            let found: String = letters_of(name).take(letters.chars().count()).collect();
            assert_eq!(found, letters, "{name}");
        }
    }
}
