//! Transcripts, interviews, records and chats with labels of every form. Each file in `tests/transcripts` has several
//! texts of one form, separated by `=====`. After a line of `-----` come the expected turns: the speaker (`?` if
//! unknown), a colon, and words of the turn; `-` marks words that nobody says.

use onrecord::formats::{self, Hint};
use onrecord::language::{Kind, analyse};
use std::path::{Path, PathBuf};

/// Turns with the right speaker, in percent.
const RIGHT: usize = 97;

/// A turn that was not found as expected.
pub struct Wrong {
    expected: String,
    found: String,
}

/// The files of transcripts, sorted.
pub fn files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir("tests/transcripts").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The number of expected turns of `text`, in a file with this extension, and those that are wrong.
pub fn read(text: &str, turns: &str, ending: &str) -> (usize, Vec<Wrong>) {
    let hint = Hint { name: Some(format!("a.{ending}")), ..Hint::default() };
    let article = formats::article(text.as_bytes().to_vec(), &hint).unwrap();
    let analysis = analyse(&article);
    let said: Vec<(String, String)> = analysis
        .quotations
        .iter()
        .filter(|quotation| quotation.kind != Kind::Indirect)
        .map(|quotation| {
            let words: Vec<&str> = quotation.content.iter().map(|&span| article.slice(span)).collect();
            let speaker = quotation.speaker.map_or("?", |speaker| analysis.people[speaker].name.as_str());
            (words.join(" ").split_whitespace().collect::<Vec<_>>().join(" "), speaker.to_lowercase())
        })
        .collect();
    let mut wrong = Vec::new();
    let mut all = 0;
    for turn in turns.lines().filter(|line| !line.trim().is_empty()) {
        let (speaker, words) = turn.split_once(": ").unwrap_or_else(|| panic!("{turn}"));
        let holding: Vec<&str> =
            said.iter().filter(|(said, _)| said.contains(words)).map(|(_, speaker)| speaker.as_str()).collect();
        let right = match speaker {
            "-" => holding.is_empty(),
            speaker => holding.iter().any(|found| found.contains(&speaker.to_lowercase())),
        };
        all += 1;
        if !right {
            wrong.push(Wrong { expected: turn.to_owned(), found: holding.join(", ") });
        }
    }
    (all, wrong)
}

/// The texts in the file at `path`, with their turns.
pub fn sections(path: &Path) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(path).unwrap();
    let sections = text.split("\n=====\n").map(|section| {
        let (text, turns) = section.split_once("\n-----\n").unwrap_or_else(|| panic!("{}", path.display()));
        (format!("{text}\n"), turns.to_owned())
    });
    sections.collect()
}

#[test]
fn nearly_all_turns_have_the_right_label() {
    let (mut all, mut missed) = (0, 0);
    let mut told = String::new();
    for path in files() {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap();
        for (nth, (text, turns)) in sections(&path).iter().enumerate() {
            let (count, wrong) = read(text, turns, ending);
            all += count;
            missed += wrong.len();
            for Wrong { expected, found } in &wrong {
                told += &format!("{} {}: {expected} [{found}]\n", path.display(), nth + 1);
            }
            // One turn of a short text may be wrong.
            assert!(wrong.len() * 4 < count.max(5), "{told}");
        }
    }
    assert!(all > 800 && missed * 100 <= all * (100 - RIGHT), "{missed} of {all}\n{told}");
}
