//! The table of modules in a crate's documentation: in it, each module comes after those it needs.

use std::collections::BTreeMap;

use crate::graph::Graph;

/// The row of each module that the table names.
fn places(lib: &str) -> BTreeMap<&str, usize> {
    let rows = lib.lines().filter_map(|line| line.strip_prefix("//! |")).enumerate();
    rows.flat_map(|(row, line)| {
        let names = line.split('|').next().unwrap_or_default().split('`').skip(1).step_by(2);
        names.map(move |name| (name.trim_start_matches("mod@"), row))
    })
    .collect()
}

/// Modules that the table leaves out, and modules that come before one they need; `graph` has the
/// arrows between the modules of the crate's root.
pub(crate) fn problems(lib: &str, graph: &Graph) -> Vec<String> {
    let places = places(lib);
    let mut problems = Vec::new();
    for (from, needed) in graph.iter().filter(|(from, _)| *from != "crate") {
        let Some(place) = places.get(from.as_str()) else {
            problems.push(format!("{from} is not in the table"));
            continue;
        };
        for (to, witness) in needed {
            if places.get(to.as_str()).is_some_and(|needed| needed > place) {
                problems.push(format!("{from} comes before {to}, which it needs  {witness}"));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::problems;
    use crate::{resolve, source};

    #[test]
    fn a_table_in_the_wrong_order_and_a_gap_are_named() {
        let table =
            |rows: &str| format!("//! | m | idea |\n//! |---|---|\n{rows}mod a;\nmod b;\nmod c;\n");
        let found = |rows: &str| {
            let files = [
                ("lib.rs", table(rows)),
                ("a.rs", "pub struct A;\n".to_owned()),
                ("b.rs", "use crate::a::A;\nfn f(_: A) {}\n".to_owned()),
                ("c.rs", "use crate::b;\n".to_owned()),
            ];
            let files = files.map(|(file, text)| (file.into(), text));
            let arrows = resolve::arrows(&source::modules(&files.into()));
            problems(&table(rows), &crate::graph::levels(&arrows)[0])
        };
        assert!(found("//! | [`a`], `b` | x |\n//! | [`mod@c`] | y |\n").is_empty());
        let turned = found("//! | [`b`] | x |\n//! | `a`, `c` | y |\n");
        assert_eq!(turned, ["b comes before a, which it needs  b.rs:1"]);
        assert_eq!(found("//! | `a` | x |\n//! | `b` | y |\n"), ["c is not in the table"]);
    }
}
