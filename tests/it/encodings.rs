//! Files in legacy encodings, through the program.

use crate::run::{Folder, run};
use onrecord::formats::decode;
use proptest::prelude::*;

#[track_caller]
fn check(bytes: &[u8], text: &str) {
    let folder = Folder::new();
    let path = folder.file("a.txt", bytes);
    let run = run(["extract", path.to_str().unwrap()], b"");
    assert_eq!((run.status, run.err.as_str()), (Some(0), ""));
    assert_eq!(run.records()[0]["text"], text);
}

fn encoded(label: &str, text: &str) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
    let (bytes, _, unmappable) = encoding.encode(text);
    assert!(!unmappable, "{label}");
    bytes.into_owned()
}

#[test]
fn line_ends_and_marks() {
    check(b"a\r\nb\rc\n", "a\nb\nc\n");
    check(b"\xef\xbb\xbfa\r\n", "a\n");
    let utf16: Vec<u8> = "\u{feff}“Nü,”\r\n👩".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&utf16, "“Nü,”\n👩");
    let utf16: Vec<u8> = "\u{feff}“Nü,”\r\n👩".encode_utf16().flat_map(u16::to_be_bytes).collect();
    check(&utf16, "“Nü,”\n👩");
}

#[test]
fn damaged_utf8_stays_utf8() {
    check(b"\xe2\x80\x9cThe horn,\xe2\x80\x9d he\xff said\xc3.", "“The horn,” he\u{fffd} said\u{fffd}.");
    check(b"no other \xe2\x80", "no other \u{fffd}");
}

#[test]
fn older_encodings_are_recognised() {
    let english = "“The horn’s manners,” said Zoë Brontë – “are those of a cow.” It cost £4.";
    check(&encoded("windows-1252", english), english);
    // Far into the file, after more ASCII than detection looks at.
    let late = format!("{}{english}", "Nothing but plain words here. ".repeat(20_000));
    check(&encoded("windows-1252", &late), &late);
    let japanese = "市長は「警笛は残る」と述べた。住民たちは静かに聞いていた。\n港は夜まで閉まっている。";
    check(&encoded("shift_jis", japanese), japanese);
    check(&encoded("euc-jp", japanese), japanese);
    let chinese = "市长说：“汽笛会保留下来。”居民们安静地听着，直到夜里港口关闭。";
    check(&encoded("gbk", chinese), chinese);
    let russian = "Гудок останется, сказала мэр города. Жители молча слушали её до самой ночи.";
    check(&encoded("koi8-r", russian), russian);
    check(&encoded("windows-1251", russian), russian);
}

proptest! {
    #[test]
    fn any_bytes_become_text_without_carriage_returns(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(!decode(bytes).contains('\r'));
    }

    #[test]
    fn valid_utf8_stays_as_it_is(text in any::<String>()) {
        let unified = text.replace("\r\n", "\n").replace('\r', "\n");
        let expected = unified.strip_prefix('\u{feff}').unwrap_or(&unified);
        prop_assert_eq!(decode(text.clone().into_bytes()), expected);
    }
}
