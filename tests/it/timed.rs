//! Times of recordings: read with subtitles, kept in the library, said in records, and written as subtitles again.

use crate::run::{Folder, run};
use onrecord::article::Article;
use onrecord::formats::{Content, Hint, read};

const TALK: &str = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ada Quill>The horn stays,\n\n00:03.000 --> 00:04.000\n<v Ada \
                    Quill>and <i>that</i> &amp; more.\n\n01:00:04.000 --> 01:00:05.500\n<v Bo Lind>No. We never said \
                    that.\n\n01:00:06.000 --> 01:00:07.000\n[applause]\n\n01:00:07.250 --> 01:00:09.000\n<v Ada \
                    Quill>We did.</v>\n<v Bo Lind>Never.</v>\n";

const CALL: &str = "1\n00:00:01,000 --> 00:00:02,000\nADA QUILL: The horn\n\n2\n00:00:02,000 --> 00:00:03,000\nstays <3.\n\n\
                    3\n00:00:03,000 --> 00:00:05,000\nBO LIND: No. Why?\n\n4\n00:00:05,000 --> 00:00:06,000\nADA QUILL: \
                    Because.\n";

/// `extract` of what is in the file `name`, in this format.
fn written(name: &str, subtitles: &str, format: &str) -> String {
    let folder = Folder::new();
    let file = folder.file(name, subtitles.as_bytes());
    let run = run(["extract", "--model", "fast", "--format", format, file.to_str().unwrap()], b"");
    assert_eq!((run.status, run.err.as_str()), (Some(0), ""));
    run.out
}

#[test]
fn subtitles_are_written_with_their_speakers() {
    assert_eq!(
        written("talk.vtt", TALK, "vtt"),
        "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Ada Quill>The horn stays,</v>\n\n00:00:03.000 --> 00:00:04.000\n\
         <v Ada Quill>and that &amp; more.</v>\n\n01:00:04.000 --> 01:00:05.500\n<v Bo Lind>No. We never said that.</v>\n\n\
         01:00:06.000 --> 01:00:07.000\n[applause]\n\n01:00:07.250 --> 01:00:09.000\n<v Ada Quill>We did.</v>\n\
         <v Bo Lind>Never.</v>\n\n"
    );
    let srt = written("talk.vtt", TALK, "srt");
    assert!(srt.starts_with("1\n00:00:01,000 --> 00:00:03,000\nAda Quill: The horn stays,\n\n2\n"), "{srt}");
    assert!(srt.ends_with("5\n01:00:07,250 --> 01:00:09,000\nAda Quill: We did.\nBo Lind: Never.\n\n"), "{srt}");
}

/// The cues of subtitles, as our own reader has them.
fn cues(name: &str, subtitles: &str) -> Vec<(u32, u32, String)> {
    let hint = Hint { name: Some(name.into()), ..Hint::default() };
    let Ok(Content::Article(article)) = read(subtitles.as_bytes().to_vec(), &hint) else { panic!("{subtitles}") };
    let article: Article = article;
    article.timed().map(|(span, times)| (times.start, times.end, article.slice(span).to_owned())).collect()
}

#[test]
fn written_subtitles_are_read_back() {
    for format in ["vtt", "srt"] {
        for (name, subtitles) in [("talk.vtt", TALK), ("call.srt", CALL)] {
            let once = written(name, subtitles, format);
            let again = written(&format!("again.{format}"), &once, format);
            assert_eq!(once, again, "{name} as {format}");
            let (before, after) = (cues(name, subtitles), cues("a.vtt", &written(name, subtitles, "vtt")));
            let times = |cues: &[(u32, u32, String)]| cues.iter().map(|cue| (cue.0, cue.1)).collect::<Vec<_>>();
            assert_eq!(times(&before), times(&after), "{name}");
        }
    }
}

#[test]
fn records_say_when_words_are_spoken() {
    let record: serde_json::Value = serde_json::from_str(&written("talk.vtt", TALK, "jsonl")).unwrap();
    let times: Vec<_> =
        record["quotes"].as_array().unwrap().iter().map(|quote| quote["time"]["start"].as_f64().unwrap()).collect();
    assert_eq!(times, [1.0, 3604.0, 3607.25, 3607.25]);
    assert_eq!(record["blocks"][0]["time"], serde_json::json!({"start": 1.0, "end": 4.0}));
    let schema: serde_json::Value = serde_json::from_str(include_str!("../../assets/record.schema.json")).unwrap();
    assert!(jsonschema::draft202012::new(&schema).unwrap().is_valid(&record));
    assert!(written("talk.vtt", TALK, "csv").contains(",01:00:04\n"));
    assert!(written("talk.vtt", TALK, "markdown").contains("¶2 \\[01:00:04\\]"));
}

#[test]
fn texts_without_times_are_refused_before_writing() {
    let folder = Folder::new();
    let text = folder.file("a.txt", "“No,” said Ada Finch.".as_bytes());
    let text = text.to_str().unwrap();
    for format in ["vtt", "srt"] {
        let to = folder.path(format);
        let refused = run(["extract", "--format", format, "-o", to.to_str().unwrap(), text], b"");
        refused.complains(1, "the article has no times");
        assert!(!to.exists());
        let shown = run(["extract", "--format", format, text], b"");
        shown.complains(1, "a.txt: the article has no times, which subtitles need");
        assert_eq!(shown.out, "");
    }
}

#[test]
fn the_library_keeps_times() {
    let folder = Folder::new();
    let (library, talk) = (folder.path("library"), folder.file("talk.vtt", TALK.as_bytes()));
    let (library, talk) = (library.to_str().unwrap(), talk.to_str().unwrap());
    assert_eq!(run(["library", "add", "--library", library, "--model", "fast", talk], b"").status, Some(0));
    let show = |library: &str| run(["library", "show", "--library", library, "--format", "vtt", "1"], b"").out;
    assert_eq!(show(library), written("talk.vtt", TALK, "vtt"));
    let all = run(["library", "export", "--library", library], b"").out;
    let other = folder.path("other");
    let other = other.to_str().unwrap();
    assert_eq!(run(["library", "import", "--library", other, "-"], all.as_bytes()).status, Some(0));
    assert_eq!(show(other), show(library));
}
