//! Whom sources that are descriptions and pronouns stand for.

use crate::speakers::check;

#[test]
fn a_clause_about_a_body_does_not_take_its_words() {
    for (text, speaker) in [
        ("The group, whose chairman, Ivo Brandt, left in May, said it would appeal.", "the group"),
        ("The agency, run by a retired general, Ugo Sand, said it had no plan.", "the agency"),
        ("The mayor’s deputy, Ugo Sand, said he had no plan.", "Ugo Sand"),
    ] {
        check(text, &[speaker]);
    }
}

#[test]
fn names_of_bodies_begin_with_their_members() {
    for (text, name) in [
        ("The General Dockers’ Union said pay was low.", "General Dockers’ Union"),
        ("The King’s Daughters Trust said it was sorry.", "King’s Daughters Trust"),
        ("The Nurses and Midwives Union said pay was low.", "Nurses and Midwives Union"),
        ("The Boys’ and Girls’ Medical Trust said it would close.", "Boys’ and Girls’ Medical Trust"),
        ("Residents’ Voice, a watchdog, said it was too much.", "Residents’ Voice"),
        ("The Harbours and Exchange Commission said it would wait.", "Harbours and Exchange Commission"),
        ("The Department of Energy, Mines and Water said it would wait.", "Department of Energy, Mines and Water"),
    ] {
        check(text, &[name]);
    }
}

#[test]
fn names_may_be_words_of_other_kinds() {
    for (text, name) in [
        ("Will Ferrabee, who runs the theatre, said it was sold.", "Will Ferrabee"),
        ("“It is sold,” said Omar Said. Mr. Said left.", "Omar Said"),
        ("“It is sold,” said Oluwa “Sunny” Okafor.", "Oluwa “Sunny” Okafor"),
    ] {
        check(text, &[name]);
    }
}

#[test]
fn whoever_asks_does_not_answer() {
    check("Asked by Maria Lund, the chair, the minister, Ugo Sand, said the plan was sound.", &["Ugo Sand"]);
    check("The ministry in the city, Orsk, said the plan was sound.", &["the ministry in the city"]);
}

#[test]
fn a_nationality_is_somebody_named_before() {
    for (text, speaker) in [
        ("Pia Luna won in three sets. The Argentine said she felt calm.", "Pia Luna"),
        ("Ines Vial lost in the final. The Swiss said she would be back.", "Ines Vial"),
        ("Ada Roe won the title. The New Zealander said she was tired.", "Ada Roe"),
    ] {
        check(text, &[speaker]);
    }
}

#[test]
fn words_of_the_name_of_a_body_give_nobody_a_gender() {
    check(
        "Ivo Brandt left early. Ugo Sand, a doctor at the Royal Women’s Hospital, said the ward was full. “We were lucky,” \
         he said.",
        &["Ugo Sand", "Ugo Sand"],
    );
}

#[test]
fn whoever_is_told_does_not_speak() {
    for (text, speaker) in [
        ("Orwick Crown Court heard that Ugo Sand had stolen the ring.", "nobody"),
        ("Ada Lind rang the hospital, only to be told that her father had been moved.", "nobody"),
        ("Ada Lind went to the hospital, where she was informed that her father had been moved.", "nobody"),
        ("Ada Lind was told by Ugo Sand that her father had been moved.", "Ugo Sand"),
    ] {
        check(text, &[speaker]);
    }
}

#[test]
fn an_age_is_not_that_of_somebody_older() {
    check(
        "Zoe Falk beat the champion, Ines Vial, in three sets. The 19-year-old said she had slept badly. Vial, 30, left.",
        &["Zoe Falk"],
    );
}

#[test]
fn relatives_follow_from_roles() {
    for (text, speaker) in [
        ("Lena Falk was the daughter of a baker, Peter Falk. Her father said that bread was honest.", "Peter Falk"),
        ("Ivo Sand is the son of Dora Sand and Ugo Sand. His mother said that he was lazy.", "Dora Sand"),
        ("Rosa Lane, the sister of Ivo Lane, was at home. His sister said that he had gone.", "Rosa Lane"),
    ] {
        check(text, &[speaker]);
    }
}
