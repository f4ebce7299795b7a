//! Web addresses, against a local server that is slow, disconnects, never ends, redirects and lies.

use crate::run::{Run, program};
use onrecord::source::fetch::{Address, Error, fetch};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

const PAGE: &str = "<!doctype html><title>The horn</title><p>“The horn stays,” said Ingrid Halloran.</p>";
const GONE: &str = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

/// A server, and the first line and authorization of each request.
struct Server {
    at: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap().to_string();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (requests, own) = (seen.clone(), at.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (requests, own) = (requests.clone(), own.clone());
                thread::spawn(move || {
                    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
                    let first = lines.next().unwrap_or_default();
                    let rest: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
                    let login = rest.iter().find(|line| line.to_lowercase().starts_with("authorization"));
                    requests.lock().unwrap().push(format!("{first} {}", login.map_or("", String::as_str)));
                    let path = first.split(' ').nth(1).unwrap_or("").to_owned();
                    // The client may be gone.
                    let _ = answer(&path, stream, &own);
                });
            }
        });
        Server { at, seen }
    }

    fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    fn extract(&self, path: &str) -> Run {
        extract(&self.address(path))
    }
}

fn extract(address: &str) -> Run {
    let output = program().args(["extract", address]).env_remove("http_proxy").env("NO_PROXY", "*").output().unwrap();
    Run {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn answer(path: &str, mut to: TcpStream, own: &str) -> std::io::Result<()> {
    let mut page = |kind: &str, bytes: &[u8]| {
        let length = bytes.len();
        write!(to, "HTTP/1.1 200 OK\r\n{kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")?;
        to.write_all(bytes)
    };
    match path {
        "/page" => page("Content-Type: text/html; charset=utf-8", PAGE.as_bytes()),
        "/latin" => page("Content-Type: text/html; charset=windows-1252", b"<p>\x93Yes,\x94 said Ingrid Halloran."),
        "/plain" => page("Content-Type: text/plain", "“The horn stays,” said Ingrid Halloran.\n".as_bytes()),
        "/dos-text" => {
            page("Content-Type: text/plain; charset=ibm866", b"\x8c\xae\xe1\xe2: \"It stays,\" said Ingrid Halloran.\n")
        }
        "/brotli" => page("Content-Type: text/html\r\nContent-Encoding: br", &brotli(PAGE.as_bytes())),
        "/bad-brotli" => page("Content-Type: text/html\r\nContent-Encoding: br", b"no brotli at all"),
        "/packed.txt.gz" => page("Content-Type: application/gzip", &gzip("“It stays,” said Ingrid Halloran.".as_bytes())),
        "/notes.md" => page("Content-Type: text/plain; charset=utf-8", "# Notes\n\n“It *stays*,” said Ingrid Halloran.".as_bytes()),
        "/lying-type" => page("Content-Type: image/png", PAGE.as_bytes()),
        "/picture" => page("Content-Type: text/html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        "/gzip" => page("Content-Type: text/html\r\nContent-Encoding: gzip", &gzip(PAGE.as_bytes())),
        "/bad-gzip" => page("Content-Type: text/html\r\nContent-Encoding: gzip", b"no gzip at all"),
        "/hop" => write!(to, "HTTP/1.1 302 Found\r\nLocation: /page\r\nContent-Length: 0\r\n\r\n"),
        "/round" => write!(to, "HTTP/1.1 302 Found\r\nLocation: /round\r\nContent-Length: 0\r\n\r\n"),
        "/to-file" => write!(to, "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"),
        "/away" => write!(to, "HTTP/1.1 302 Found\r\nLocation: http://localhost:{}/page\r\nContent-Length: 0\r\n\r\n", port(own)),
        "/short" => write!(to, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n{PAGE}"),
        "/huge" => write!(to, "HTTP/1.1 200 OK\r\nContent-Length: 90000000000\r\n\r\n{PAGE}"),
        "/nonsense" => write!(to, "I am no web server at all\r\n\r\n"),
        "/silence" => {
            thread::sleep(Duration::from_secs(30));
            Ok(())
        }
        "/endless" => {
            write!(to, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")?;
            loop {
                to.write_all(&[b'a'; 1 << 16])?;
            }
        }
        "/feed" => page(
            "Content-Type: application/rss+xml",
            "<?xml version='1.0'?><rss version='2.0'><channel><title>Bay\u{202e}\u{7}</title><item><guid>one</guid><title>One\
             \u{202e}</title><link>http://bay.example/1</link><description>&lt;p&gt;“Yes,” said Ada Quill.</description></item>\
             <item><guid>two</guid><title>Two</title><description>No, said Bo Lind.</description></item></channel></rss>"
                .replace('\u{7}', "")
                .as_bytes(),
        ),
        _ => to.write_all(GONE.as_bytes()),
    }
}

fn port(own: &str) -> &str {
    own.rsplit(':').next().unwrap_or("")
}

/// `bytes` as gzip, stored without compression.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut crc = !0u32;
    for &byte in bytes {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    let length = bytes.len() as u16;
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    packed.extend(length.to_le_bytes());
    packed.extend((!length).to_le_bytes());
    packed.extend(bytes);
    packed.extend((!crc).to_le_bytes());
    packed.extend((bytes.len() as u32).to_le_bytes());
    packed
}

/// `bytes` as brotli, stored without compression.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    let head = (bytes.len() as u32 - 1) << 4 | 1 << 20;
    let mut packed = head.to_le_bytes()[..3].to_vec();
    packed.extend(bytes);
    packed.push(3);
    packed
}

#[test]
fn the_proxy_of_the_environment_is_used() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    let asked = thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
        let mut request = || {
            let first = lines.next().unwrap_or_default();
            lines.by_ref().take_while(|line| !line.is_empty()).for_each(drop);
            first
        };
        let first = request();
        if first.starts_with("CONNECT") {
            write!(stream, "HTTP/1.1 200 OK\r\n\r\n").unwrap();
            request();
        }
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{PAGE}", PAGE.len())
            .unwrap();
        first
    });
    let address = "http://bay.example/page";
    let output =
        program().args(["extract", address]).env("http_proxy", &proxy).env_remove("NO_PROXY").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("Ingrid Halloran"), "{output:?}");
    assert!(asked.join().unwrap().contains("bay.example"));
    let output = program().args(["extract", address]).env("http_proxy", "no proxy at all").output().unwrap();
    assert_eq!(
        (output.status.code(), String::from_utf8_lossy(&output.stderr).lines().count()),
        (Some(1), 1),
        "{output:?}"
    );
}

#[test]
fn formats_are_detected_from_content_type_and_address() {
    let server = Server::new();
    for (path, title, text) in [
        ("/dos-text", None, "Мост: \"It stays,\" said Ingrid Halloran.\n"),
        ("/packed.txt.gz", None, "“It stays,” said Ingrid Halloran."),
        ("/notes.md", Some("Notes"), "“It stays,” said Ingrid Halloran."),
    ] {
        let record = &server.extract(path).records()[0];
        assert_eq!((record["title"].as_str(), record["text"].as_str()), (title, Some(text)), "{path}");
        assert_eq!(record["url"], server.address(path));
    }
}

#[test]
fn pages_are_fetched_and_read() {
    let server = Server::new();
    for path in ["/page", "/plain", "/lying-type", "/gzip", "/brotli", "/hop", "/latin"] {
        let run = server.extract(path);
        assert_eq!((run.status, run.err.as_str()), (Some(0), ""), "{path}");
        let record = &run.records()[0];
        assert_eq!(record["source"], server.address(path), "{path}");
        assert_eq!(record["people"][0]["name"], "Ingrid Halloran", "{path}");
    }
    let record = &server.extract("/hop").records()[0];
    assert_eq!((&record["title"], &record["url"]), (&"The horn".into(), &server.address("/page").into()));
}

#[test]
fn unusable_answers() {
    let server = Server::new();
    for (path, cause) in [
        ("/missing", "the server answers 404 Not Found"),
        ("/round", "more than 10 redirects"),
        ("/to-file", "redirects to something other than a web page"),
        ("/short", "the response ended early"),
        ("/huge", "is longer than 100 MB"),
        ("/endless", "is longer than 100 MB"),
        ("/nonsense", "not a proper HTTP response ("),
        ("/bad-gzip", "not a proper HTTP response ("),
        ("/bad-brotli", "not a proper HTTP response ("),
        ("/picture", "is binary, not text"),
    ] {
        let run = server.extract(path);
        run.complains(1, &format!("{}: {cause}", server.address(path)));
        assert_eq!(run.out, "");
    }
    extract("http://127.0.0.1:1/").complains(1, "http://127.0.0.1:1/: no connection (refused)");
}

#[test]
fn credentials_go_only_to_their_server_and_are_not_shown() {
    let server = Server::new();
    let with = |path: &str| format!("http://ada:s%20cret@{}{path}", server.at);
    let run = extract(&with("/page"));
    assert!(!run.out.contains("ada") && !run.out.contains("cret"), "{}", run.out);
    assert_eq!(run.records()[0]["source"], server.address("/page"));
    extract(&with("/missing")).complains(1, &format!(" {}: the server", server.address("/missing")));
    extract(&with("/away"));
    let seen = server.seen.lock().unwrap();
    let logins: Vec<bool> = seen.iter().map(|request| request.contains("Basic YWRhOnMgY3JldA==")).collect();
    assert_eq!(logins, [true, true, true, false], "{seen:?}");
    // Nothing else was fetched: no icon, no robots.txt.
    assert_eq!(seen.len(), 4);
}

#[test]
fn fetching_reports_progress_and_can_be_cancelled() {
    let server = Server::new();
    for path in ["/silence", "/endless"] {
        let address = Address::parse(&server.address(path)).unwrap().unwrap();
        let started = Instant::now();
        let (mut calls, mut most) = (0, 0);
        let done = fetch(&address, None, &mut |progress| {
            calls += 1;
            most = most.max(progress.bytes);
            if calls == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(done.unwrap_err(), Error::Cancelled);
        assert!(started.elapsed() < Duration::from_secs(5));
        assert_eq!(most > 0, path == "/endless");
    }
}

#[test]
fn a_feed_gives_a_record_for_each_item() {
    let run = Server::new().extract("/feed");
    let records = run.records();
    let ids: Vec<&str> = records.iter().filter_map(|record| record["id"].as_str()).collect();
    assert_eq!(ids, ["one", "two"]);
    assert_eq!(
        (&records[0]["text"], &records[0]["url"]),
        (&"“Yes,” said Ada Quill.".into(), &"http://bay.example/1".into())
    );
    assert!(!run.out.contains('\u{202e}') || records[0]["title"] == "One\u{202e}");
}
