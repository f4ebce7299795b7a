//! Certificates, redirects and proxies, against a server with its own certificate.

use crate::run::{Folder, Run, program};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

const PAGE: &str = "<!doctype html><title>The horn</title><p>“The horn stays,” said Ingrid Halloran.</p>";

/// A server, and the first line and authorization of each request.
struct Server {
    port: u16,
    seen: Arc<Mutex<Vec<String>>>,
}

/// Answers one request: `/to/ADDRESS` redirects to that address, `/locked` wants a login, anything else is a page.
fn answer(mut stream: impl Read + Write, seen: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(&mut stream).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    let login = lines.take_while(|line| !line.is_empty()).find(|line| line.to_lowercase().starts_with("authorization"));
    seen.lock().unwrap().push(format!("{first} {}", login.unwrap_or_default()));
    let path = first.split(' ').nth(1).unwrap_or("");
    match path.strip_prefix("/to/") {
        Some(address) => write!(stream, "HTTP/1.1 302 Found\r\nLocation: {address}\r\nContent-Length: 0\r\n\r\n")?,
        None if path == "/locked" => write!(stream, "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n")?,
        None => {
            let head = "Content-Type: text/html; charset=utf-8\r\nConnection: close";
            write!(stream, "HTTP/1.1 200 OK\r\n{head}\r\nContent-Length: {}\r\n\r\n{PAGE}", PAGE.len())?;
        }
    }
    stream.flush()
}

impl Server {
    fn new(tls: Option<Arc<ServerConfig>>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, seen) = (listener.local_addr().unwrap().port(), Arc::new(Mutex::new(Vec::new())));
        let requests = seen.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that rejects the certificate disconnects.
                let _ = match &tls {
                    Some(tls) => {
                        let connection = ServerConnection::new(tls.clone()).unwrap();
                        answer(StreamOwned::new(connection, stream), &requests)
                    }
                    None => answer(stream, &requests),
                };
            }
        });
        Server { port, seen }
    }

    /// A server with a certificate for `name`, and the certificate.
    fn safe(name: &str) -> (Server, String) {
        let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap();
        (Server::new(Some(Arc::new(config))), made.cert.pem())
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

/// Extracts `address` with these variables and no other network settings.
fn extract(address: &str, environment: &[(&str, &str)]) -> Run {
    let mut program = program();
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"] {
        program.env_remove(name).env_remove(name.to_lowercase());
    }
    let output = program.args(["extract", address]).envs(environment.iter().copied()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

#[track_caller]
fn reads(address: &str, environment: &[(&str, &str)]) {
    let run = extract(address, environment);
    assert!(run.status == Some(0) && run.out.contains("Ingrid Halloran"), "{address}: {}", run.err);
}

#[test]
fn certificates_are_trusted_only_as_the_environment_says() {
    let folder = Folder::new();
    let (server, certificate) = Server::safe("localhost");
    let file = folder.file("trusted.pem", certificate.as_bytes());
    let (file, folder_name) = (file.to_str().unwrap(), folder.path(""));
    let address = format!("https://localhost:{}/", server.port);
    reads(&address, &[("SSL_CERT_FILE", file)]);
    reads(&address, &[("SSL_CERT_DIR", folder_name.to_str().unwrap())]);
    let nobody = "its certificate is not trusted (no trusted authority has signed it)";
    extract(&address, &[]).complains(1, nobody);
    let (_, other) = Server::safe("localhost");
    let other = folder.file("other.pem", other.as_bytes());
    extract(&address, &[("SSL_CERT_FILE", other.to_str().unwrap())]).complains(1, nobody);
    let numbers = format!("https://127.0.0.1:{}/", server.port);
    extract(&numbers, &[("SSL_CERT_FILE", file)])
        .complains(1, "its certificate is not trusted (it is for another name)");
    for (name, value) in [("SSL_CERT_FILE", "/nowhere"), ("SSL_CERT_DIR", "/nowhere")] {
        extract(&address, &[(name, value)]).complains(1, &format!("{name} names no certificates"));
    }
    // Nor are those of the other variable taken in their place.
    let both = [("SSL_CERT_FILE", "/nowhere"), ("SSL_CERT_DIR", folder_name.to_str().unwrap())];
    extract(&address, &both).complains(1, "SSL_CERT_FILE names no certificates");
}

#[test]
fn https_requests_never_continue_over_http() {
    let folder = Folder::new();
    let ((safe, certificate), plain) = (Server::safe("localhost"), Server::new(None));
    let file = folder.file("trusted.pem", certificate.as_bytes());
    let trusted = [("SSL_CERT_FILE", file.to_str().unwrap())];
    let (safe_at, plain_at) = (format!("https://localhost:{}", safe.port), format!("http://localhost:{}", plain.port));
    extract(&format!("{safe_at}/to/{plain_at}/"), &trusted).complains(1, "redirects from https to http");
    assert!(plain.seen().is_empty());
    reads(&format!("{plain_at}/to/{safe_at}/"), &trusted);
    for nowhere in ["file:///etc/passwd", "ftp://localhost/", "javascript:1", "http://:0/"] {
        extract(&format!("{plain_at}/to/{nowhere}"), &[]).complains(1, "redirects to something other than a web page");
    }
    reads(&format!("{plain_at}/to//page"), &[]);
}

#[test]
fn credentials_go_only_to_the_same_scheme_host_and_port() {
    let folder = Folder::new();
    let ((safe, certificate), plain, other) = (Server::safe("localhost"), Server::new(None), Server::new(None));
    let file = folder.file("trusted.pem", certificate.as_bytes());
    let trusted = [("SSL_CERT_FILE", file.to_str().unwrap())];
    let from = format!("http://ada:secret@localhost:{}", plain.port);
    for to in [
        format!("http://localhost:{}/another-port", other.port),
        format!("http://127.0.0.1:{}/another-host", plain.port),
        format!("https://localhost:{}/another-scheme", safe.port),
        format!("http://eve:other@localhost:{}/told", other.port),
        "/the-same".to_owned(),
    ] {
        reads(&format!("{from}/to/{to}"), &trusted);
    }
    let all = [plain.seen(), other.seen(), safe.seen()].concat();
    for request in &all {
        let may_have_it = request.starts_with("GET /to/") || request.starts_with("GET /the-same");
        assert_eq!(request.contains("Basic YWRhOnNlY3JldA=="), may_have_it, "{request}");
        assert!(may_have_it || !request.to_lowercase().contains("authorization"), "{request}");
    }
    assert_eq!(all.len(), 10);
}

#[test]
fn an_invalid_proxy_is_an_error_and_no_request_goes_out_without_it() {
    let server = Server::new(None);
    let address = format!("http://127.0.0.1:{}/", server.port);
    for name in ["ALL_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"] {
        for value in
            ["no proxy at all", "htp://localhost:1", "http://", "localhost:port", "http://u:pw@:80", "::", "%zz"]
        {
            let run = extract(&address, &[(name, value)]);
            run.complains(1, &format!("{name} is not a valid proxy address"));
            assert!(!run.err.contains("pw"), "{}", run.err);
        }
    }
    assert!(server.seen().is_empty());
    extract(&address, &[("http_proxy", "http://127.0.0.1:1")])
        .complains(1, "no connection to the proxy 127.0.0.1:1 (refused)");
    extract("http://onrecord.invalid/", &[("http_proxy", "http://u:pw@proxy.invalid:8")])
        .complains(1, "no connection to the proxy proxy.invalid:8 (its name is not known)");
    // The library makes every connection by CONNECT.
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = proxy.local_addr().unwrap().port();
    let refusal = b"HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n";
    thread::spawn(move || {
        for mut stream in proxy.incoming().flatten() {
            // The whole request is read, and the answer, before the connection is closed: it would be reset otherwise.
            let (mut request, mut byte) = (Vec::new(), [0]);
            while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
                request.push(byte[0]);
            }
            let _ = stream.write_all(refusal).and_then(|()| stream.read_to_end(&mut request));
        }
    });
    extract("http://bay.example/", &[("http_proxy", &format!("http://127.0.0.1:{port}"))])
        .complains(1, "it has to allow CONNECT, for http as well");
    reads(&address, &[("http_proxy", "")]);
    reads(&address, &[("http_proxy", "http://127.0.0.1:1"), ("NO_PROXY", "127.0.0.1")]);
}

#[test]
fn each_failure_has_its_own_message() {
    extract("http://127.0.0.1:1/", &[]).complains(1, "no connection (refused)");
    let server = Server::new(None);
    let locked = format!("127.0.0.1:{}/locked", server.port);
    let hint = "401 Unauthorized; a user and a password go into the address, and are never kept";
    extract(&format!("http://{locked}"), &[]).complains(1, hint);
    let refused = extract(&format!("http://ada:secret@{locked}"), &[]);
    refused.complains(1, "401 Unauthorized");
    assert!(!refused.err.contains("password"), "{}", refused.err);
    let unknown = extract("http://nowhere.invalid/", &[]);
    unknown.complains(1, "http://nowhere.invalid/: ");
    assert!(unknown.err.contains("no such server") || unknown.err.contains("cannot be resolved"), "{}", unknown.err);
    // Not a certificate.
    let plain = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = plain.local_addr().unwrap().port();
    thread::spawn(move || plain.incoming().flatten().for_each(|mut s| drop(s.write_all(b"HTTP/1.1 400 Bad\r\n\r\n"))));
    extract(&format!("https://127.0.0.1:{port}/"), &[]).complains(1, "the connection is not safe (");
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    thread::spawn(move || silent.incoming().flatten().for_each(|stream: TcpStream| drop(stream)));
    let broken = extract(&format!("http://127.0.0.1:{port}/"), &[]);
    broken.complains(1, "the response ended early");
}
