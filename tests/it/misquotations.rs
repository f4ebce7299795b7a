//! `onrecord check` and `onrecord library audit`: misquotations, and who is quoted how much.

use crate::run::{Folder, Run, run};
use onrecord::article::plain;
use onrecord::library::{Audit, AuditedSource, Day, Library, LibraryQuery, PreparedArticle, SourceKey};
use onrecord::record::PersonKind;
use std::path::{Path, PathBuf};

const ARTICLES: [[&str; 3]; 4] = [
    [
        "https://bay.example/mill",
        "2026-03-02",
        "“I will not close the mill this year,” said Ilse Brandvold, the mayor. “The school stays open until June,” \
         Brandvold said later.\n\nA senior official said the mill was losing money.",
    ],
    [
        "https://coast.example/mill",
        "2026-03-01",
        "Mayor Ilse Brandvold said: “I will not close the mill this year.” The union said it was relieved.",
    ],
    [
        "https://hill.example/mill",
        "2026-03-05",
        "“I will never close the mill this year,” Ilse Brandvold told reporters.",
    ],
    ["https://hill.example/well", "2026-03-06", "“Every well in the valley is dry,” said Tom Orr, a farmer."],
];

fn filled(folder: &Folder) -> PathBuf {
    let path = folder.path("library.sqlite");
    let ready = ARTICLES.map(|[address, date, text]| {
        let mut article = plain::article(text.to_owned());
        article.meta.published = Some(date.into());
        article.meta.url = Some(address.into());
        let analysis = onrecord::language::analyse(&article);
        PreparedArticle::new(SourceKey::named(address), &article, analysis, &[])
    });
    Library::open(&path).unwrap().store(&ready).unwrap();
    path
}

fn library<'a>(path: &'a Path, arguments: &[&'a str]) -> Run {
    run(arguments.iter().copied().chain(["--library", path.to_str().unwrap()]), b"")
}

#[test]
fn misquotations_are_found_with_their_difference() {
    let folder = Folder::new();
    let path = filled(&folder);
    for (given, expected) in [
        ("I will not close the mill this year", &["the same words", "will [-never-] {+not+} close"][..]),
        (
            "I will close the mill this year",
            &["I will [-not-] close the mill this year", "leaves out “not”", "leaves out “never”"],
        ),
        ("every well is not dry", &["Tom Orr, farmer", "{+not+} dry", "adds “not”"]),
        ("I will not close the mill this year, the school stays open", &["‖", "joins what stands apart"]),
        ("zebras dance at midnight", &["No match in the library."]),
        ("?!", &["No match in the library."]),
    ] {
        let out = library(&path, &["check", given]).out;
        for words in expected {
            assert!(out.contains(words), "{given}: {words}: {out}");
        }
    }
    let found = Library::open(&path).unwrap().alike("I will not close the mill this year", &[], 10).unwrap();
    let hosts: Vec<&str> = found[0].reports.iter().map(|report| report.key.as_str()).collect();
    assert_eq!(hosts, ["https://coast.example/mill", "https://bay.example/mill"]);
    assert_eq!(found[0].speaker.as_ref().unwrap().name, "Ilse Brandvold");
    assert!(found[0].closeness == 1.0 && found.len() == 2);

    let other = library(&path, &["check", "--by", "Orr", "I will not close the mill this year"]).out;
    assert!(other.contains("Not said by Orr."), "{other}");
    let same = library(&path, &["check", "--by", "brandvold", "I will not close the mill this year"]).out;
    assert!(!same.contains("Not said by"), "{same}");
    let rows = library(&path, &["check", "I will close the mill this year", "--format", "jsonl"]).records();
    assert_eq!(rows.len(), 3);
    assert_eq!((&rows[0]["negation"], &rows[0]["reports"]), (&"not".into(), &2.into()));
    assert!(library(&path, &["check", &"mill ".repeat(20_000)]).status == Some(0));
}

/// Keeps one article with these words, and checks what is said of those that are given.
#[track_caller]
fn said_of(text: &str, given: &str, expected: &[&str], unexpected: &[&str]) {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let article = plain::article(text.to_owned());
    let analysis = onrecord::language::analyse(&article);
    let ready = PreparedArticle::new(SourceKey::named("/a.txt"), &article, analysis, &[]);
    Library::open(&path).unwrap().store(&[ready]).unwrap();
    let out = library(&path, &["check", given]).out;
    for words in expected {
        assert!(out.contains(words), "{given}: {words}: {out}");
    }
    for words in unexpected {
        assert!(!out.contains(words), "{given}: {words}: {out}");
    }
    let csv = library(&path, &["check", given, "--format", "csv"]).out;
    assert_eq!(csv.lines().nth(1).unwrap().starts_with("100,"), out.contains("the same words"), "{given}: {csv}");
}

#[test]
fn words_cut_out_of_their_sentence_are_not_the_same() {
    let stole = "“I never said I stole the money,” said Odd Brekke, a senator.";
    said_of(
        stole,
        "I stole the money",
        &["[-I never said-] I stole", "leaves out “never”", "cut out of"],
        &["the same"],
    );
    let resign = "“I will resign if the court finds me guilty. The court is fair,” said Odd Brekke, a senator.";
    said_of(resign, "I will resign", &["I will resign [-if the court finds me guilty-]"], &["the same", "fair"]);
    said_of(resign, "I will resign if the court finds me guilty", &["the same words"], &["fair", "[-"]);
    let vote = "“I will vote for the harbour bill in May,” said Odd Brekke, a senator.";
    said_of(vote, "I will vote for the harbour bill in June", &["in [-May-] {+June+}"], &["the same words"]);
    said_of(vote, "You will vote for the harbour bill in May", &["[-I-] {+You+} will"], &["the same words"]);
}

#[test]
fn words_said_later_do_not_count_as_added() {
    let dam = "“The dam is sound and the gates are closed,” said Ilse Brook, a dam keeper. “Go home.”";
    said_of(
        dam,
        "The dam is sound. Go home.",
        &["The dam is sound [-and the gates are closed-] Go home"],
        &["{+", "the same words"],
    );
    let two = "“We pay every bill,” said Ada Lom, a baker. “I never sell on Sundays,” said Tom Rott, a grocer.";
    said_of(
        two,
        "We pay every bill and I never sell on Sundays",
        &["{+We pay every bill and+} I never", "Ada Lom", "We pay every bill {+and I never sell on Sundays+}"],
        &[],
    );
}

#[test]
fn sources_are_counted() {
    let folder = Folder::new();
    let path = filled(&folder);
    let library_ = Library::open(&path).unwrap();
    let audit = library_.audit(&LibraryQuery::default()).unwrap();
    assert_eq!(audit.articles, 4);
    assert_eq!((audit.sources[0].name.as_str(), audit.sources[0].articles), ("Ilse Brandvold", 3));
    assert!(audit.sources_of(PersonKind::Person) == 2 && audit.quotations[0] >= 5, "{audit:?}");
    let shares: f64 = audit.sources.iter().map(|source| audit.share(source.words)).sum();
    assert!((shares + audit.share(audit.unattributed_words) - 1.0).abs() < 1e-9);
    let query = LibraryQuery::parse("in:hill.example since:2026-03-06", Day(0)).unwrap();
    let audit = library_.audit(&query).unwrap();
    assert_eq!((audit.articles, audit.sources.len(), audit.sources[0].name.as_str()), (1, 1, "Tom Orr"));

    let text = library(&path, &["library", "audit", "--in", "hill.example"]).out;
    assert!(text.starts_with("2 articles, ") && text.contains("2 sources: 2 named, 0 bodies and 0 unnamed"), "{text}");
    let csv = library(&path, &["library", "audit", "--format", "csv"]).out;
    assert!(
        csv.starts_with("name,kind,role,articles,direct,mixed,indirect,words,share\nIlse Brandvold,person,"),
        "{csv}"
    );
    library(&path, &["library", "audit", "--since", "soon"]).complains(1, "since:soon is not a date");
    assert!(library(&path, &["library", "audit", "--in", "nowhere"]).out.starts_with("0 articles, 0 words"));
}

/// The words of the panel, of the audit of an article on the screen, and of the library’s.
#[test]
fn all_word_counts_agree() {
    let text = "The vote\n\n“We stay,” said Ada Bell, the mayor. “And we told the ministry so on Friday,” she said.\n\nBell \
                feared that the ferry would be late again. “The keeper told us ‘the lamp is out,’ and it was,” said Tom Orr, \
                a sailor.\n\nResidents hoped that the quay would open. “Nobody knows,” somebody shouted.";
    let article = plain::article(text.to_owned());
    let analysis = onrecord::language::analyse(&article);
    let record = onrecord::record::build_confident(&article, analysis.clone(), &[]);
    let folder = Folder::new();
    let mut kept = Library::open(&folder.path("library.sqlite")).unwrap();
    kept.store(&[PreparedArticle::new(SourceKey::named("/vote.txt"), &article, analysis, &[])]).unwrap();
    let of_library = kept.audit(&LibraryQuery::default()).unwrap();
    let of_screen = Audit::of(&article, &record);
    let words = |audit: &Audit| -> Vec<(String, usize, String)> {
        let source =
            |source: &AuditedSource| (source.name.clone(), source.words, format!("{:.4}", audit.share(source.words)));
        let mut all: Vec<_> = audit.sources.iter().map(source).collect();
        all.sort();
        all
    };
    let of_panel = record
        .speakers()
        .map(|id| (record.people()[id].name.clone(), record.words_of(id), format!("{:.4}", record.share_of(id))));
    let mut of_panel: Vec<_> = of_panel.collect();
    of_panel.sort();
    assert_eq!(words(&of_screen), of_panel);
    assert_eq!(words(&of_library), of_panel);
    assert!(
        record.quotations().iter().any(|quotation| quotation.act == onrecord::record::SpeechAct::Thought),
        "{record:?}"
    );
    assert_eq!(of_screen.summary(), of_library.summary());
}

#[test]
fn namesakes_with_the_same_words_stay_two() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let mut kept = Library::open(&path).unwrap();
    for (address, text) in [
        ("https://a.example/1", "Café\n\n“We open the new café in May,” said Tom Baker, the mayor of Ashby."),
        ("https://b.example/2", "Café\n\n“We open the new café in May,” said Tom Baker, the headmaster of Corby."),
        ("https://c.example/3", "“We open the new café in May,” the council said. The Council of Ashby met on Friday."),
    ] {
        let article = plain::article(text.to_owned());
        let analysis = onrecord::language::analyse(&article);
        kept.store(&[PreparedArticle::new(SourceKey::named(address), &article, analysis, &[])]).unwrap();
    }
    let found = kept.alike("We open the new café in May", &[], 10).unwrap();
    let bakers = found.iter().filter(|found| found.speaker.as_ref().is_some_and(|by| by.name == "Tom Baker"));
    assert_eq!(bakers.count(), 2, "{found:?}");
    let audit = kept.audit(&LibraryQuery::default()).unwrap();
    assert_eq!(audit.sources.iter().filter(|source| source.name == "Tom Baker").count(), 2, "{audit:?}");
    // Places are in code points, as in every other row.
    let rows = library(&path, &["check", "We open the new café in May", "--format", "jsonl"]).records();
    let row = rows.iter().find(|row| row["source"] == "https://a.example/1").unwrap();
    assert_eq!((&row["start"], &row["end"]), (&6.into(), &36.into()), "{row}");
}
