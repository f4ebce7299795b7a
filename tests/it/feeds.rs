//! Feeds in the reader: the list of items, opening items in turn, read and unread; pages are fetched on demand, and not
//! again unless they have changed.

use crate::run::{Folder, program, run};
use crate::tty::Tty;
use onrecord::library::{Library, SourceKey};
use onrecord::source::fetch::{Address, Response, fetch};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::thread;

const FEED: &str = "<?xml version='1.0'?><rss version='2.0'><channel><title>The Harbour Post</title>
    <item><guid>one</guid><title>The horn\u{202e} stays</title><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate>
    <description>&lt;p&gt;“It stays,” said Ingrid Halloran.</description></item>
    <item><guid>two</guid><title>The bell goes</title><link>PAGE</link></item></channel></rss>";

/// A server of one page with validators, and the status codes it has sent.
fn server() -> (String, Arc<Mutex<Vec<u16>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/bell", listener.local_addr().unwrap());
    let answers = Arc::new(Mutex::new(Vec::new()));
    let given = answers.clone();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let asked: Vec<String> =
                lines.take_while(|line| !line.is_empty()).map(|line| line.to_lowercase()).collect();
            let known = asked.iter().any(|line| line.contains("if-none-match: \"a1\""));
            let page = "<!doctype html><title>The bell goes</title><p>“It goes,” said Tomas Reyes.</p>";
            let answer = if known {
                "HTTP/1.1 304 Not Modified\r\nETag: \"a1\"\r\nConnection: close\r\n\r\n".to_owned()
            } else {
                format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: \"a1\"\r\nContent-Length: {}\r\n\
                     Connection: close\r\n\r\n{page}",
                    page.len()
                )
            };
            given.lock().unwrap().push(if known { 304 } else { 200 });
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (address, answers)
}

#[test]
#[cfg(unix)]
fn items_are_listed_opened_and_remembered() {
    let (page, answers) = server();
    let folder = Folder::new();
    let feed = folder.file("feed.xml", FEED.replace("PAGE", &page).as_bytes());
    let library = folder.path("library");
    let arguments = ["--library", library.to_str().unwrap(), feed.to_str().unwrap()];
    let mut tty = Tty::onrecord(&arguments, 110, 24);
    tty.until("stays · 2 March 2026");
    tty.until("● The bell goes");
    tty.keys("\r");
    tty.until("“It stays,”");
    // The next item has no text in the feed, and nothing is fetched unasked.
    tty.keys("\u{e}");
    tty.until("The feed has no text for this item.");
    assert!(answers.lock().unwrap().is_empty());
    tty.keys("R");
    tty.until("“It goes,”");
    tty.until("Tomas Reyes");
    tty.keys("#");
    tty.until_gone("●");
    tty.until("stays · 2 March 2026");
    tty.keys("qq");
    tty.end();
    let key = SourceKey::of(&onrecord::source::Source::File(feed.clone()), "");
    let kept = Library::open(&library).unwrap();
    assert_eq!(kept.read_items(&key).unwrap().len(), 2);
    assert_eq!(kept.cached_response(&page).unwrap().unwrap().etag.as_deref(), Some("\"a1\""));
    drop(kept);
    let mut tty = Tty::onrecord(&arguments, 110, 24);
    tty.until("The bell goes");
    tty.until_gone("●");
    tty.keys("j\r");
    tty.until("The feed has no text for this item.");
    tty.keys("R");
    tty.until("“It goes,”");
    tty.keys("q");
    tty.end();
    assert_eq!(*answers.lock().unwrap(), [200, 304]);
    // Commands send the validators that the reader cached, and cache nothing themselves.
    for (arguments, asked) in [(&["--library", library.to_str().unwrap()][..], 304), (&["--no-library"], 200)] {
        for command in [&["extract"][..], &["--plain"]] {
            let output = program().args(command).args(arguments).arg(&page).output().unwrap();
            assert!(String::from_utf8_lossy(&output.stdout).contains("“It goes,”"), "{output:?}");
            assert_eq!(answers.lock().unwrap().pop(), Some(asked), "{command:?} {arguments:?}");
        }
    }
}

#[test]
#[cfg(unix)]
fn unread_items_come_first_and_the_list_narrows() {
    let folder = Folder::new();
    let feed = folder.file("feed.xml", FEED.replace("PAGE", "http://127.0.0.1:9/").as_bytes());
    let library = folder.path("library");
    let arguments = ["--library", library.to_str().unwrap(), feed.to_str().unwrap()];
    let mut tty = Tty::onrecord(&arguments, 110, 24);
    tty.until("● The bell goes");
    tty.keys("/horn");
    tty.until_gone("● The bell goes");
    tty.keys("\r");
    tty.until("“It stays,”");
    tty.keys("q");
    tty.end();
    let mut tty = Tty::onrecord(&arguments, 110, 24);
    // Below the border and the feed itself.
    tty.until_row("● The bell goes", 3);
    tty.until_row("stays · 2 March 2026", 4);
    tty.keys("\r");
    tty.until("The feed has no text for this item.");
    tty.keys("q");
    tty.end();
}

#[test]
fn the_plain_report_has_every_item_with_a_text() {
    let items = "<item><guid>two</guid><description>“No,” said Bo Lind.</description></item></channel>";
    let folder = Folder::new();
    let feed = folder.file("feed.xml", FEED.replace("</channel>", items).as_bytes());
    let plain = run(["--plain", feed.to_str().unwrap()], b"");
    assert!(plain.out.contains("“It stays,”") && plain.out.contains("“No,”"), "{}", plain.out);
    let extracted = run(["extract", "--format", "text", feed.to_str().unwrap()], b"");
    assert_eq!((plain.out, plain.status), (extracted.out, Some(0)));
}

#[test]
fn unchanged_feeds_are_not_sent_again() {
    let (page, answers) = server();
    let address = Address::parse(&page).unwrap().unwrap();
    let ask = |kept: Option<Response>| fetch(&address, kept, &mut |_| ControlFlow::Continue(())).unwrap();
    let first = ask(None);
    assert!(first.has_validator() && String::from_utf8_lossy(&first.bytes).contains("It goes"));
    assert_eq!(ask(Some(first.clone())), first);
    let other = Response { etag: Some("\"b2\"".into()), bytes: b"old".to_vec(), ..Response::default() };
    assert_eq!(ask(Some(other)), first);
    assert_eq!(*answers.lock().unwrap(), [200, 304, 200]);
}

#[test]
#[cfg(unix)]
fn a_hanging_download_can_be_cancelled() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/slow", listener.local_addr().unwrap());
    thread::spawn(move || {
        let mut open = Vec::new();
        for mut stream in listener.incoming().flatten() {
            let _ = stream
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000000\r\n\r\n<html>");
            let _ = stream.write_all(&[b' '; 1_500_000]);
            open.push(stream);
        }
    });
    let folder = Folder::new();
    let good = folder.file("good.txt", "“The horn stays,” said Ingrid Halloran.\n".as_bytes());
    let mut tty = Tty::onrecord(&["--no-library", good.to_str().unwrap(), &address], 110, 24);
    tty.until("“The horn stays,”");
    tty.keys("\u{e}");
    tty.until("of 5.0 MB · Esc cancels");
    tty.keys("\u{1b}");
    tty.until("“The horn stays,”");
    tty.keys("q");
    tty.end();
}

#[test]
#[cfg(unix)]
fn sources_that_cannot_be_opened_are_reported_once_and_skipped() {
    let folder = Folder::new();
    let first = folder.file("first.txt", "“The horn stays,” said Ingrid Halloran.\n".as_bytes());
    let last = folder.file("last.txt", "“The bell goes,” said Tomas Reyes.\n".as_bytes());
    let missing = folder.path("missing.txt");
    let arguments = ["--no-library", first.to_str().unwrap(), missing.to_str().unwrap(), last.to_str().unwrap()];
    let mut tty = Tty::onrecord(&arguments, 110, 24);
    tty.until("“The horn stays,”");
    tty.keys("\u{e}");
    tty.until("no such file");
    tty.until("“The horn stays,”");
    tty.keys("\u{e}");
    tty.until("“The bell goes,”");
    tty.keys("\u{10}");
    tty.until("“The horn stays,”");
    tty.keys("q");
    tty.end();
}
