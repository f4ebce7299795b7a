//! The forms of labels, and lines that are not labels.

use super::*;

/// Formats the label of a line as `name (aside) style: body`, with `@` where there is a time.
#[track_caller]
fn check(line: &str, expected: &str) {
    let shown = Label::parse(line).map_or(String::from("none"), |label| {
        let aside = if label.aside.is_empty() { String::new() } else { format!(" ({})", &line[label.aside.clone()]) };
        let time = if label.timed { "@" } else { "" };
        format!("{}{aside}{time} {:?}: {}", &line[label.name.clone()], label.style, &line[label.body..])
    });
    assert_eq!(shown, expected, "{line}");
}

#[test]
fn forms() {
    for (line, expected) in [
        ("Ada Lind: No.", "Ada Lind Colon: No."),
        ("**Ada Lind:** No.", "Ada Lind Colon: No."),
        ("**Ada**: No.", "Ada Colon: No."),
        ("ADA LIND (North Quay) (Lab): No.", "ADA LIND (North Quay) Colon: No."),
        ("Ms LIND (North Quay—Ports) (09:31): No.", "Ms LIND (North Quay—Ports)@ Colon: No."),
        ("Ada Lind (00:03):", "Ada Lind@ Colon: "),
        ("Ada Lind  0:03", "Ada Lind@ Time: "),
        ("ada.lind  9:41 AM", "ada.lind@ Time: "),
        ("Ada Lind 10:03 AM\nNo.", "Ada Lind@ Time: No."),
        ("Ada Lind — 03/12/2024 10:03 AM", "Ada Lind@ Time: "),
        ("Ada Lind — Today at 10:03 AM", "Ada Lind@ Time: "),
        ("[00:00:03] Ada Lind: No.", "Ada Lind@ Colon: No."),
        ("Ada Lind: [00:00:03] No.", "Ada Lind@ Colon: No."),
        ("Speaker 0: 00:00:02", "Speaker 0@ Colon: "),
        ("Speaker #1: No.", "Speaker #1 Colon: No."),
        ("12/03/2024, 09:12 - Ada Lind: No.", "Ada Lind@ Colon: No."),
        ("[12.03.24, 09:12:11] Ada Lind: No.", "Ada Lind@ Colon: No."),
        ("10:03:22 From Ada Lind to Everyone: No.", "Ada Lind@ Colon: No."),
        ("Ada Lind, ferry office: No.", "Ada Lind (ferry office) Colon: No."),
        ("Mr. LIND. No.", "Mr. LIND Stop: No."),
        ("Mr. LIND (during the reading). No.", "Mr. LIND (during the reading) Stop: No."),
        ("Ms. DE LA CRUZ. No.", "Ms. DE LA CRUZ Stop: No."),
        ("    Mr. Lind. No.", "Mr. Lind Stop: No."),
        ("The CHAIR. No.", "The CHAIR Stop: No."),
        ("Ada Lind (PPE). – No.", "Ada Lind (PPE) Stop: No."),
        ("Ada Lind, rapporteur. – No.", "Ada Lind (rapporteur) Stop: No."),
        ("LIND — No.", "LIND Dash: No."),
        ("The SPEAKER pro tempore. No.", "The SPEAKER pro tempore Stop: No."),
        ("Mr. LIND, Jr. No.", "Mr. LIND, Jr Stop: No."),
        ("MR. LIND, JR.: No.", "MR. LIND, JR Colon: No."),
        ("ADA LIND. (Shivering.) No.", "ADA LIND Stop: (Shivering.) No."),
        ("Ada Lind (PPE), in writing. – No.", "Ada Lind (in writing) Stop: No."),
        ("A VOICE: No.", "A VOICE Colon: No."),
        ("Lind – No.", "Lind Dash: No."),
        ("Ada Lind – ferry office: No.", "Ada Lind (ferry office) Colon: No."),
        ("LIND\t\tNo.", "LIND Dash: No."),
        ("Ada Lind : No.", "Ada Lind Colon: No."),
        ("Some hon. Members: No.", "Some hon. Members Colon: No."),
        ("Some hon. members: No.", "Some hon. members Colon: No."),
        (">> ADA LIND: No.", "ADA LIND Colon: No."),
        ("<ada> no", "ada Brackets: no"),
        ("[10:03] <@ada_7> no", "ada_7@ Brackets: no"),
        ("[Ada Lind]: No.", "Ada Lind Brackets: No."),
        ("[Ada Lind, 00:12] No.", "Ada Lind@ Brackets: No."),
        ("00:12 | Ada Lind | No.", "Ada Lind@ Dash: No."),
        ("(Ada Lind)\nNo.", "Ada Lind Brackets: No."),
        ("Q Where?", "Q Letter: Where?"),
        ("Q. (BY MR. LIND) Where?", "Q (MR. LIND) Colon: Where?"),
        ("A: Here.", "A Colon: Here."),
        (" 3   Q   Where?", "Q Letter: Where?"),
        ("Q12   Ada Lind: No.", "Ada Lind Colon: No."),
        ("Q1: Where?", "Q1 Colon: Where?"),
        ("12  MR. LIND: No.", "MR. LIND Colon: No."),
        ("J. R. Lind: No.", "J. R. Lind Colon: No."),
        ("Lucas Ferro da Costa: No.", "Lucas Ferro da Costa Colon: No."),
        ("sam boyd: No.", "sam boyd Colon: No."),
        ("Ada Lind", "Ada Lind Line: "),
        ("Ada Lind\n(North Quay) (Lab)", "Ada Lind (North Quay) Line: "),
        ("Ada Lind\n(Laughs.) No.", "Ada Lind Line: (Laughs.) No."),
        ("田中：いいえ", "田中 Colon: いいえ"),
        ("Ada: 9:30 is early.", "Ada Colon: 9:30 is early."),
    ] {
        check(line, expected);
    }
}

#[test]
fn none() {
    for line in [
        "",
        "A boat sank.",
        "He said that it was late: nobody came.",
        "“Ada: no.”",
        "https://example.org/a",
        "The harbour was closed on Monday.",
        "9:30",
        "It is over!",
        "Find out, then",
    ] {
        check(line, "none");
    }
}
