//! Unsafe code is counted: `docs/unsafe.md` has each file that has some, how much, and why.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use proc_macro2::{TokenStream, TokenTree};

/// How often a file says `unsafe`.
type Uses = BTreeMap<String, usize>;

#[test]
fn unsafe_code_is_listed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Uses::new();
    for folder in ["crates", "experiments", "fuzz", "xtask"] {
        count_in(&root, &root.join(folder), &mut found).expect("sources can be read");
    }
    let page = fs::read_to_string(root.join("docs/unsafe.md")).expect("a page");
    assert_eq!(found, listed(&page), "docs/unsafe.md, on the right, is not what there is");
}

#[test]
fn it_is_found_wherever_it_stands() {
    let source = "macro_rules! m { () => { unsafe { f() } } } // unsafe\n\
                  unsafe impl T for S {} #[allow(unsafe_code)] fn f() { \"unsafe\"; }";
    assert_eq!(uses(source.parse().expect("tokens")), 2);
}

/// The rows of the page.
fn listed(page: &str) -> Uses {
    let row = |line: &str| {
        let mut cells = line.strip_prefix("| `")?.split('|');
        let file = cells.next()?.trim().trim_end_matches('`').to_owned();
        Some((file, cells.next()?.trim().parse().ok()?))
    };
    page.lines().filter_map(row).collect()
}

fn count_in(root: &Path, folder: &Path, found: &mut Uses) -> io::Result<()> {
    let paths: io::Result<Vec<PathBuf>> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    for path in paths? {
        let is_built = path.ends_with("target") || path.ends_with("node_modules");
        if path.is_dir() && !is_built {
            count_in(root, &path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path)?;
            let tokens = text.parse().map_err(|error| io::Error::other(format!("{error}")))?;
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            let count = uses(tokens);
            if count > 0 {
                found.insert(name, count);
            }
        }
    }
    Ok(())
}

/// How often the word stands in a source, macros and attributes included.
fn uses(tokens: TokenStream) -> usize {
    let count = |token| match token {
        TokenTree::Group(group) => uses(group.stream()),
        TokenTree::Ident(word) => usize::from(word == "unsafe"),
        TokenTree::Punct(_) | TokenTree::Literal(_) => 0,
    };
    tokens.into_iter().map(count).sum()
}
