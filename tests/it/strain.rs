//! The library under strain: several that write at once, bad sources among good ones, no room, very long names, lists
//! of feeds over the network.

use crate::run::{Folder, Run, program, run};
use onrecord::library::{Library, PeopleOrder, PreparedArticle, SourceKey};
use onrecord::reader;
use onrecord::reader::state::catalogue::{CataloguePage, CatalogueTarget};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::thread;

const TEXT: &str =
    "The ferry\n\n“The horn stays,” said Ingrid Halloran, the harbour master. “It is not loud,” she said.";

fn add(library: &Path, sources: &[&str]) -> Run {
    let fixed = ["library", "add", "--model", "fast", "--library", library.to_str().unwrap()];
    run(fixed.iter().chain(sources), b"")
}

/// A folder of `count` texts called `name`.
fn texts(folder: &Folder, name: &str, count: usize) -> String {
    let place = folder.path(name);
    std::fs::create_dir(&place).unwrap();
    for number in 0..count {
        std::fs::write(place.join(format!("{number}.txt")), format!("{TEXT}\n\nNumber {number} of {name}.")).unwrap();
    }
    place.to_str().unwrap().to_owned()
}

#[track_caller]
fn is_whole(library: &Path, articles: usize) {
    let library = Library::open(library).unwrap();
    assert_eq!(library.check(&mut |_, _| ()).unwrap().problems, Vec::<String>::new());
    assert_eq!(library.statistics().unwrap().articles, articles);
}

#[test]
fn concurrent_imports_lose_nothing() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let (one, two) = (texts(&folder, "one", 60), texts(&folder, "two", 60));
    let start = |sources: &[&str]| {
        program()
            .args(["library", "add", "--model", "fast", "--library", path.to_str().unwrap()])
            .args(sources)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    // Each has one folder for itself, and one that the other adds as well.
    let both = [start(&[&one, &two]), start(&[&two, &one])];
    let mut new = 0;
    for child in both {
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let out = String::from_utf8(done.stdout).unwrap();
        new += out.split(' ').next().unwrap().parse::<usize>().unwrap();
    }
    assert_eq!(new, 120);
    is_whole(&path, 120);
    let people = Library::open(&path).unwrap().people(PeopleOrder::Quotations, 0, 10).unwrap();
    assert_eq!((people.len(), people[0].articles), (1, 120), "{people:?}");
}

#[test]
fn a_broken_source_is_reported_and_the_rest_kept() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let place = texts(&folder, "texts", 150);
    std::fs::write(format!("{place}/75.pdf"), b"%PDF-1.7 \x00\xff").unwrap();
    let done = add(&path, &[&place]);
    done.complains(1, "75.pdf: ");
    assert!(done.out.starts_with("150 new\n0 unchanged\n0 changed\n1 refused: "), "{}", done.out);
    is_whole(&path, 150);
}

#[test]
fn very_long_names_are_kept_and_found() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let surname = format!("Q{}ill", "u".repeat(1000));
    let text = format!(
        "“It is late,” said Ada {surname}, the mayor. “It is not,” said {} Keller.\n\nThe {} said that it was.",
        ["Anna"; 300].join(" "),
        ["Harbour"; 200].join(" ")
    );
    let text = folder.file("long.txt", text.as_bytes());
    let done = add(&path, &[text.to_str().unwrap()]);
    assert!(done.out.starts_with("1 new"), "{}{}", done.out, done.err);
    is_whole(&path, 1);
    let found = run(["search", "by:keller", "--library", path.to_str().unwrap()], b"");
    assert!(found.out.contains("It is not"), "{}", found.out);
    for command in [&["library", "people"][..], &["library", "audit"], &["library", "people", "doubtful"]] {
        let done = run(command.iter().copied().chain(["--library", path.to_str().unwrap()]), b"");
        assert_eq!(done.status, Some(0), "{command:?}: {}", done.err);
    }
}

#[test]
fn an_article_of_thousands_of_people_is_kept() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let mut library = Library::open(&path).unwrap();
    let syllables = ["har", "bo", "li", "vo", "ro", "mi", "sa", "ke", "tal", "pe", "gri", "den"];
    let name = |nth: usize| {
        let surname: String = [1, 12, 144].iter().map(|part| syllables[nth / part % 12]).collect();
        format!("Ada {}{}", surname[..1].to_uppercase(), &surname[1..])
    };
    let text: String = (0..1700).map(|nth| format!("“No {nth},” said {}.\n\n", name(nth))).collect();
    let article = onrecord::article::plain::article(text);
    let analysis = onrecord::language::analyse(&article);
    let begun = std::time::Instant::now();
    library.store(&[PreparedArticle::new(SourceKey::named("/list"), &article, analysis, &[])]).unwrap();
    // Twenty times what it takes where nothing else runs; each with each of the others took far longer.
    assert!(begun.elapsed() < std::time::Duration::from_secs(60), "{:?}", begun.elapsed());
    is_whole(&path, 1);
    assert!(library.people(PeopleOrder::Name, 0, 9999).unwrap().len() > 1000);
    assert!(library.remove(&SourceKey::named("/list")).unwrap());
    assert_eq!(library.people(PeopleOrder::Name, 0, 9).unwrap(), []);
}

#[cfg(unix)]
#[test]
fn a_full_disk_keeps_the_rest_and_is_reported_in_one_line() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    assert!(add(&path, &[&texts(&folder, "few", 3)]).out.starts_with("3 new"));
    let many = texts(&folder, "many", 300);
    // No file may become larger than this, in blocks of 512 bytes.
    let blocks = std::fs::metadata(&path).unwrap().len() / 512 + 40;
    let command = format!(
        "trap '' XFSZ; ulimit -f {blocks}; exec '{}' library add --model fast --library '{}' '{many}'",
        env!("CARGO_BIN_EXE_onrecord"),
        path.display()
    );
    let done = std::process::Command::new("sh").args(["-c", &command]).output().unwrap();
    let (said, out) = (String::from_utf8(done.stderr).unwrap(), String::from_utf8(done.stdout).unwrap());
    assert_eq!((done.status.code(), said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.contains("library.sqlite: "), "{said}");
    // Everything reported as kept before is there.
    let new: usize = out.split(' ').next().unwrap().parse().unwrap();
    assert!(new < 300);
    is_whole(&path, 3 + new);
    assert!(add(&path, &[&many]).out.starts_with(&format!("{} new", 300 - new)));
    is_whole(&path, 303);
}

#[cfg(unix)]
#[test]
fn unwritable_places_are_reported() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let (text, place) = (folder.file("a.txt", TEXT.as_bytes()), folder.path("place"));
    std::fs::create_dir(&place).unwrap();
    std::fs::set_permissions(&place, std::fs::Permissions::from_mode(0o555)).unwrap();
    // Whoever may do everything may write there as well.
    if std::fs::write(place.join("x"), b"").is_err() {
        add(&place.join("library.sqlite"), &[text.to_str().unwrap()]).complains(1, "cannot be written to");
    }
    add(&text.join("library.sqlite"), &[text.to_str().unwrap()]).complains(1, "a.txt/library.sqlite: ");
}

/// A server of a list of feeds and of a feed, one request after the other.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let feed = "<rss version=\"2.0\"><channel><title>The Bay</title>\
                <item><guid>one</guid><title>One</title><link>https://bay.example/1</link>\
                <description>“The horn stays,” said Ingrid Halloran.</description></item>\
                <item><guid>two</guid><title>Two</title><link>https://bay.example/2</link></item></channel></rss>";
    let list = format!(
        "<?xml version=\"1.0\"?><opml version=\"2.0\"><body><outline xmlUrl=\"{address}/feed\"/>\
         <outline xmlUrl=\"{address}/gone\"/></body></opml>"
    );
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let first = lines.next().unwrap_or_default();
            lines.take_while(|line| !line.is_empty()).for_each(drop);
            let (status, body) = match first.split(' ').nth(1).unwrap_or("") {
                "/list" => ("200 OK", list.as_str()),
                "/feed" => ("200 OK", feed),
                _ => ("404 Not Found", ""),
            };
            let length = body.len();
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Type: text/xml\r\nConnection: close\r\nContent-Length: {length}");
            let _ = stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes());
        }
    });
    address
}

#[test]
fn feeds_of_a_list_are_fetched_and_new_items_listed_at_the_start() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let address = server();
    let done = add(&path, &[&format!("{address}/list")]);
    done.complains(1, "/gone: ");
    assert!(done.out.starts_with("1 new\n0 unchanged\n0 changed\n1 refused: "), "{}", done.out);
    let mut library = Library::open(&path).unwrap();
    let feed = SourceKey::named(format!("{address}/feed"));
    for (read, note) in [(None, Some("2 of 2 items new")), (Some("one"), Some("1 of 2 items new")), (Some("two"), None)]
    {
        if let Some(id) = read {
            library.mark_read(&feed, id).unwrap();
        }
        let rows = reader::look_up(&library, &CataloguePage::default()).rows;
        let is_feed = |target: &Option<CatalogueTarget>| matches!(target, Some(CatalogueTarget::Feed(_)));
        let found = rows.iter().find(|row| is_feed(&row.target));
        assert_eq!(found.map(|row| (row.sign, row.words[0].0.as_str())), note.map(|_| (Some('●'), "The Bay")));
        assert!(found.zip(note).is_none_or(|(row, note)| row.note.starts_with(note)), "{found:?}");
    }
    assert!(library.forget_source(&feed).unwrap());
    assert_eq!(library.feeds(9).unwrap(), []);
}

/// Where the system gives the user no more threads, a command says so in a line, whatever it is.
#[cfg(target_os = "linux")]
#[test]
fn too_few_threads_are_reported_in_a_line() {
    use std::io::ErrorKind;
    use std::os::unix::process::CommandExt;
    for arguments in [&["extract", "assets/sample.txt"][..], &["extract", "assets/sample.txt", "--jobs", "4"]] {
        let mut program = crate::run::program();
        program.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
        // Root is never refused a thread.
        if rustix::process::getuid().is_root() {
            program.uid(65534);
        }
        let limit = || {
            let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
            // SAFETY: it reads `none`, which lives longer.
            unsafe { libc::setrlimit(libc::RLIMIT_NPROC, &none) };
            Ok(())
        };
        // SAFETY: `limit` allocates nothing and calls nothing that is not allowed between fork and exec.
        unsafe { program.pre_exec(limit) };
        let done = match program.output() {
            // Nobody may not read the folder that this is built in.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return,
            done => done.unwrap(),
        };
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.code() == Some(1) && said.lines().count() == 1, "{:?}: {said}", done.status);
        assert!(said.contains("the system lets this user start no more threads"), "{said}");
    }
}
