//! Screens as snapshots, with styles: what each view looks like at the sizes that matter. `INSTA_UPDATE=always cargo
//! test` rewrites them; look at what changed before committing it.

use crate::stage::Stage;

/// Holds the screen after `keys` against the snapshot `name`.
fn check(name: &str, stage: &mut Stage, keys: &str) {
    insta::with_settings!({ description => keys, omit_expression => true }, {
        insta::assert_snapshot!(name, stage.keys(keys).styled());
    });
}

#[test]
fn wide() {
    check("wide_at_the_top", &mut Stage::new(120, 40), "");
    check("wide_second_quotation", &mut Stage::new(120, 40), "]]");
    check("wide_people", &mut Stage::new(120, 40), "<Tab>Gl");
    check("wide_why", &mut Stage::new(120, 40), "]]i");
    check("wide_spotlight", &mut Stage::new(120, 40), "]s");
    check("wide_search", &mut Stage::new(120, 40), "/the<Enter>n");
    check("wide_without_panel", &mut Stage::new(120, 40), "z");
    check("wide_help", &mut Stage::new(120, 40), "?");
}

#[test]
fn middling() {
    check("middling_at_the_top", &mut Stage::new(80, 24), "");
    check("middling_uncertain", &mut Stage::new(80, 24), "!");
    check("middling_people_over_the_text", &mut Stage::new(80, 24), "<Tab>j");
    check("middling_direct_only", &mut Stage::new(80, 24), "vvG");
    check("middling_without_colour", &mut Stage::new(80, 24).monochrome(), "]]");
}

#[test]
fn small() {
    check("small_at_the_top", &mut Stage::new(40, 12), "");
    check("small_people", &mut Stage::new(40, 12), "<Tab>");
    check("small_why", &mut Stage::new(40, 12), "]i");
    check("small_prompt", &mut Stage::new(40, 12), ":brand");
    check("too_small", &mut Stage::new(30, 8), "");
}
