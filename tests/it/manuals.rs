//! Texts about programs: what stands in lists of keys, menus and code is nobody's speech, and a file is nobody's name.

use crate::run::run;
use serde_json::Value;

/// The best model where the program has it, and the fast one.
const MODELS: [&str; 2] = ["auto", "fast"];

/// The quotations that `model` finds in `text`, read as `input`, with their speakers.
fn said(text: &str, input: &str, model: &str) -> Vec<(String, String)> {
    let record = &run(["extract", "--input", input, "--model", model], text.as_bytes()).records()[0];
    let letters: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    let words = |piece: &Value| -> String {
        let at = |end: &str| piece[end].as_u64().unwrap() as usize;
        letters[at("start")..at("end")].iter().collect()
    };
    let quotes = record["quotes"].as_array().unwrap().iter();
    let speaker = |quote: &Value| match quote["speaker"].as_u64() {
        Some(id) => record["people"][id as usize]["name"].as_str().unwrap().to_owned(),
        None => "nobody".to_owned(),
    };
    quotes.map(|quote| (words(&quote["content"][0]), speaker(quote))).collect()
}

#[test]
fn manuals_have_no_speakers() {
    for (text, input) in [
        (
            "# quill\n\nRun `quill diff` and it reports which notes changed. `quill log` tells who wrote them. See \
             [docs/usage.md](docs/usage.md), which explains how options interact, and `config.toml`, which says where notes \
             are kept.\n\nIf a note cannot be read, quill prints \"cannot read note: permission denied\". With `--strict` it \
             says \"2 notes skipped\" instead.\n",
            "markdown",
        ),
        (
            "# vole\n\n| Key | Action |\n|---|---|\n| <kbd>?</kbd> | ask for help |\n| `\"` | list the registers |\n| `'` | go to a \
             mark, \"twice\" to go back |\n| `q` | quit, says goodbye |\n| `:w` | write; says \"written\" |\n\n* `h` - tells the \
             parent folder\n* `Q:` quit without asking\n* `A:` ask again\n\nThe dialog says *Are you sure?* and the switch \
             \"Send reports\" says whether vole reports crashes.\n",
            "markdown",
        ),
        (
            "# vole\n\nA letter of Mayor Ingrid Halloran is `vole`. Press `?` for help.\n\n| key | does |\n|---|---|\n| `A` | \
             analyse the text with the best of the models that there are |\n| `\"` | list the marks and the jumps |\n| `B` | go back to the \
             place before, however far that is |\n| `Q` | quit the program, and lose nothing of it |\n| A B … | letters of \
             speakers, in the margin and the panel, where there are few |\n",
            "markdown",
        ),
        (
            "<h1>Install the client</h1><ol><li>Type <code>finch install</code>. It replies <samp>Where should finch \
             live?</samp></li><li>Press <kbd>Enter</kbd>. The prompt says <code>finch&gt;</code>.</li></ol><p>If the client says \
             “Connection refused”, the server is down: <code>finch status</code> tells which. According to \
             <code>finch.conf</code>, the port is 7070.</p>",
            "html",
        ),
        (
            "WREN(1)\n\nNAME\n\nwren - tell who said what in a log\n\nDESCRIPTION\n\nwren says who wrote which line.\n\n\
             -a, --all\nsay everything\n\n-q, --quiet\nsay nothing; the exit status tells whether anything was found\n\n\
             --color=WHEN\nWHEN says when to use colors: \"never\", \"always\", or \"auto\"\n\nThe system says that FILE is \
             missing.\n",
            "text",
        ),
    ] {
        for model in MODELS {
            assert_eq!(said(text, input, model), [], "{model}: {text}");
        }
    }
}

#[test]
fn people_speak_in_a_manual_too() {
    let text = "# Lantern\n\nThe generator that does what you say.\n\n> “Lantern made our documentation readable again.”\n> — Ingrid \
                Halloran, docs lead at Baywatch Ferries\n\n“It is the first tool that never surprised me,” says Priya \
                Natarajan, who maintains the `harbor` project.\n\n```\nlantern new site\nlantern serve\n```\n\n`lantern \
                serve` prints where the site is. `lantern check` says which links are broken.\n";
    let expected = [
        ("“Lantern made our documentation readable again.”", "Ingrid Halloran"),
        ("“It is the first tool that never surprised me,”", "Priya Natarajan"),
    ];
    for model in MODELS {
        let expected = expected.map(|(words, who)| (words.to_owned(), who.to_owned()));
        assert_eq!(said(text, "markdown", model), expected, "{model}");
    }
}

#[test]
fn a_text_with_a_word_of_code_is_not_a_manual() {
    let text = "The council met on Tuesday and heard the clerk, who had brought the numbers of the ferry with her.\n\n\
                The clerk said that the file `ferry.csv` was a mess. “Nobody can read it,” said Mayor Ingrid Halloran. \
                Officials said a new one would come in June.\n";
    let speakers: Vec<String> = said(text, "markdown", "auto").into_iter().map(|(_, speaker)| speaker).collect();
    assert!(speakers.iter().any(|name| name == "Ingrid Halloran") && speakers.len() == 3, "{speakers:?}");
}

#[test]
fn a_report_with_a_listing_is_not_a_manual() {
    let listing = "{\n".to_owned() + &"  \"name\": \"Ada\",\n".repeat(40) + "}";
    let text = format!(
        "The leak was found on Tuesday, and the council met at once to hear what had become of its files and of those \
         who are in them.\n\nOfficials said that nobody had been harmed. “It is late,” said `Ada`’s sister, Mayor Ruby Orr. The \
         ministry said it would look into it.\n\n```\n{listing}\n```\n\n{}",
        "The fog came in at noon, and nobody had seen it come. ".repeat(20)
    );
    let speakers: Vec<String> = said(&text, "markdown", "auto").into_iter().map(|(_, speaker)| speaker).collect();
    assert!(speakers.iter().any(|name| name == "Ruby Orr") && speakers.len() == 3, "{speakers:?}");
}

#[test]
fn our_own_readme_has_no_quotations() {
    for file in ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"] {
        let text = std::fs::read_to_string(file).unwrap();
        for model in MODELS {
            assert_eq!(said(&text, "markdown", model), [], "{file}, {model}");
        }
    }
}

#[test]
fn links_to_headings_lead_there() {
    let text = "# The ferry\n\nSee [the fares](#the-fares), [again](#the-fares-1), [what now?](#what-now) and \
                [nothing](#nowhere).\n\n## The fares\n\nOne.\n\n## The `fares`\n\nTwo.\n\n## What now?\n\nThree.\n";
    let article = onrecord::formats::article(
        text.to_owned().into(),
        &onrecord::formats::Hint { content_type: Some("text/markdown".into()), ..Default::default() },
    )
    .unwrap();
    let leads = article.inlines().iter().filter_map(|inline| match inline.kind {
        onrecord::article::InlineKind::Jump(at) => article.text()[at as usize..].lines().next(),
        _ => None,
    });
    assert_eq!(leads.collect::<Vec<_>>(), ["The fares", "The fares", "What now?"]);
}
