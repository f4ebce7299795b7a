//! Sets how the program is linked.

use std::env;

/// Links the program to a fixed address on Linux. Its libraries have tables of some 70,000 pointers, nearly all of them
/// names of glyphs and entities, which a position-independent program must relocate before `main`. That took 0.7 of the
/// 3 ms until the first text, and 3 MB of memory. Libraries, stack and heap still have random addresses.
fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
    let target = |name: &str| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    let linked_whole = target("FEATURE").split(',').any(|feature| feature == "crt-static");
    if target("OS") == "linux" && target("ENV") == "gnu" && !linked_whole {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
