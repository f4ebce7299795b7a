//! How the program is linked, as Cargo asks before it compiles.

use std::env;

/// On Linux the program is linked to one fixed address. Its libraries bring tables of some 70,000 pointers, nearly all
/// of the names of glyphs and entities, and a program that may stand anywhere has each of them written before `main`:
/// that took 0.7 ms of the 3 that there are until the first text, and 3 MB of memory. Libraries, stack and heap still
/// stand at random addresses.
fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
    let target = |name: &str| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    let linked_whole = target("FEATURE").split(',').any(|feature| feature == "crt-static");
    if target("OS") == "linux" && target("ENV") == "gnu" && !linked_whole {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
