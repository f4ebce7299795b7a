//! One article however often it is kept: a feed's text and the page, copies of a page, a text that goes back; and the
//! words that an earlier version had.

use crate::run::{Folder, Run, run};
use onrecord::article::plain;
use onrecord::library::{Day, Library, LibraryQuery, PreparedArticle, SourceKey, StoreOutcome};
use onrecord::text::TextAnchor;
use std::path::Path;

const SHORT: &str = "The quay\n\n“The quay stays open,” said Ilse Brandvold, the mayor.";
const PAGE: &str = "The quay\n\n“The quay stays open,” said Ilse Brandvold, the mayor. “The boats depend on it,” Brandvold \
                    said.\n\nThe council meets again in the spring, when the dredging of the basin is over.";

fn prepared(key: &str, text: &str, url: Option<&str>, published: Option<&str>) -> PreparedArticle {
    let mut article = plain::article(text.to_owned());
    article.meta.url = url.map(str::to_owned);
    article.meta.published = published.map(str::to_owned);
    let analysis = onrecord::language::analyse(&article);
    PreparedArticle::new(SourceKey::named(key), &article, analysis, &[])
}

fn store(library: &mut Library, article: PreparedArticle) -> StoreOutcome {
    library.store(&[article]).unwrap()[0]
}

fn library<'a>(path: &'a Path, arguments: &[&'a str]) -> Run {
    run(arguments.iter().copied().chain(["--model", "fast", "--library", path.to_str().unwrap()]), b"")
}

#[test]
fn a_feed_excerpt_is_not_a_version_of_the_page() {
    let folder = Folder::new();
    let mut kept = Library::open(&folder.path("library.sqlite")).unwrap();
    let (key, url) = ("https://bay.example/quay", Some("https://bay.example/quay"));
    let item = || prepared(key, SHORT, url, Some("2 March 2026")).from_feed(true);
    let page = || prepared(key, PAGE, url, None);
    assert_eq!(store(&mut kept, item()), StoreOutcome::New);
    assert_eq!(store(&mut kept, page()), StoreOutcome::Changed(2));
    for _ in 0..2 {
        assert_eq!(store(&mut kept, item()), StoreOutcome::Unchanged);
        assert_eq!(store(&mut kept, page()), StoreOutcome::Unchanged);
    }
    let summary = kept.summary(&SourceKey::named(key)).unwrap().unwrap();
    assert_eq!((summary.version, summary.day.map(|day| day.to_string())), (2, Some("2026-03-02".into())));
    // An excerpt that was never kept is none either; the page came first.
    let other = ["https://bay.example/pier"; 2];
    assert_eq!(store(&mut kept, prepared(other[0], PAGE, Some(other[1]), None)), StoreOutcome::New);
    let excerpt = prepared(other[0], SHORT, Some(other[1]), Some("2026-03-03")).from_feed(true);
    assert_eq!(store(&mut kept, excerpt), StoreOutcome::Unchanged);
    let summary = kept.summary(&SourceKey::named(other[0])).unwrap().unwrap();
    assert_eq!(summary.day.map(|day| day.to_string()), Some("2026-03-03".into()));
    assert_eq!(kept.check(&mut |_, _| ()).unwrap().problems, Vec::<String>::new());
}

#[test]
fn a_reverted_text_is_its_earlier_version() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let mut kept = Library::open(&path).unwrap();
    let key = SourceKey::named("/quay.txt");
    let other = PAGE.replace("stays open", "is shut");
    for (text, expected) in [
        (PAGE, StoreOutcome::New),
        (&other, StoreOutcome::Changed(2)),
        (PAGE, StoreOutcome::Changed(1)),
        (PAGE, StoreOutcome::Unchanged),
    ] {
        assert_eq!(store(&mut kept, prepared("/quay.txt", text, None, None)), expected);
    }
    assert_eq!(kept.versions(&key).unwrap().iter().map(|version| version.number).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(kept.article(&key).unwrap().unwrap().article.text(), PAGE);
    assert_eq!(kept.changes(&key).unwrap().unwrap().len(), 1);
    let third = PAGE.replace("stays open", "is sold");
    assert_eq!(store(&mut kept, prepared("/quay.txt", &third, None, None)), StoreOutcome::Changed(3));
    assert_eq!(kept.check(&mut |_, _| ()).unwrap().problems, Vec::<String>::new());
    // It is the same in another library, and leaves no word behind.
    store(&mut kept, prepared("/quay.txt", PAGE, None, None));
    let (export, again) = (folder.path("export.jsonl"), folder.path("again.jsonl"));
    let other = folder.path("other.sqlite");
    assert_eq!(library(&path, &["library", "export", "--output", export.to_str().unwrap()]).status, Some(0));
    assert_eq!(library(&other, &["library", "import", export.to_str().unwrap()]).status, Some(0));
    assert_eq!(library(&other, &["library", "export", "--output", again.to_str().unwrap()]).status, Some(0));
    assert_eq!(std::fs::read(&export).unwrap(), std::fs::read(&again).unwrap());
    let mut kept = Library::open(&other).unwrap();
    assert!(kept.forget_source(&key).unwrap());
    assert_eq!(kept.check(&mut |_, _| ()).unwrap().problems, Vec::<String>::new());
    let query = LibraryQuery::parse("sold", Day(0)).unwrap();
    assert!(kept.search(&query, 9).unwrap().is_empty());
}

#[test]
fn copies_of_a_page_are_one_article() {
    let folder = Folder::new();
    let mut kept = Library::open(&folder.path("library.sqlite")).unwrap();
    let url = Some("https://bay.example/quay");
    assert_eq!(store(&mut kept, prepared("/a/quay.html", PAGE, url, None)), StoreOutcome::New);
    assert_eq!(store(&mut kept, prepared("/b/quay.html", PAGE, url, None)), StoreOutcome::Unchanged);
    let changed = PAGE.replace("stays open", "is shut");
    assert_eq!(store(&mut kept, prepared("/c/quay.html", &changed, url, None)), StoreOutcome::Changed(2));
    assert_eq!(kept.count_articles().unwrap(), 1);
    for copy in ["/a/quay.html", "/b/quay.html", "/c/quay.html"] {
        assert_eq!(kept.article(&SourceKey::named(copy)).unwrap().unwrap().article.text(), changed, "{copy}");
    }
    // Each of them is the one article that is asked for, and one whose key only begins like theirs is not.
    for (key, articles) in [("/a/quay.html", 1), ("/b/quay.html", 1), ("/b", 0), ("/b/quay.html/x", 0)] {
        let query = LibraryQuery { article: Some(SourceKey::named(key)), ..LibraryQuery::default() };
        assert_eq!(kept.audit(&query).unwrap().articles, articles, "{key}");
    }
    // One address for a whole site says nothing, and another title is another page.
    let site = Some("https://bay.example/");
    assert_eq!(store(&mut kept, prepared("/1.html", SHORT, site, None)), StoreOutcome::New);
    assert_eq!(store(&mut kept, prepared("/2.html", SHORT, site, None)), StoreOutcome::New);
    let other = PAGE.replace("The quay\n", "The pier\n");
    assert_eq!(store(&mut kept, prepared("/3.html", &other, url, None)), StoreOutcome::New);
    // A forgotten copy takes the article with it, and what was marked in it under whatever name.
    kept.set_mark(&SourceKey::named("/a/quay.html"), 'a', &TextAnchor::from(PAGE, 0)).unwrap();
    assert!(kept.forget_source(&SourceKey::named("/b/quay.html")).unwrap());
    assert_eq!(kept.count_articles().unwrap(), 3);
    assert!(!kept.is_known(&SourceKey::named("/c/quay.html")).unwrap());
    assert_eq!(kept.marks_of(&SourceKey::named("/a/quay.html")).unwrap(), []);
    assert_eq!(store(&mut kept, prepared("/c/quay.html", &changed, url, None)), StoreOutcome::New);
    assert_eq!(kept.check(&mut |_, _| ()).unwrap().problems, Vec::<String>::new());
}

#[test]
fn retracted_words_are_found() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let mut kept = Library::open(&path).unwrap();
    let before = "The mill\n\n“The mill will reopen in April,” said Ilse Brandvold, the mayor. “We are glad,” she said. \
         “It’s ours, we’ll keep it, it won’t go and they’ll see,” said Tom Orr.";
    let after = before.replace("will reopen in April", "may reopen in May");
    let after = after.split_once(" “It’s").unwrap().0;
    store(&mut kept, prepared("/mill.txt", before, None, None));
    store(&mut kept, prepared("/mill.txt", after, None, None));
    for query in ["April", "\"reopen in April\"", "apri*", "mill -may"] {
        let found = kept.search(&LibraryQuery::parse(query, Day(0)).unwrap(), 9).unwrap();
        assert_eq!(found.iter().map(|hit| hit.earlier_version).collect::<Vec<_>>(), [Some(1)], "{query}");
    }
    for query in ["mill", "glad"] {
        let found = kept.search(&LibraryQuery::parse(query, Day(0)).unwrap(), 9).unwrap();
        assert_eq!(found.iter().map(|hit| hit.earlier_version).collect::<Vec<_>>(), [None], "{query}");
    }
    let text = library(&path, &["search", "April"]).out;
    assert!(text.contains("only in the earlier version 1"), "{text}");
    let checked = library(&path, &["check", "The mill will reopen in April"]).out;
    let first = checked.split("\n\n").next().unwrap();
    assert!(first.contains("Ilse Brandvold, mayor · the same words"), "{checked}");
    assert!(first.contains("only in the earlier version 1"), "{checked}");
    let contracted = library(&path, &["check", "It’s ours, we’ll keep it, it won’t go and they’ll see"]).out;
    assert!(contracted.contains("Tom Orr") && contracted.contains("earlier version 1"), "{contracted}");
    let same = library(&path, &["check", "We are glad"]).out;
    assert!(!same.contains("earlier version"), "{same}");
}
