//! Tables of quotations that somebody edited, given back to the library: they become corrections.

use crate::run::{Folder, Run, run};

const TEXT: &str = "“The ferry is late,” said Ada Moss, the captain.\n\nTom Reed told the clerk that nobody had wept. “I \
                    did,” said Bo Lind.\n\n“=1+1 is so,” said Bo Lind. “We go … on,” he added, “and on.”\n";

/// A library with an article.
struct StoredQuotations {
    folder: Folder,
    library: String,
    source: String,
}

impl StoredQuotations {
    fn new() -> StoredQuotations {
        let folder = Folder::new();
        let source = folder.file("a.txt", TEXT.as_bytes()).to_str().unwrap().to_owned();
        let library = folder.path("library").to_str().unwrap().to_owned();
        let kept = StoredQuotations { folder, library, source };
        assert_eq!(kept.library(&["add", "--model", "fast", &kept.source], b"").status, Some(0));
        kept
    }

    fn library(&self, arguments: &[&str], input: &[u8]) -> Run {
        run([&["library", "--library", &self.library], arguments].concat(), input)
    }

    fn table(&self) -> String {
        self.library(&["show", "--format", "csv", "1"], b"").out
    }

    /// Imports a table, which the library answers with this line.
    #[track_caller]
    fn import(&self, table: &str, expected: &str) {
        self.import_with(table, expected, "");
    }

    /// The same, with the names that were not known before.
    #[track_caller]
    fn import_with(&self, table: &str, expected: &str, new: &str) {
        let file = self.folder.file("table.csv", table.as_bytes());
        let done = self.library(&["import", file.to_str().unwrap()], b"");
        let warned = |err: &str| if new.is_empty() { err.is_empty() } else { err.ends_with(&format!(": {new}\n")) };
        assert!(done.status == Some(0) && warned(&done.err), "{}", done.err);
        assert!(done.out.ends_with(&format!(": {expected}\n")), "{}", done.out);
    }
}

/// The columns of a table that people edit: words, kind, speaker.
fn edited(table: &str) -> Vec<[String; 3]> {
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    rows.records().map(|row| row.unwrap()).map(|row| [&row[7], &row[5], &row[10]].map(str::to_owned)).collect()
}

#[test]
fn edits_become_corrections_that_last() {
    let kept = StoredQuotations::new();
    let table = kept.table();
    assert!(edited(&table).len() >= 5, "{table}");
    kept.import(&table, "0 corrections in 0 articles");
    let mut lines: Vec<String> = table.lines().map(str::to_owned).collect();
    lines[1] = lines[1].replace(",Ada Moss,captain,", ",Nora Quill,,");
    lines[2] = lines[2].replace(",indirect,", ",mixed,");
    lines.remove(3);
    let changed = lines.join("\n") + "\n";
    assert_ne!(edited(&changed)[0], edited(&table)[0]);
    kept.import_with(&changed, "3 corrections in 1 article", "“Nora Quill”");
    assert_eq!(edited(&kept.table()), edited(&changed));
    kept.import(&kept.table(), "0 corrections in 0 articles");
    kept.import(&changed, "0 corrections in 0 articles");
    // The reader's own way of keeping them.
    assert!(kept.library(&["export"], b"").out.contains("\"name\":\"Nora Quill\""));
    let found = run(["quotes", "--library", &kept.library, "--by", "Quill"], b"");
    assert!(found.out.contains("The ferry is late"), "{}", found.out);
}

#[test]
fn tables_saved_by_spreadsheets_are_read() {
    let kept = StoredQuotations::new();
    let table = kept.table();
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    let mut semicolons =
        csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(vec![]);
    rows.records().for_each(|row| semicolons.write_record(&row.unwrap()).unwrap());
    let saved = String::from_utf8(semicolons.into_inner().unwrap()).unwrap();
    kept.import(&format!("\u{feff}{saved}"), "0 corrections in 0 articles");
    kept.import(&saved.replace(";Ada Moss;captain;", ";;;"), "1 correction in 1 article");
    assert_eq!(edited(&kept.table())[0][2], "");
}

#[test]
fn rows_that_do_not_fit_are_reported_and_nothing_dismissed() {
    let kept = StoredQuotations::new();
    let table = kept.table();
    let lines: Vec<&str> = table.lines().collect();
    let import = |table: &str| {
        let done = kept.library(&["import", "-"], table.as_bytes());
        assert!(done.out.is_empty() || done.out.ends_with("0 corrections in 0 articles\n"), "{}", done.out);
        done
    };
    let other = format!("{}\n{}\n", lines[0], lines[1].replace("ferry is late", "ferry was late"));
    import(&other).complains(1, "standard input: line 2: the library has no such quotation there");
    let elsewhere = format!("{}\n{}\n", lines[0], lines[1].replace(&kept.source, "/nowhere.txt"));
    import(&elsewhere).complains(1, "line 2: the library has no text of /nowhere.txt");
    let kind = format!("{}\n{}\n", lines[0], lines[1].replace(",direct,", ",loud,"));
    import(&kind).complains(1, "line 2: kind must be direct, mixed or indirect");
    import("document,speaker\na,b\n").complains(1, "standard input: has no column url");
    assert_eq!(kept.table(), table);
    // A table of the most certain ones says nothing of the others.
    let least = ["import", "--min-confidence", "1", "-"];
    let done = kept.library(&least, format!("{}\n{}\n", lines[0], lines[1]).as_bytes());
    assert_eq!((done.status, done.out.as_str()), (Some(0), "standard input: 0 corrections in 0 articles\n"));
}
