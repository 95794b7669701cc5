//! Circles planted in small sources are found and named; trees without one pass.

use std::path::PathBuf;

use crate::circles;
use crate::source::Files;

/// Files by name and text.
fn files(texts: &[(&str, &str)]) -> Files {
    texts.iter().map(|&(name, text)| (PathBuf::from(name), text.to_owned())).collect()
}

/// The circles of a crate, as they are printed.
fn said(texts: &[(&str, &str)]) -> String {
    circles(&files(texts)).iter().map(ToString::to_string).collect()
}

#[test]
fn circle_between_files_is_named_with_its_lines() {
    let said = said(&[
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "\nuse crate::b::B;\npub struct A(B);"),
        ("b.rs", "pub struct B;\nfn f() -> u8 { super::c::g() }"),
        ("c.rs", "//! Counts.\nuse crate::{a::A};\npub fn g() -> u8 { 0 }"),
    ]);
    let wanted = "a -> b -> c -> a\n    a -> b  a.rs:2\n    b -> c  b.rs:2\n    c -> a  c.rs:2\n";
    assert_eq!(said, wanted);
}

#[test]
fn larger_circle_is_named_whole_with_its_shortest_way_round() {
    let said = said(&[
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use crate::b::B;"),
        ("b.rs", "use crate::{a, c::C}; pub struct B; fn f() { a::f() }"),
        ("c.rs", "use crate::a::f; pub struct C;"),
    ]);
    assert!(
        said.starts_with("3 in a circle: a, b, c; the shortest way round:\na -> b -> a\n"),
        "{said}"
    );
}

#[test]
fn tree_without_a_circle_passes() {
    let texts = [
        ("lib.rs", "mod a; mod b; pub use b::B; /// [`b::B`]\n pub struct Top;"),
        ("a.rs", "//! Used by [`crate::b`].\npub struct A; impl A { pub fn b(&self) {} }"),
        ("b/mod.rs", "mod deep; pub use deep::Deep; pub struct B;"),
        ("b/deep.rs", "use std::fmt; use crate::a::A; pub struct Deep(A, super::B);"),
    ];
    assert_eq!(said(&texts), "");
}

#[test]
fn path_through_a_re_export_leads_to_the_definition() {
    let texts = [
        ("lib.rs", "mod a; mod b; pub use b::B as Renamed;"),
        ("a.rs", "pub struct A(crate::Renamed);"),
        ("b.rs", "use super::a::*; pub struct B(A);"),
    ];
    assert!(said(&texts).starts_with("a -> b -> a\n"), "{}", said(&texts));
}

#[test]
fn parent_that_uses_its_child_and_is_used_by_it_is_a_circle() {
    let child = ("f/parse.rs", "use super::Formula; pub fn parse() -> Formula { Formula }");
    let parent = "mod parse; pub struct Formula; impl Formula { fn of() { parse::parse(); } }";
    let root = ("lib.rs", "mod f;");
    assert!(said(&[root, ("f/mod.rs", parent), child]).starts_with("f -> f::parse -> f\n"));
    // Also where the parent calls it by the name of a re-export.
    let parent = "mod parse; pub use parse::parse; pub struct Formula; fn of() { parse(); }";
    assert!(said(&[root, ("f/mod.rs", parent), child]).starts_with("f -> f::parse -> f\n"));
    let parent = "mod parse; pub use parse::parse; pub struct Formula;";
    assert_eq!(said(&[root, ("f/mod.rs", parent), child]), "");
}

#[test]
fn folder_is_one_node_among_its_siblings() {
    let texts = [
        ("lib.rs", "mod a; mod b;"),
        ("a/mod.rs", "pub mod x; pub mod y;"),
        ("a/x.rs", "pub struct X(crate::b::B);"),
        ("a/y.rs", "pub struct Y;"),
        ("b.rs", "pub struct B(crate::a::y::Y);"),
    ];
    assert!(said(&texts).starts_with("a -> b -> a\n"), "{}", said(&texts));
}

#[test]
fn tokens_of_macros_are_read() {
    let root = ("lib.rs", "mod a; mod b;");
    let user = ("b.rs", "use crate::a::A; pub struct B;");
    for text in [
        "pub struct A; macro_rules! made { ($t:ty) => { impl $crate::b::B { } }; }",
        "pub struct A; fn f() { assert!(matches!(1, x if super::b::is(x))); }",
        "pub struct A; wrap! { fn f() { crate::b::g() } }",
        "use crate::b; pub struct A; fn f() { vec![b::B]; }",
        "pub struct A { #[serde(default = \"crate::b::one\")] one: u8 }",
    ] {
        let said = said(&[root, ("a.rs", text), user]);
        assert!(said.starts_with("a -> b -> a\n"), "{text}: {said}");
    }
    let text = "pub struct A; macro_rules! made { ($b:ident) => { $b::B; self.b(); }; }";
    assert_eq!(said(&[root, ("a.rs", text), user]), "");
}

#[test]
fn tests_and_variables_do_not_count() {
    let texts = [
        ("lib.rs", "mod a; mod b; pub use b::scale; fn f(scale: f64) -> f64 { scale }"),
        (
            "a.rs",
            "pub struct A; #[cfg(test)] mod tests { use crate::b::B; } #[cfg(test)] mod more;",
        ),
        ("a/more.rs", "use crate::b::B;"),
        ("b.rs", "use crate::a::A; pub fn scale() { crate::f(0.0); } pub struct B;"),
    ];
    assert_eq!(said(&texts), "");
}

#[test]
fn modules_within_a_file_count() {
    let text = "pub mod a { pub struct A(super::b::B); } pub mod b { pub struct B(super::a::A); }";
    assert!(said(&[("lib.rs", text)]).starts_with("a -> b -> a\n"));
}
