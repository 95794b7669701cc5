//! The workspace's crates: their folders, their sources, what they depend on.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use toml::Table;

use crate::graph::Graph;
use crate::source::Files;

/// A crate by its folder below the workspace's.
pub(crate) struct Package {
    pub(crate) folder: PathBuf,
    manifest: String,
}

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every crate by its name: the workspace's members, and what lies in `crates` with a workspace of
/// its own.
pub(crate) fn packages() -> BTreeMap<String, Package> {
    let manifest: Table = parse(&read(&root().join("Cargo.toml")));
    let members = manifest["workspace"]["members"].as_array().expect("members is a list");
    let members = members.iter().map(|member| PathBuf::from(member.as_str().expect("a folder")));
    let beside = folders(&root().join("crates"));
    let beside = beside.into_iter().map(|name| Path::new("crates").join(name));
    let mut packages = BTreeMap::new();
    for folder in members.chain(beside) {
        let path = root().join(&folder).join("Cargo.toml");
        if path.is_file() {
            let manifest = read(&path);
            let name = parse(&manifest)["package"]["name"].as_str().expect("a name").to_owned();
            packages.insert(name, Package { folder, manifest });
        }
    }
    packages
}

/// Which crate depends on which, other than for tests and builds, with the line that says so.
pub(crate) fn dependencies(packages: &BTreeMap<String, Package>) -> Graph {
    let mut graph = Graph::new();
    for (name, package) in packages {
        let manifest = parse(&package.manifest);
        let targets = manifest.get("target").and_then(toml::Value::as_table);
        let targets = targets.into_iter().flat_map(Table::values).filter_map(toml::Value::as_table);
        let tables = [&manifest].into_iter().chain(targets);
        let needed = tables.filter_map(|table| table.get("dependencies")?.as_table());
        let arrows = graph.entry(name.clone()).or_default();
        for needed in needed.flat_map(Table::keys).filter(|needed| packages.contains_key(*needed)) {
            let begins = |line: &str| line.trim_start().starts_with(needed.as_str());
            let line = package.manifest.lines().position(begins).map_or(0, |line| line + 1);
            let witness = format!("{}:{line}", package.folder.join("Cargo.toml").display());
            arrows.insert(needed.clone(), witness);
        }
    }
    graph
}

impl Package {
    /// The files of each of its crates: the library, or the program where there is none, with all
    /// that lies beside it, and each further program.
    pub(crate) fn sources(&self) -> Vec<Files> {
        let mut files = Files::new();
        collect(&root().join(&self.folder).join("src"), Path::new(""), &mut files);
        let mut crates = Vec::new();
        if files.contains_key(Path::new("lib.rs")) {
            crates.extend(files.remove_entry(Path::new("main.rs")).map(|main| Files::from([main])));
        }
        let (programs, library): (Files, Files) =
            files.into_iter().partition(|(file, _)| file.starts_with("bin"));
        let mut by_program: BTreeMap<PathBuf, Files> = BTreeMap::new();
        for (file, text) in programs {
            let below = file.strip_prefix("bin").expect("it is below bin");
            let program = below.iter().next().map(|name| Path::new(name).with_extension(""));
            let program = program.expect("it has a name");
            let within = below.strip_prefix(&program).unwrap_or(Path::new("main.rs")).to_owned();
            by_program.entry(program).or_default().insert(within, text);
        }
        crates.push(library);
        crates.extend(by_program.into_values());
        crates
    }
}

/// The Rust files of a folder and of all below it.
fn collect(folder: &Path, within: &Path, files: &mut Files) {
    for name in names(folder) {
        let (path, within) = (folder.join(&name), within.join(&name));
        if path.is_dir() {
            collect(&path, &within, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.insert(within, read(&path));
        }
    }
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    names(folder).into_iter().filter(|name| folder.join(name).is_dir()).collect()
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", folder.display()));
    entries.map(|entry| entry.expect("an entry of a folder").file_name().into()).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()))
}

fn parse(manifest: &str) -> Table {
    manifest.parse().expect("cargo has read this manifest")
}
