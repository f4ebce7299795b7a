//! The speaker of each quotation by name, in short texts whose form tells.

use onrecord::article::plain;
use onrecord::language::analyse;

/// Asserts that the speakers of the quotations of `text`, in order, are `expected`. A group has the number of its
/// members behind it.
pub fn check(text: &str, expected: &[&str]) {
    let article = plain::article(text.to_owned());
    let analysis = analyse(&article);
    let shown = |who: usize| {
        let person = &analysis.people[who];
        match person.members.len() {
            0 => person.name.clone(),
            members => format!("{} ({members})", person.name),
        }
    };
    let speakers: Vec<String> =
        analysis.quotations.iter().map(|quotation| quotation.speaker.map_or("nobody".to_owned(), shown)).collect();
    assert_eq!(speakers, expected, "{text}");
}

#[test]
fn names_of_bodies_are_whole() {
    for (text, name) in [
        ("The Center for Harbor Safety said the pier was sound.", "Center for Harbor Safety"),
        ("The National Fishing Committee said it would wait.", "National Fishing Committee"),
        ("The Republican Party of Orwick said the vote was final.", "Republican Party of Orwick"),
        ("The Orwick Federation of Teachers said pay was low.", "Orwick Federation of Teachers"),
        (
            "The Department of Health and Human Dignity said the tests were late.",
            "Department of Health and Human Dignity",
        ),
        ("The Court of Appeals for the 6th District said the law was void.", "Court of Appeals for the 6th District"),
        ("Harbor Watch said the records were missing.", "Harbor Watch"),
        ("Ada Lind left. The Republican Party said it would wait.", "Republican Party"),
        ("Ada Lind left. The Labour Party said it would wait.", "Labour Party"),
    ] {
        check(text, &[name]);
    }
}

#[test]
fn the_first_word_of_a_body_is_short_for_it() {
    let text = "Quillon Dynamics said it would cut jobs. Quillon said it had no choice.";
    check(text, &["Quillon Dynamics", "Quillon Dynamics"]);
}

#[test]
fn a_paraphrase_below_a_quotation_belongs_to_its_source() {
    let told = |text: &str, clause: &str, name: &str| {
        let article = plain::article(text.to_owned());
        let analysis = analyse(&article);
        let found =
            analysis.quotations.iter().find(|quotation| article.slice(quotation.content[0]).starts_with(clause));
        let speaker = found.and_then(|quotation| quotation.speaker).map(|id| analysis.people[id].name.as_str());
        assert_eq!(speaker, Some(name), "{text}");
        let asked = analysis.quotations.iter().find(|quotation| quotation.kind != onrecord::language::Kind::Indirect);
        let by_cue = asked.is_some_and(|quotation| quotation.cue.is_some());
        assert!(!by_cue, "{text}");
    };
    for (text, clause, name) in [
        (
            "The committee met on Thursday.\n\n“None, convener.”\n\nUna Reid, whose ward includes the two harbours, said a \
             boatyard on Oxna had lost eight orders.",
            "a boatyard on Oxna",
            "Una Reid",
        ),
        (
            "The inquest resumed on Monday.\n\n“It was in the cellar, ma'am.”\n\nDr Petra Vane, a pathologist, said the burn \
             would have healed within a month.",
            "the burn would",
            "Petra Vane",
        ),
    ] {
        told(text, clause, name);
    }
    // Nothing is told here but who said it.
    check("“We shall stay in the hall tonight.”\n\nUna Reid, a crofter, said on Monday.", &["Una Reid"]);
}

#[test]
fn documents_do_not_speak_for_the_party_that_obtained_them() {
    for (text, names) in [
        (
            "Petra Haddow resigned on Monday. She wrote in a letter to staff that she was sorry. The letter, which was obtained by \
             the Harbour Gazette, also said that layoffs would begin in May.",
            &["Petra Haddow", "the letter"][..],
        ),
        (
            "The board met on Tuesday. The memo, first reported by Orwick News, said that the bridge would close in spring.",
            &["the memo"],
        ),
        (
            "The board met. A draft of the report obtained by Orwick News said the bridge would close in spring.",
            &["a draft of the report obtained by Orwick News"],
        ),
        (
            "The board met. A study published by the Orwick Institute said the bridge would close in spring.",
            &["Orwick Institute"],
        ),
    ] {
        check(text, names);
    }
}

#[test]
fn invoked_names_are_not_people() {
    for text in [
        "Ada Lind sat down. “Thank God,” she said. “My God, it is late.”",
        "Ada Lind said that the Lord had never minded the wood.",
        "“Good Lord,” said Ada Lind. “Heaven knows.”",
    ] {
        let article = plain::article(text.to_owned());
        let names: Vec<String> = analyse(&article).people.into_iter().map(|person| person.name).collect();
        assert_eq!(names, ["Ada Lind"], "{text}");
    }
    check("God said that it was good.", &["God"]);
}

#[test]
fn a_pronoun_that_carries_turns_over_is_not_a_name() {
    for text in [
        "Ada Lind looked at Tom Hale. “Did you write it?” she asked.\n\n“I did,” he said.\n\n“Is it your book?”\n\n“It lay in my \
         house.”\n\n“And the lamp?”\n\n“It was mine.”",
        "The trial of the miller Tom Hale opened on Monday. “I was a man with a cart,” he said from the dock.\n\nProsecutor Ada Lind \
         rose at once.\n\n“Is that your hand?” she asked.\n\n“It may be.”\n\n“Is it your book?”\n\n“It lay in my house.”\n\n“And to \
         whom were you writing?”\n\nHis lawyer, Ben Orme, objected that the question was unfair.",
    ] {
        let analysis = analyse(&plain::article(text.to_owned()));
        let names: Vec<&str> = analysis.people.iter().map(|person| person.name.as_str()).collect();
        assert!(!names.contains(&"he") && !names.contains(&"she"), "{text}: {names:?}");
    }
}

#[test]
fn several_speak_together() {
    for (text, name) in [
        ("Ann Lee and Tom Orwell said they would vote.", "Ann Lee and Tom Orwell (2)"),
        ("Sens. Ann Lee (R-Pell) and Tom Orwell of Marden said they would vote.", "Ann Lee and Tom Orwell (2)"),
        (
            "The two leading candidates, Ann Lee and Senator Tom Orwell, said they would vote.",
            "Ann Lee and Tom Orwell (2)",
        ),
        ("Marden's two candidates, Ann Lee and Tom Orwell, said they would vote.", "Ann Lee and Tom Orwell (2)"),
        ("Bo Lee and Tom Orwell’s analysis said it would fail.", "Bo Lee and Tom Orwell (2)"),
        ("Ann Lee, the speaker of the house, and Tom Orwell said they would vote.", "Ann Lee and Tom Orwell (2)"),
        ("Ann Lee, head of the Orwick Fund and Tom Orwell’s former aide, said she would vote.", "Ann Lee"),
        ("Neighbors Ivo Petrak and Mei-Lin Park said they would vote.", "Ivo Petrak and Mei-Lin Park (2)"),
        ("Ann Lee and her aides said they would vote.", "Ann Lee and her aides (2)"),
    ] {
        check(text, &[name]);
    }
    check("Ann Lee and Tom Orwell met in Pell. They said it took two years.", &["Ann Lee and Tom Orwell (2)"]);
}

#[test]
fn possessions_are_named_after_their_owner() {
    check("Tom Orwell ran for mayor. His campaign said it had raised more.", &["Tom Orwell’s campaign"]);
    check(
        "The Orwell campaign said it had raised more. The Pell campaign said that was untrue.",
        &["the Orwell campaign", "the Pell campaign"],
    );
}

#[test]
fn documents_speak_for_their_issuer() {
    check("An Orwick Tribune poll found that most had made up their minds.", &["Orwick Tribune"]);
    check("A report published by the Orwick Institute said the bridge was safe.", &["Orwick Institute"]);
    let text = "Poll: Three races are close.\n\nThree races for mayor are close, a Lindgren University poll shows. The poll \
                found that most had not made up their minds.";
    check(text, &["Lindgren University"; 3]);
}

#[test]
fn relative_who_refers_to_the_noun_before_it() {
    check("Young voters who said the law was weak stayed at home with Ann Lee.", &["Young voters"]);
}

#[test]
fn the_author_is_named_by_the_last_line() {
    let text = "The tide came early that year.\n\nI think the harbor should be closed at night.\n\n\
                Ann Lee is a fisherman in Orwick and the author of “Tides.”";
    check(text, &["Ann Lee"]);
}

#[test]
fn a_suffix_tells_father_and_son_apart() {
    let bout = "Terrell Vane Jr. won the bout on Saturday.\n\n“I was never hurt,” Vane Jr. said. His father, Terrell Vane \
                Sr., saw it otherwise. “He was hurt in the fourth,” Vane Sr. said.\n\nThe elder Vane said he would rest. \
                The younger Vane said that he had heard it before.";
    let (senior, junior) = ("Terrell Vane Sr.", "Terrell Vane Jr.");
    check(bout, &[junior, senior, senior, junior]);
    for (text, names) in [
        (
            "Walter Orme III met Walter Orme Jr. at the mill. Orme III said it would close. Orme Jr. said it would not.",
            ["Walter Orme III", "Walter Orme Jr."],
        ),
        // One suffix tells nobody apart.
        ("Walter Orme said it would close. Walter Orme Jr. said he was sorry.", ["Walter Orme Jr.", "Walter Orme Jr."]),
        ("Walter Orme, Jr., said it would close. Orme said he was sorry.", ["Walter Orme, Jr.", "Walter Orme, Jr."]),
    ] {
        check(text, &names);
    }
}

#[test]
fn a_noun_of_a_nation_describes_a_person() {
    for (text, name) in [
        ("Ruud Fikkert left the club in May. The Dutchman said he was tired.", "Ruud Fikkert"),
        ("Sen. Ada Lind voted no. The Pell Republican said the bill was late.", "Ada Lind"),
        ("A Brazilian said the road was closed.", "a Brazilian"),
    ] {
        check(text, &[name]);
    }
    // An adjective before a noun is no such noun.
    check("The Republican senator said the bill was late.", &["the Republican senator"]);
}

#[test]
fn a_request_for_anonymity_is_not_a_quotation() {
    for asked in
        ["asked not to be named because the budget is secret", "asked not to be identified", "requested anonymity"]
    {
        let text = format!("A senior official at the ministry, who {asked}, said the pump would not last the winter.");
        check(&text, &["a senior official at the ministry"]);
    }
}

#[test]
fn the_complement_of_a_role_is_not_the_speaker() {
    for (text, name) in [
        ("The governor of Ohio Petra Sundqvist said the road was shut.", "Petra Sundqvist"),
        ("Tom Orwell left. The governor of New York Petra Sundqvist said the road was shut.", "Petra Sundqvist"),
        ("Tom Orwell left. The ambassador to Britain Liu Wen said the talks were over.", "Liu Wen"),
        ("Tom Orwell left. The head of the port authority Ann Lee said the pier was sound.", "Ann Lee"),
        (
            "Tom Orwell left. The head of the military administration of Sumy Region Oleh Hryhorov said the road was shut.",
            "Oleh Hryhorov",
        ),
        ("Tom Orwell left. The director of Tern Logistics Peter Hale said the pier was sound.", "Peter Hale"),
    ] {
        check(text, &[name]);
    }
    check(
        "The governor of Ohio Petra Sundqvist shut the road. Tom Orwell left. The governor said it was icy.",
        &["Petra Sundqvist"],
    );
    for text in [
        "The widow of Ann Lee said the pier was sound.",
        "The parents of Ann Lee said the pier was sound.",
        "A lawyer for the singer Ann Lee said the pier was sound.",
        "A spokesman for Ann Lee said the pier was sound.",
    ] {
        let speaker = text.split(" said").next().unwrap_or_default();
        check(text, &[&speaker.replacen("The", "the", 1).replacen("A ", "a ", 1)]);
    }
}

#[test]
fn people_are_not_described_in_their_own_words() {
    let text = "Ada Quill: We open the harbour on Monday.\n\nBo Holt: And who pays for the dredging?\n\n\
                Ada Quill: The town does. The minister said she would help.\n";
    check(text, &["Ada Quill", "Bo Holt", "Ada Quill", "the minister"]);
}

#[test]
fn names_inside_a_description_do_not_speak() {
    for (text, name) in [
        (
            "One teacher supporting Mr. Hale, Dorian Petrov of Millbrook Academy, said doors had opened.",
            "Dorian Petrov",
        ),
        ("The man who struck Ann Lee said he was sorry.", "the man"),
        ("Tom Orwell, head of the campaign group Shelter for All, or SFA, said tenants had waited.", "Tom Orwell"),
    ] {
        check(text, &[name]);
    }
}

#[test]
fn bodies_are_named_by_their_members() {
    let (whole, short) = ("Harbor Pilots of America", "“We had no choice,” the Harbor Pilots said.");
    check(&format!("The {whole} went on strike. {short}"), &[whole]);
    check("The Daughters of Marden called it a sham.", &["Daughters of Marden"]);
    check("The Army for Liberation of the Coast said it would fight.", &["Army for Liberation of the Coast"]);
}

#[test]
fn a_surname_alone_is_not_a_relative() {
    for (text, name) in [
        (
            "Carl Boone lost his barn. His wife, Ellen Boone, ran out. “It went up like paper,” Boone said.",
            "Carl Boone",
        ),
        ("Imelda Castro’s husband went back. “I told him,” Castro said. Rufino Castro was found.", "Imelda Castro"),
        ("Delano Ford, 17, died at once. His father, Errol, wept. “Look at him,” Mr Ford said.", "Errol"),
        ("Dale Hurst ran. His son said he would win. Evan Hurst, son of the candidate, was on air.", "Evan Hurst"),
    ] {
        check(text, &[name]);
    }
}

#[test]
fn a_relation_of_a_person_is_another_person() {
    let text = "Ann Burns shrugged. Her neighbour was less calm. “They took the door,” the neighbour said.";
    check(text, &["Ann Burns’ neighbour"]);
}

#[test]
fn a_given_name_weighs_more_than_a_pronoun() {
    check(
        "Mary Shaw worked with David Kerr. Kerr thought it was a planet. She said it was a cloud.",
        &["David Kerr", "Mary Shaw"],
    );
}

#[test]
fn a_description_with_a_name_joins_those_who_speak() {
    for text in
        ["Carol Ames and her son, Pete Ames, said they had seen it.", "Carol Ames and Pete Ames said it was late."]
    {
        check(text, &["Carol Ames and Pete Ames (2)"]);
    }
}

#[test]
fn photographers_say_nothing() {
    let text = "Peter Sander is an actor.\n\nNeil Barnaby via Getty Images.\n\n“What if I took lessons?” \
                the 43-year-old asked.";
    check(text, &["Peter Sander"]);
}

#[test]
fn relative_which_refers_to_the_body_right_before_it() {
    let text = "The United Dockers struck, and so did the Brotherhood of Rail Clerks, which said it would not return.";
    check(text, &["Brotherhood of Rail Clerks"]);
}

#[test]
fn both_are_the_two_named_before() {
    for text in [
        "Ann Lee and Tom Orwell were freed on Friday. Both said they were tired.",
        "Ann Lee and Tom Orwell were freed on Friday. Both captives said they were tired.",
        "Ann Lee and Tom Orwell were freed on Friday. The two captives said they were tired.",
        "Ann Lee and Tom Orwell were freed on Friday. The pair said they were tired.",
    ] {
        check(text, &["Ann Lee and Tom Orwell (2)"]);
    }
    check("Ivo Orwell met Tom Pell in court. The two men said it was over.", &["Ivo Orwell and Tom Pell (2)"]);
    check("Ann Lee was at the gate. The two men said it was over.", &["the two men"]);
}

#[test]
fn bodies_of_two_nations_are_two() {
    check(
        "The French interior ministry said it would close the border. The Belgian interior ministry said it had been informed.",
        &["the French interior ministry", "the Belgian interior ministry"],
    );
    check(
        "The state’s health department said cases rose. The city’s health department said they fell.",
        &["the state’s health department", "the city’s health department"],
    );
}

#[test]
fn a_name_may_end_in_a_possessive() {
    check("Brantley’s said it would close nine shops. Sales at Brantley’s fell.", &["Brantley’s"]);
    check("Orwell’s plan failed. Orwell’s brother said it was over.", &["Orwell’s brother"]);
}

#[test]
fn small_words_in_capitals_begin_the_names_of_bodies() {
    for (text, name) in [
        ("On Monday IF Metall said the strike would go on.", "IF Metall"),
        ("On Monday Save Our Harbours said the pier was rotten.", "Save Our Harbours"),
    ] {
        check(text, &[name]);
    }
}

#[test]
fn an_office_is_not_a_name() {
    check("The High Commissioner for Harbours, Filippa Grand, said the piers were full.", &["Filippa Grand"]);
}

#[test]
fn the_relative_who_spoke_continues() {
    check(
        "Clara Whitlock was killed on Saturday. Denise Whitlock, her mother, said the junction was a trap. Whitlock said \
         she had complained.",
        &["Denise Whitlock", "Denise Whitlock"],
    );
}

#[test]
fn the_subject_of_a_passive_does_not_speak() {
    check("Dan Moss was told by Ivy Lowe last week that his house had been searched.", &["Ivy Lowe"]);
}

#[test]
fn the_addressee_is_not_the_speaker() {
    let text = "Ines Roca was fined on Monday. The judge told Roca that she was lucky.";
    check(text, &["the judge"]);
}

#[test]
fn narrators_are_named_by_forms_of_address() {
    for text in [
        "“Are you twins?” the woman asked.\n\n“Cousins,” said Kit. “I drive.”\n\n“And you?”\n\n“I’m Rosa,” I said.",
        "Kit shut the door. “Where is the boat, Rosa?” she asked.\n\n“Gone,” I said. I had not slept.",
    ] {
        let article = plain::article(text.to_owned());
        let analysis = analyse(&article);
        let last = analysis.quotations.last().unwrap();
        assert_eq!(analysis.people[last.speaker.unwrap()].name, "Rosa", "{text}");
    }
    // Whoever is named in the narration is not the one who narrates.
    let text = "Rosa came in. “Where is the boat, Rosa?” Kit asked.\n\n“Gone,” I said.";
    let analysis = analyse(&plain::article(text.to_owned()));
    let last = analysis.quotations.last().unwrap();
    assert_eq!(analysis.people[last.speaker.unwrap()].name, "the author");
}

#[test]
fn kinship_terms_are_converse() {
    for (text, name) in [
        ("Ezra Pike and his daughter, Bess Rowe, came late. Her father said the road was out.", "Ezra Pike"),
        ("Ezra Pike’s wife, Lena Rowe, came late. Her husband said the road was out.", "Ezra Pike"),
        ("Lena Rowe’s nephew, Ezra Pike, came late. His aunt said the road was out.", "Lena Rowe"),
        ("Ezra Pike’s daughter, Bess Rowe, came late. Her mother said the road was out.", "Bess Rowe’s mother"),
    ] {
        check(text, &[name]);
    }
}

#[test]
fn honorifics_distinguish_people_with_one_surname() {
    for (text, names) in [
        ("“I waited,” said Mrs. Penrose. “So did I,” said Miss Penrose.", ["Mrs. Penrose", "Miss Penrose"]),
        ("“It is burnt,” said Captain Holt. “All of it,” said Mrs. Holt.", ["Captain Holt", "Mrs. Holt"]),
        ("“It is burnt,” said Dr. Jane Holt. “All of it,” said Mrs. Holt.", ["Jane Holt", "Jane Holt"]),
    ] {
        check(text, &names);
    }
}

#[test]
fn vocatives_do_not_speak() {
    let text = "Ben Marsh and Anna Cole waited at the gate.\n\n“They are late, Ben,” said Anna.\n\n“They are always late, \
                Anna.”\n\n“What did you tell them, Ben?”";
    check(text, &["Anna Cole", "Ben Marsh", "Anna Cole"]);
}

#[test]
fn a_surname_continues_with_the_last_speaker() {
    check(
        "Alma Rutter, 54, said the bus had slid. Jesse Rutter, 59, said he drove the last mile. “I could hear them,” Rutter \
         said.",
        &["Alma Rutter", "Jesse Rutter", "Jesse Rutter"],
    );
    check(
        "“We will miss her,” said Alma Rutter. Her husband, Jesse Rutter, said it was late. “Nobody asked us,” Rutter said.",
        &["Alma Rutter", "Jesse Rutter", "Jesse Rutter"],
    );
}

#[test]
fn described_people_are_people() {
    let text = "Kit rang, and the vicar let her in.\n\n“You are late,” said the vicar to Kit.\n\n“The road was under water,” \
                said Kit.\n\nHe took her coat. “It always is,” said the vicar.";
    check(text, &["the vicar", "Kit", "the vicar"]);
}

#[test]
fn quantifiers_get_their_elided_noun() {
    for (text, speakers) in [
        (
            "The nurses met on Monday. Some said that they would strike. Others said it was too early.",
            &["some nurses", "other nurses"][..],
        ),
        ("One passenger said the ferry was late. Another said it was cold.", &["one passenger", "another passenger"]),
        (
            "Among Orwick voters, 74 percent said they were happy, while 22 percent said they would move.",
            &["74 percent of Orwick voters", "22 percent of Orwick voters"],
        ),
        ("She met several lawyers; one suggested that she should marry.", &["one lawyer"]),
        // Nobody tells of whom they are a part.
        ("The lake was quiet. Some say it is haunted. Many believe it.", &["some", "many"]),
    ] {
        check(text, speakers);
    }
}

#[test]
fn an_age_beside_a_name_identifies_the_person() {
    let text = "The rapper Jay Osei, 29, met the mayor, Lou Finch, on Friday. The 29-year-old said he grew up here.";
    check(text, &["Jay Osei"]);
}

#[test]
fn claims_belong_to_their_owner() {
    for (text, speakers) in [
        ("Ada Lind shrugged off a suggestion from Tom Orr that she should resign.", &["Tom Orr"][..]),
        ("Ada Lind dismissed a claim by Harbor Watch that its cranes are too short.", &["Harbor Watch"]),
    ] {
        check(text, speakers);
    }
}

#[test]
fn the_noun_of_a_source_is_whole() {
    for (text, speakers) in [
        ("The suspect alleged that the port failed to guard its data.", &["the suspect"][..]),
        (
            "A newly released memo from the council finds that the bridge had only two guards.",
            &["a newly released memo from the council"],
        ),
        (
            "A spokesman for the airline Skyways said the crew had been suspended.",
            &["a spokesman for the airline Skyways"],
        ),
        ("Danish journalist and author Freja Holm said the timing was bad.", &["Freja Holm"]),
        (
            "Mayor Tom Orr and the banker Ana Reyes met. The mayor and the banker said they had agreed.",
            &["Tom Orr and Ana Reyes (2)"],
        ),
        (
            "A coalition of forty groups - including the Harbor Trust and Friends of the Lake - said the plan was late.",
            &["a coalition of forty groups"],
        ),
        ("Ann Lee left the hall. T-shirts quickly appeared under a sign that said “We won.”", &["a sign"]),
        (
            "The turnout was low, according to early results of the exit poll conducted by Hale Research for the Orwick Press \
             and Television Networks.",
            &["Hale Research"],
        ),
    ] {
        check(text, speakers);
    }
}

#[test]
fn two_of_one_surname_are_two() {
    for (text, speakers) in [
        (
            "“We will go,” said Una Abbot on Monday.\n\n“We will stay,” said Di Abbot on Tuesday.",
            &["Una Abbot", "Di Abbot"][..],
        ),
        ("“We will go,” said Ned Hobbs.\n\n“We will stay,” said Ed Hobbs.", &["Ned Hobbs", "Ed Hobbs"]),
        ("“We will go,” said Edward Hobbs.\n\n“We will stay,” said Ed Hobbs.", &["Edward Hobbs", "Edward Hobbs"]),
    ] {
        check(text, speakers);
    }
}

#[test]
fn a_dateline_is_not_a_person() {
    check(
        "News in brief\n\nLONDON — The council met on Monday.\n\nPARIS — Workers walked out.\n\nLONDON — It rained.",
        &[],
    );
}

#[test]
fn interrogative_who_is_not_a_relative_pronoun() {
    let text = "Marta Quist leads the council. “It had to be done,” Quist said on Monday.\n\nWho says so";
    check(text, &["Marta Quist"]);
}

#[test]
fn a_company_is_found_by_the_words_beside_it() {
    for (text, speakers) in [
        (
            "Shares in Brandt Foods fell on Tuesday after the company cut its forecast.\n\nThe company blamed the weather.",
            &["Brandt Foods"][..],
        ),
        ("Ardmore Energy will close a depot in Leeds, the company said on Monday.", &["Ardmore Energy"]),
    ] {
        check(text, speakers);
    }
}

#[test]
fn a_biography_continues_with_its_subject() {
    check(
        "Greta Holm (born 2 May 1948) is a Danish chemist.\n\nEarly life\n\nHolm grew up in Aarhus with her sister Kaja, who \
         became a potter. Kaja taught her to draw.\n\nLater life\n\nShe retired in 2009. She said that she would not miss \
         the meetings.",
        &["Greta Holm"],
    );
}

#[test]
fn another_word_for_a_role_is_the_same_person() {
    check(
        "“He was asleep,” the attorney, Ruth Okafor, told reporters on Monday. The police chief shook his head.\n\nThe \
         lawyer said that her client had no record.",
        &["Ruth Okafor", "Ruth Okafor"],
    );
}
