//! `new`: the folder, the binary and the two lines of a new experiment, from a template that runs.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, anyhow, ensure};
use clap::Parser;

use crate::catalogue::Catalogue;
use crate::completions::Completions;
use crate::exit::exit;
use crate::failure::{Attempt, Failure, REGISTERED};
use crate::files::{self, Output};
use crate::{completions, terminal};

/// claim.toml and mod.rs of each template.
const ANALYTIC: [&str; 2] = [
    include_str!("../templates/analytic/claim.toml"),
    include_str!("../templates/analytic/mod.rs"),
];
const TRAINING: [&str; 2] = [
    include_str!("../templates/training/claim.toml"),
    include_str!("../templates/training/mod.rs"),
];
/// The id in a template.
const ID: &str = "N00";
/// Where experiments are listed, and where their binaries are.
const LIST: &str = "experiments/src/lib.rs";
const MANIFEST: &str = "experiments/Cargo.toml";

/// Begin an experiment: its folder, its binary and its lines, from a template that runs
#[derive(Parser, Debug)]
#[command(name = "new", version)]
struct CommandLine {
    /// What it is called: the module, the binary and the folder under results/
    name: String,
    /// Begin with a claim about training; without it, with one that is proved
    #[arg(long)]
    training: bool,
    #[command(flatten)]
    _completions: Completions,
}

/// The whole of the binary.
pub fn main(catalogue: &Catalogue) -> ExitCode {
    exit(completions::parsed(|command: CommandLine| {
        begin(catalogue, &command.name, command.training)
    }))
}

fn begin(catalogue: &Catalogue, name: &str, training: bool) -> Result<u8, Failure> {
    let root = files::workspace()?;
    check(&root, name).usage()?;
    let id = next_id(catalogue);
    let template = if training { TRAINING } else { ANALYTIC };
    let [claim, code] = template.map(|text| text.replace(ID, &id).into_bytes());
    let binary = format!(
        "//! Tests the claims of `{name}`; `--help` lists what it understands.\n\
         experiments::main!({name});\n"
    );
    let read = |path: &str| {
        let shown = || format!("cannot read {path}");
        std::fs::read_to_string(root.join(path)).with_context(shown).input_output()
    };
    let list = listed(&read(LIST)?, name).usage()?;
    let manifest = with_binary(&read(MANIFEST)?, name).usage()?;
    let output = |path: String, bytes: Vec<u8>| Output { path, bytes };
    let outputs = [
        output(format!("experiments/src/{name}/claim.toml"), claim),
        output(format!("experiments/src/{name}/mod.rs"), code),
        output(format!("experiments/src/bin/{name}.rs"), binary.into_bytes()),
        output(LIST.to_owned(), list.into_bytes()),
        output(MANIFEST.to_owned(), manifest.into_bytes()),
    ];
    files::write(&root, &outputs)?;
    for output in &outputs {
        terminal::write(&format!("{}\n", output.path))?;
    }
    terminal::write(&format!(
        "\n{id} is its claim. Change the first two, commit the criterion, then:\n\
         \x20 cargo run -p experiments --bin {name}\n\
         \x20 cargo run -p experiments --bin reproduce -- {name}     # ledger, README, page\n"
    ))?;
    Ok(REGISTERED)
}

/// Refuses what is no name of a module, or is one already.
fn check(root: &Path, name: &str) -> anyhow::Result<()> {
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let is_name = name.len() <= 40 && name.chars().all(is_word);
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    ensure!(is_name && begins, "`{name}`: give small letters, digits and _, as in xor_relu");
    for taken in [name.to_owned(), format!("{name}.rs"), format!("bin/{name}.rs")] {
        let path = root.join("experiments/src").join(&taken);
        ensure!(!path.exists(), "{} is there already; give another name", files::shown(&path));
    }
    Ok(())
}

/// The first id that no claim beyond the notes has.
fn next_id(catalogue: &Catalogue) -> String {
    let ids = catalogue.experiments.iter().flat_map(|entry| &entry.summary().ids);
    let numbers = ids.filter_map(|id| id.strip_prefix('N')?.parse::<u32>().ok());
    format!("N{:02}", numbers.max().unwrap_or(0) + 1)
}

/// The list of experiments with this one at its end.
fn listed(list: &str, name: &str) -> anyhow::Result<String> {
    let (before, rest) = list.split_once("\nexperiments! {\n").context(missing(LIST))?;
    let (names, after) = rest.split_once("\n}\n").context(missing(LIST))?;
    Ok(format!("{before}\nexperiments! {{\n{names}\n    {name},\n}}\n{after}"))
}

/// The manifest with a binary of this name, in the order of names.
fn with_binary(manifest: &str, name: &str) -> anyhow::Result<String> {
    const BINARY: &str = "[[bin]]\nname = \"";
    let later = |(at, _): &(usize, &str)| {
        let found = manifest[at + BINARY.len()..].split('"').next().unwrap_or_default();
        found > name
    };
    let next = manifest.match_indices(BINARY).find(later).map(|(at, _)| at);
    let last = manifest.rfind(BINARY).context(missing(MANIFEST))?;
    let after_last = manifest[last..].find("\n\n").map(|end| last + end + 2);
    let at = next.or(after_last).context(missing(MANIFEST))?;
    let (before, after) = manifest.split_at(at);
    Ok(format!("{before}{BINARY}{name}\"\nrequired-features = [\"lab\"]\n\n{after}"))
}

fn missing(path: &str) -> anyhow::Error {
    anyhow!("{path} has another form than this program knows; add the experiment by hand")
}

#[cfg(test)]
mod tests {
    use super::{listed, with_binary};

    #[test]
    fn an_experiment_is_added_to_the_lists() {
        let list = "x\nexperiments! {\n    a,\n    c,\n}\n\nrest {\n}\n";
        let added = listed(list, "b").expect("a list");
        assert_eq!(added, "x\nexperiments! {\n    a,\n    c,\n    b,\n}\n\nrest {\n}\n");
        let bin =
            |name: &str| format!("[[bin]]\nname = \"{name}\"\nrequired-features = [\"lab\"]\n\n");
        let manifest = format!("[package]\n\n{}{}[dependencies]\n", bin("a"), bin("c"));
        let with = |name| with_binary(&manifest, name).expect("a manifest");
        assert!(with("b").contains(&format!("{}{}{}", bin("a"), bin("b"), bin("c"))));
        assert!(with("d").contains(&format!("{}{}[dep", bin("c"), bin("d"))));
        assert!(listed("nothing", "b").is_err() && with_binary("nothing", "b").is_err());
    }
}
