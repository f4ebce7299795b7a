//! Searches of the library: what is found, how it is shown, and that nothing that is typed breaks one.

use crate::run::{Folder, Run, run};
use onrecord::article::plain;
use onrecord::library::{Day, Hit, Library, LibraryQuery, PreparedArticle, SourceKey};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

/// The articles: address, date, site, text.
const ARTICLES: [[&str; 4]; 4] = [
    [
        "https://www.bay.example/ferry",
        "2 March 2026",
        "The Bay",
        "The ferry\n\n“The horn stays,” said Ingrid Halloran, the harbour master. “It is not loud at all,” Halloran added.\n\n\
         Bo Renn, a fisherman, said that the horn woke his children. The ferry left at noon.",
    ],
    [
        "https://news.coast.example/horn",
        "2026-03-09",
        "Coast News",
        "A new horn\n\nPrime Minister Jürgen Østergård said the horn would be paid for by the state. “Every horn is a \
         promise,” Østergård said.",
    ],
    [
        "https://coast.example/old",
        "2019-05-01",
        "Coast News",
        "“The ferry is late,” said Ada Quill, the mayor of Bay. “We cannot wait,” Quill said. The Café stayed shut.",
    ],
    ["/texts/undated.txt", "", "", "“No horn was heard,” said Ingrid Halloran. The fog horn was out."],
];

fn filled(folder: &Folder) -> PathBuf {
    let path = folder.path("library.sqlite");
    let ready = ARTICLES.map(|[address, date, site, text]| {
        let mut article = plain::article(text.to_owned());
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        (article.meta.published, article.meta.site) = (some(date), some(site));
        article.meta.url = some(address).filter(|address| address.starts_with("https"));
        let analysis = onrecord::language::analyse(&article);
        PreparedArticle::new(SourceKey::named(address), &article, analysis, &[])
    });
    Library::open(&path).unwrap().store(&ready).unwrap();
    path
}

fn found(library: &Library, typed: &str) -> Vec<Hit> {
    let query = LibraryQuery::parse(typed, Day::from_date(2026, 3, 10).unwrap()).unwrap();
    library.search(&query, 50).unwrap()
}

/// A hit as `words with [matches] / speaker / key's end`.
fn shown(hit: &Hit) -> String {
    let mut words = hit.words.clone();
    for range in hit.matches.iter().rev() {
        words.insert(range.end, ']');
        words.insert(range.start, '[');
    }
    let speaker = hit.quotation.as_ref().map(|speech| speech.speaker.as_ref().map_or("?", |speaker| &speaker.name));
    let end = hit.key.as_str().rsplit('/').next().unwrap();
    format!("{words} / {} / {end}", speaker.unwrap_or("–"))
}

#[test]
fn words_and_fields_find_their_places() {
    let folder = Folder::new();
    let library = Library::open(&filled(&folder)).unwrap();
    for (typed, expected) in [
        ("cafe", &["The [Café] stayed shut. / – / old"][..]),
        (
            "\"horn stays\"",
            &["“The [horn stays],” said Ingrid Halloran, the harbour master. / Ingrid Halloran / ferry"],
        ),
        ("\"stays horn\"", &[]),
        ("fisher* horn", &["Bo Renn, a [fisherman], said that the [horn] woke his children. / Bo Renn / ferry"]),
        ("ferry -horn", &["“The [ferry] is late,” said Ada Quill, the mayor of Bay. / Ada Quill / old"]),
        ("by:quill", &["“The ferry is late,” / Ada Quill / old", "“We cannot wait,” / Ada Quill / old"]),
        ("by:quill ferry", &["“The [ferry] is late,” / Ada Quill / old"]),
        ("by:\"QUILL ada\" about:wait", &["“We cannot [wait],” / Ada Quill / old"]),
        ("by:quill -wait", &["“The ferry is late,” / Ada Quill / old"]),
        ("by:ostergard kind:direct", &["“Every horn is a promise,” / Jürgen Østergård / horn"]),
        ("by:juerg", &[]),
        ("role:minister about:promise", &["“Every horn is a [promise],” / Jürgen Østergård / horn"]),
        ("by:halloran about:horn since:2026", &["“The [horn] stays,” / Ingrid Halloran / ferry"]),
        ("by:halloran about:horn until:2026-03-01", &[]),
        ("late in:coast.example", &["“The ferry is [late],” said Ada Quill, the mayor of Bay. / Ada Quill / old"]),
        ("ferry in:\"the bay\" noon", &["The [ferry] left at [noon]. / – / ferry"]),
        (
            "promise in:coast.example since:7d",
            &["“Every horn is a [promise],” Østergård said. / Jürgen Østergård / horn"],
        ),
        ("horn in:/texts", &["“No [horn] was heard,” said Ingrid Halloran. / Ingrid Halloran / undated.txt"]),
        ("nowhere", &[]),
        ("horn in:nowhere", &[]),
        ("kind:direct act:thought", &[]),
    ] {
        let all: Vec<String> = found(&library, typed).iter().map(shown).collect();
        assert_eq!(all, expected, "{typed}");
    }
    // The latest comes first, what has no date last.
    let order: Vec<Option<String>> =
        found(&library, "horn").iter().map(|hit| hit.day.map(|day| day.to_string())).collect();
    assert_eq!(order, [Some("2026-03-09".to_owned()), Some("2026-03-02".to_owned()), None]);
    assert_eq!(found(&library, "").len(), 4);
    assert_eq!(found(&library, "-horn").len(), 1);
    let hit = &found(&library, "by:quill wait")[0];
    let text = library.article(&hit.key).unwrap().unwrap().article;
    assert_eq!((text.slice(hit.span), hit.anchor.find(text.text())), ("“We cannot wait,”", Some(hit.span)));
}

#[test]
fn searches_find_corrected_speakers() {
    use onrecord::record::{Correction, PersonRef};
    let folder = Folder::new();
    let mut library = Library::open(&filled(&folder)).unwrap();
    let key = SourceKey::named("https://coast.example/old");
    let person = PersonRef { name: "Ada Quill".into(), mention: None };
    library.add_correction(&key, &Correction::Renamed { person, name: "Adelaide Quillon".into() }).unwrap();
    assert!(library.refresh(&key).unwrap());
    assert_eq!(found(&library, "by:quillon").len(), 2);
    assert!(library.check(&mut |_, _| ()).unwrap().problems.is_empty());
}

fn library<'a>(path: &'a Path, arguments: &[&'a str]) -> Run {
    run(arguments.iter().copied().chain(["--library", path.to_str().unwrap()]), b"")
}

#[test]
fn commands_print_places_for_people_and_rows_for_programs() {
    let folder = Folder::new();
    let path = filled(&folder);
    let text = library(&path, &["search", "promise"]).out;
    assert_eq!(
        text,
        "“Every horn is a promise,” Østergård said.\n  Jürgen Østergård, Prime Minister · direct\n  \
         A new horn · Coast News · 2026-03-09 · https://news.coast.example/horn\n\n"
    );
    let rows = library(&path, &["search", "ferry -horn", "--format", "jsonl"]).records();
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["speaker"], &rows[0]["day"]), (&"Ada Quill".into(), &"2019-05-01".into()));
    assert_eq!(rows[0]["matches"], serde_json::json!([[5, 10]]));
    let rows =
        library(&path, &["quotes", "--by", "Halloran", "--about", "horn", "--since", "2026", "--format", "csv"]).out;
    let mut lines = rows.lines();
    assert!(lines.next().unwrap().starts_with("source,title,outlet,published,day,words,kind"));
    assert!(lines.next().unwrap().contains(",“The horn stays,”,") || rows.contains("\"“The horn stays,”\""), "{rows}");
    assert_eq!(rows.lines().count(), 2);
    assert_eq!(library(&path, &["quotes", "--limit", "2", "--format", "jsonl"]).records().len(), 2);
    assert_eq!(library(&path, &["search", "nowhere"]).out, "No match in the library.\n");
    library(&path, &["search", "from:ada"]).complains(1, "there is no field from:");
    library(&path, &["search", "since:soon"]).complains(1, "since:soon is not a date");
    library(&path, &["quotes", "--until", "soon"]).complains(1, "until:soon is not a date");
    library(&path, &["quotes", "--kind", "odd"]).complains(1, "kind: must be direct, mixed or indirect, not odd");
}

#[test]
fn utterances_have_reports_and_cut_lists_say_so() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let ready = [
        ("https://a.example/1", "“We will not close the fish quay this year,” said Ilse Brandvold, the mayor."),
        (
            "https://b.example/2",
            "“We will not close the fish quay this year. The boats depend on it,” said Ilse Brandvold, the mayor.",
        ),
        ("https://c.example/3", "“I never said we will not close the fish quay this year,” Ilse Brandvold said."),
    ]
    .map(|(address, text)| {
        let article = onrecord::article::plain::article(text.to_owned());
        let analysis = onrecord::language::analyse(&article);
        PreparedArticle::new(SourceKey::named(address), &article, analysis, &[])
    });
    Library::open(&path).unwrap().store(&ready).unwrap();
    for command in [&["quotes", "--by", "Brandvold"][..], &["search", "by:brandvold quay"]] {
        let text = library(&path, command).out;
        assert_eq!((text.matches("close the fish quay").count(), text.matches("  ≡ ").count()), (2, 1), "{text}");
        let rows = library(&path, &[command, &["--format", "jsonl"]].concat()).records();
        let mut reports: Vec<u64> = rows.iter().map(|row| row["reports"].as_u64().unwrap()).collect();
        reports.sort_unstable();
        assert_eq!(reports, [1, 2, 2]);
        let json = library(&path, &[command, &["--format", "json"]].concat()).out;
        let array: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(array.as_array().unwrap(), &rows);
        let markdown = library(&path, &[command, &["--format", "markdown"]].concat()).out;
        assert!(markdown.starts_with("> “") && markdown.contains("](<https://a.example/1>)"), "{markdown}");
    }
    let cut = library(&path, &["search", "quay", "--limit", "2"]);
    assert!(cut.out.ends_with("Only the first 2 are printed; --limit N prints more.\n"), "{}", cut.out);
    let cut = library(&path, &["search", "quay", "--limit", "2", "--format", "csv"]);
    assert!(cut.out.lines().count() == 3 && cut.err.contains("Only the first 2 are printed"), "{}", cut.err);
    let whole = library(&path, &["search", "quay", "--limit", "3"]).out;
    assert!(!whole.contains("Only the first"), "{whole}");
    let empty: serde_json::Value =
        serde_json::from_str(&library(&path, &["search", "nowhere", "--format", "json"]).out).unwrap();
    assert_eq!(empty, serde_json::json!([]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn any_query_is_a_search_or_one_line(typed in "([a-zé\"“”*():^{}+\\-'.,; \\\\]|NOT |AND |OR |NEAR|by:|in:|since:|horn|ferry){0,12}") {
        thread_local! {
            static LIBRARY: (Folder, Library) = {
                let folder = Folder::new();
                let path = filled(&folder);
                (folder, Library::open(&path).unwrap())
            };
        }
        LIBRARY.with(|(_, library)| match LibraryQuery::parse(&typed, Day(20_000)) {
            Ok(query) => {
                library.search(&query, 10).unwrap();
                library.quotations(&query, 10).unwrap();
            }
            Err(error) => assert!(!error.to_string().contains('\n')),
        });
    }
}
