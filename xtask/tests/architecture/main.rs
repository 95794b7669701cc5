//! Dependencies point one way: between crates, and between the modules of each.
//!
//! An arrow goes from a module to the one that defines what it names, in `use`, in expressions,
//! types and patterns, and in the tokens of macros; through re-exports, to the definition. What is
//! reached by a method call alone is not seen. At each module of the tree, the nodes are the
//! modules directly below it, each with all it contains, and what the module itself defines. No
//! circle may lie among them, so that every crate can be read from the bottom to the top.

mod graph;
mod item;
mod order;
mod planted;
mod resolve;
mod source;
mod tokens;
mod workspace;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use graph::Circle;
use source::Files;

/// Lists the crates, each with those directly below it, and makes a test for each.
macro_rules! crates {
    ($($name:ident: $($below:ident)*;)*) => {
        /// Every crate, with those directly below it: it may depend on them and on what is below.
        const CRATES: &[(&str, &[&str])] = &[$((stringify!($name), &[$(stringify!($below)),*])),*];

        /// In each crate that is there, no module leads back to itself.
        mod no_circle_in {
            $(#[test]
            fn $name() {
                super::assert_no_circle(stringify!($name));
            })*
        }
    };
}

crates! {
    unified: ;
    kernels: ;
    mlp: kernels;
    proofs: ;
    claims: mlp proofs;
    figures: claims;
    experiment: figures;
    report: figures;
    lab: experiment report unified;
    experiments: lab;
    export: report unified;
    live: experiments;
    peers: mlp;
    probe: mlp;
    xtask: report;
}

/// Every circle among the modules of a crate.
fn circles(files: &Files) -> Vec<Circle> {
    let arrows = resolve::arrows(&source::modules(files));
    graph::levels(&arrows).iter().flat_map(graph::circles).collect()
}

fn assert_no_circle(name: &str) {
    let packages = workspace::packages();
    let Some(package) = packages.get(name) else { return };
    let mut said = String::new();
    for circle in package.sources().iter().flat_map(circles) {
        write!(said, "\n{circle}").expect("a string takes everything");
    }
    let folder = package.folder.join("src");
    assert!(
        said.is_empty(),
        "modules that lead back to themselves, in {}:\n{said}",
        folder.display()
    );
}

/// What a crate may depend on: those directly below it, and all below them.
fn allowed(name: &str) -> BTreeSet<&'static str> {
    let listed = CRATES.iter().find(|(listed, _)| *listed == name);
    let (_, below) =
        listed.unwrap_or_else(|| panic!("crate {name} is not in the list of this test"));
    below.iter().flat_map(|below| allowed(below).into_iter().chain([*below])).collect()
}

/// A reader who follows the table in a crate's documentation meets nothing before its time.
#[test]
fn modules_are_listed_in_reading_order() {
    let packages = workspace::packages();
    let mut said = String::new();
    for name in ["kernels", "mlp", "claims", "figures", "experiment", "report", "lab"] {
        let files = &packages[name].sources()[0];
        let lib = &files[Path::new("lib.rs")];
        let arrows = resolve::arrows(&source::modules(files));
        for problem in order::problems(lib, &graph::levels(&arrows)[0]) {
            writeln!(said, "{name}: {problem}").expect("a string takes everything");
        }
    }
    assert!(said.is_empty(), "tables of modules that cannot be read from the top:\n{said}");
}

#[test]
fn crates_depend_on_those_below_them() {
    let graph = workspace::dependencies(&workspace::packages());
    let mut said = String::new();
    for (name, needed) in &graph {
        let allowed = allowed(name);
        for (needed, witness) in
            needed.iter().filter(|(needed, _)| !allowed.contains(needed.as_str()))
        {
            writeln!(said, "{name} -> {needed}  {witness}").expect("a string takes everything");
        }
    }
    for circle in graph::circles(&graph) {
        write!(said, "{circle}").expect("a string takes everything");
    }
    assert!(said.is_empty(), "dependencies that point upwards:\n{said}");
}
