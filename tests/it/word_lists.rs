//! The word lists: each names its source, is sorted, has no word twice, and explains every class in its head. No class
//! stands in two lists, and no words of a class stand in the code.

use crate::layers::files;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The lines of each list in `folder` with its name: those of its head, and the others.
fn lists(folder: &str) -> Vec<(String, Vec<String>, Vec<String>)> {
    let paths = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
    let list = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        let (head, words) = text.lines().map(str::to_owned).partition(|line: &String| line.starts_with('#'));
        (path.file_stem().unwrap().to_string_lossy().into_owned(), head, words)
    };
    let paths = paths.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).map(|path| list(&path)).collect()
}

#[track_caller]
fn assert_sorted_once<'w>(name: &str, words: impl Iterator<Item = &'w str>) {
    let words: Vec<&str> = words.collect();
    assert!(!words.is_empty(), "{name}");
    for pair in words.windows(2) {
        assert!(pair[0] < pair[1], "{name}: {} before {}", pair[0], pair[1]);
    }
}

/// The words that begin the line of a head that tells where its words are from.
const SOURCES: [&str; 3] = ["Collected by hand", "Source", "Fitted"];

#[test]
fn words_are_unique_and_classes_explained() {
    let lists = lists("assets/words");
    assert!(lists.len() > 15);
    let of_the_encoder = self::lists("assets/encoder").into_iter().filter(|(name, ..)| name == "words");
    for (name, head, lines) in &lists.into_iter().chain(of_the_encoder).collect::<Vec<_>>() {
        assert!(head.iter().any(|line| SOURCES.iter().any(|source| line.contains(source))), "{name}: no source");
        let split = |line: &'_ String| line.split_once('\t').map(|(word, tags)| (word.to_owned(), tags.to_owned()));
        let entries: Vec<(String, String)> = lines.iter().filter_map(split).collect();
        assert_eq!(entries.len(), lines.len(), "{name}: a line without a class");
        assert_sorted_once(name, entries.iter().map(|(word, _)| word.as_str()));
        // The words behind those of a table are forms, not classes.
        if head.iter().any(|line| line.contains("the classes it belongs to:")) {
            let explained: Vec<&str> =
                head.iter().filter_map(|line| Some(line.strip_prefix("# ")?.split_once(": ")?.0)).collect();
            for (word, tags) in &entries {
                let tags: Vec<&str> = tags.split(' ').collect();
                assert!(tags.iter().all(|tag| explained.contains(tag)), "{name}: {word}");
                assert!((1..tags.len()).all(|at| !tags[at..].contains(&tags[at - 1])), "{name}: {word}");
                let cased = tags
                    .iter()
                    .any(|tag| ["name-prefix", "compound-prefix", "clitic", "elided-particle"].contains(tag));
                assert!(cased || *word == word.to_ascii_lowercase(), "{name}: {word}");
            }
        }
    }
}

#[test]
fn names_and_common_words_are_unique() {
    for (name, head, lines) in lists("assets/people") {
        assert!(head.iter().any(|line| SOURCES.iter().any(|source| line.contains(source))), "{name}: no source");
        // Groups of nouns are in the order of their meaning; their own test holds that no noun is in two.
        if !["identity", "noun_groups"].contains(&name.as_str()) {
            assert_sorted_once(&name, lines.iter().map(|line| line.split(' ').next().unwrap()));
        }
    }
}

/// The classes of the lists in `assets/words`: for each its lists, and its words.
fn classes() -> BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> {
    let spread = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/language/lexical/word_classes.rs"));
    let (spread, group) = (spread.unwrap(), Regex::new(r#"(?s)\n    \[([^\]]*)\] \{(.*?)\n    \}"#).unwrap());
    let (mut classes, quoted) = (BTreeMap::new(), Regex::new(r#""([\w-]+)""#).unwrap());
    let in_quotes = |text: &str| quoted.captures_iter(text).map(|found| found[1].to_owned()).collect::<BTreeSet<_>>();
    // `function` is a class of the lexicon.
    let function = ["function_words", "pronouns", "determiners"].map(str::to_owned);
    let mut groups: Vec<(BTreeSet<String>, BTreeSet<String>)> = vec![(function.into(), ["function".to_owned()].into())];
    groups.extend(group.captures_iter(&spread).map(|found| (in_quotes(&found[1]), in_quotes(&found[2]))));
    for (name, head, lines) in lists("assets/words") {
        if !head.iter().any(|line| line.contains("the classes it belongs to:")) {
            continue;
        }
        for (word, tags) in lines.iter().filter_map(|line| line.split_once('\t')) {
            for tag in tags.split(' ') {
                let of_several = groups.iter().any(|(lists, tags)| lists.contains(&name) && tags.contains(tag));
                let class = if of_several { tag.to_owned() } else { format!("{name}/{tag}") };
                let (lists, words): &mut (BTreeSet<_>, BTreeSet<_>) = classes.entry(class).or_default();
                lists.insert(name.clone());
                words.insert(word.to_owned());
            }
        }
    }
    classes
}

#[test]
fn a_class_has_the_name_of_its_constant() {
    let declared = Regex::new(r#"\b([A-Z][A-Z_]*) = "([\w-]+)""#).unwrap();
    let in_the_lexicon = Regex::new(r#"\("([\w-]+)", Classes::([A-Z_]+)\)"#).unwrap();
    let mut count = 0;
    let mut check = |constant: &str, tag: &str| {
        assert_eq!(tag, constant.to_lowercase().replace('_', "-"), "assets/words");
        count += 1;
    };
    for file in files("src").iter().filter(|file| file.shipped().contains("word_classes! {")) {
        declared.captures_iter(file.shipped()).for_each(|found| check(&found[1], &found[2]));
    }
    for file in files("src").iter().filter(|file| file.path.ends_with("lexicon.rs")) {
        in_the_lexicon.captures_iter(file.shipped()).for_each(|found| check(&found[2], &found[1]));
    }
    assert!(count > 250, "{count} classes are found");
}

/// Classes of different lists that share most of their words, and yet are two notions.
const ALLOWED: [(&str, &str, &str); 12] = [
    ("abbreviations/abbreviation", "times/month-start", "a full stop ends no sentence; the name of a month"),
    ("determiners/definite", "pronouns/demonstrative-pronoun", "“this plan”, “this”"),
    ("determiners/demonstrative", "pronouns/demonstrative-pronoun", "“this plan”, “this”"),
    ("determiners/description-opener", "pronouns/demonstrative-pronoun", "“this plan”, “this”"),
    ("determiners/description-opener", "pronouns/possessive", "before a description; of somebody"),
    ("determiners/determiner", "pronouns/demonstrative-pronoun", "“this plan”, “this”"),
    ("determiners/determiner", "pronouns/possessive", "before a noun; of somebody"),
    ("documents/writing-verb", "quotations/channel", "“to email”, “an email”"),
    ("function_words/clause-about-whom", "pronouns/who", "openers of a clause, some of which are pronouns"),
    ("function_words/after-head", "pronouns/who", "the end of a noun phrase, where a pronoun may follow"),
    ("function_words/ends-description", "pronouns/who", "the same for descriptions"),
    ("labels/not-speaker", "mails/mail-field", "labels of any kind; those of a mail"),
];

#[test]
fn classes_are_in_one_list() {
    /// Fewer words in common are chance.
    const FEW: usize = 4;
    let mut classes = classes();
    assert!(classes.len() > 250, "classes are found");
    // Stop words are of all classes; they only concern the scores.
    assert!(classes.remove("scoring/stop-word").is_some());
    for (number, (one, (lists, words))) in classes.iter().enumerate() {
        for (other, (other_lists, other_words)) in classes.iter().skip(number + 1) {
            let shared = words.intersection(other_words).count();
            let most = shared >= FEW && shared * 4 >= words.len().min(other_words.len()) * 3;
            let known = ALLOWED.iter().any(|(first, second, _)| first == one && second == other);
            let alike = most && lists.is_disjoint(other_lists);
            assert!(!alike || known, "{one} and {other}: {shared} words in common; is it one class?");
        }
    }
    for (one, other, _) in ALLOWED {
        assert!(classes.contains_key(one) && classes.contains_key(other), "{one}, {other}");
    }
}

/// The folders of `src` that are searched for lists of words. The others name commands, fields, colours and the like.
const SEARCHED: [&str; 8] =
    ["article/", "formats/", "language/", "layout/", "library/", "record/", "text/", "train/tagger/"];

/// Files with other lists of strings, and what these strings are.
const OTHER_STRINGS: [(&str, &str); 32] = [
    ("article/word_lists.rs", "names of word lists"),
    ("formats/epub/package.rs", "elements and namespaces of EPUB"),
    ("formats/epub/xml.rs", "entities of XML"),
    ("formats/feed/item.rs", "schemes of addresses"),
    ("formats/feed/json.rs", "fields of JSON Feed"),
    ("formats/feed/repair.rs", "elements of RSS and Atom"),
    ("formats/html/addresses.rs", "schemes of addresses"),
    ("formats/html/class_names.rs", "attributes of HTML, and names of classes"),
    ("formats/html/dom_blocks.rs", "elements of HTML"),
    ("formats/html/elements.rs", "elements of HTML"),
    ("formats/html/extract.rs", "elements, attributes and roles of HTML"),
    ("formats/html/metadata.rs", "names of metadata, and types of schema.org"),
    ("formats/html/mod.rs", "schemes of addresses"),
    ("formats/html/outline.rs", "elements of HTML"),
    ("formats/html/reveal.rs", "elements and attributes of HTML"),
    ("formats/html/tables.rs", "elements of HTML"),
    ("formats/html/xhtml.rs", "elements and entities of HTML"),
    ("formats/mail.rs", "fields of mail headers"),
    ("formats/markdown.rs", "fields of front matter"),
    ("formats/pdf/glyphs.rs", "parts of the names of bold fonts"),
    ("formats/sniff.rs", "media types"),
    ("formats/subtitles.rs", "blocks, tags and colours of WebVTT"),
    ("language/attribute/patterns/foreign.rs", "codes of languages"),
    ("language/lexical/language.rs", "codes of languages"),
    ("language/lexical/word_classes.rs", "names of word lists"),
    ("library/articles/recent.rs", "SQL"),
    ("library/exchange.rs", "parts of messages of the JSON parser"),
    ("library/identity/person_attributes.rs", "spellings of a sound in transliterated names"),
    ("library/search/hits.rs", "SQL"),
    ("library/search/query.rs", "fields of a search and their values"),
    ("text/day.rs", "the months in the order of their numbers"),
    ("train/tagger/report.rs", "columns of a table"),
];

/// Words of grammar that many rules name, each for itself.
const GRAMMATICAL: [&str; 6] = ["and", "by", "of", "that", "the", "to"];

/// The most places at which rules compare with one and the same word.
const FEW_PLACES: usize = 3;

#[test]
fn the_code_has_no_word_lists() {
    let two = Regex::new(r#"" ?\p{L}[\p{L}’'.][^"\n]*"\s*[|,]\s*" ?\p{L}[\p{L}’'.]"#).unwrap();
    assert!(two.is_match(r#"["from", "by"]"#) && two.is_match(r#""min" | "mins""#));
    assert!(!two.is_match(r#"["“", "«"], "Q" | "A""#));
    let arms = Regex::new(r#""\p{L}{2,}"( if [^\n]*)? =>[^\n]*\n\s*"\p{L}{2,}"( if [^\n]*)? =>"#).unwrap();
    assert!(
        arms.is_match("\"he\" => 1,\n    \"her\" if a(b) => 2,") && !arms.is_match("\"he\" => 1,\n    \"“\" => 2,")
    );
    let compared = Regex::new(r#"(?:[!=]= |&\[)"(\p{Ll}{2,})""#).unwrap();
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files("src") {
        if !SEARCHED.iter().any(|folder| file.path.starts_with(folder)) || file.path.ends_with("tests.rs") {
            continue;
        }
        let list = [&two, &arms].iter().find_map(|list| list.find(file.shipped())).map(|found| found.as_str());
        if let Some((_, other)) = OTHER_STRINGS.iter().find(|(path, _)| *path == file.path) {
            assert!(list.is_some(), "{}: no list of {other} is left, so it needs no exception", file.path);
        } else {
            assert_eq!(list, None, "{}: lists of words belong to assets/words", file.path);
            for found in compared.captures_iter(file.shipped()) {
                places.entry(found[1].to_owned()).or_default().push(file.path.clone());
            }
        }
    }
    assert!(places.len() > 10, "comparisons are found");
    for (word, places) in places.iter().filter(|(word, _)| !GRAMMATICAL.contains(&word.as_str())) {
        assert!(places.len() <= FEW_PLACES, "“{word}” belongs to a class in assets/words: {places:?}");
    }
}
