//! Files: where results live, written whole or not at all, compared byte for byte.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, anyhow};
use atomic_write_file::AtomicWriteFile;

use crate::command_line::Options;
use crate::durable;
use crate::failure::{Attempt, Failure};

/// A file to be written: its path below `results/` and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Below `results/`, with forward slashes.
    pub path: String,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// The workspace's folder: the nearest one above the current folder that has `results/`.
///
/// # Errors
/// If there is none.
pub fn workspace() -> Result<PathBuf, Failure> {
    let here = std::env::current_dir().input_output()?;
    let root = here.ancestors().find(|folder| {
        folder.join("results").is_dir() && folder.join("experiments/Cargo.toml").is_file()
    });
    root.map(Path::to_owned).ok_or_else(|| {
        Failure::InputOutput(anyhow!(
            "no results/ in {} or above it; run inside the repository, or name a folder with --out",
            here.display()
        ))
    })
}

/// A path for display: relative to the current folder if it lies below it.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}

/// Creates `folder` and tests that it is writable, before hours are spent on a run.
///
/// # Errors
/// If it cannot be made or written to.
pub fn prepare(folder: &Path) -> Result<(), Failure> {
    let probe = folder.join(".writable");
    let forget = || match fs::remove_file(&probe) {
        // Another part, started at the same time, has already removed it.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    };
    durable::create(folder)
        .and_then(|()| fs::write(&probe, ""))
        .and_then(|()| forget())
        .with_context(|| {
            format!("cannot write to {}; name another folder with --out", folder.display())
        })
        .input_output()
}

/// Writes every file below `folder`, each of them completely or not at all.
///
/// # Errors
/// Names the first that cannot be written, or whose path leads out of `folder`.
pub fn write(folder: &Path, outputs: &[Output]) -> Result<(), Failure> {
    let is_within =
        |path: &str| Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    for output in outputs {
        let path = folder.join(&output.path);
        if !is_within(&output.path) {
            return Err(Failure::InputOutput(anyhow!(
                "{:?} leads out of {}; give arms and charts names without `/`",
                output.path,
                shown(folder)
            )));
        }
        write_file(&path, &output.bytes)
            .with_context(|| format!("cannot write {}", path.display()))
            .input_output()?;
    }
    Ok(())
}

/// Refuses to let a changed run overwrite what is committed.
///
/// # Errors
/// If `folder` is `results/` of the workspace, or lies in it, unless `--overwrite` allows it.
pub fn refuse_committed(folder: &Path, options: &Options) -> Result<(), Failure> {
    let Ok(results) = workspace().map(|root| root.join("results")) else { return Ok(()) };
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if options.overwrite || !real(folder).starts_with(real(&results)) {
        return Ok(());
    }
    Err(Failure::Usage(anyhow!(
        "a changed run would overwrite the results in {}; give another folder with --out, or \
         --overwrite",
        shown(folder)
    )))
}

fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // What a link leads to is written; the link stays one.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if let Some(parent) = path.parent() {
        durable::create(parent)?;
        remove_left_over(parent, path);
    }
    let mut file = AtomicWriteFile::open(path)?;
    // Locked until it is renamed: a temporary file without a lock was left by a killed run.
    let _ = file.try_lock();
    file.write_all(bytes)?;
    file.commit()
}

/// Removes the temporary files for `path` that a killed run or a failed disk left behind: `.name.`
/// and six letters, as `AtomicWriteFile` names them. One that cannot be removed does no harm.
fn remove_left_over(folder: &Path, path: &Path) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let start = format!(".{name}.");
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let found = entry.file_name();
        let rest = found.to_str().and_then(|found| found.strip_prefix(&start));
        let is_left = || File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
        if rest.is_some_and(|rest| rest.len() == 6) && is_left() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The other files in `folder`/`name`, which the current run does not write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Others {
    /// Files that look like a run's results: an earlier run has left them.
    pub stale: Vec<PathBuf>,
    /// Everything else, including folders: it belongs to somebody and is left alone.
    pub foreign: Vec<PathBuf>,
}

/// Finds the other files in `folder`/`name`.
///
/// # Errors
/// If the folder exists and cannot be read.
pub fn others(folder: &Path, name: &str, outputs: &[Output]) -> Result<Others, Failure> {
    let mut others = Others::default();
    let below = folder.join(name);
    if !below.is_dir() {
        return Ok(others);
    }
    for path in entries(&below)? {
        if outputs.iter().any(|output| folder.join(&output.path) == path) {
            continue;
        }
        if is_result(&path) { others.stale.push(path) } else { others.foreign.push(path) }
    }
    Ok(others)
}

/// Removes what an earlier run has left in `folder`/`name` and this one does not write; returns what it was.
///
/// # Errors
/// If it cannot be read or removed.
pub fn remove_stale(
    folder: &Path,
    name: &str,
    outputs: &[Output],
) -> Result<Vec<PathBuf>, Failure> {
    let stale = others(folder, name, outputs)?.stale;
    for path in &stale {
        let cannot = || format!("cannot remove {}", path.display());
        fs::remove_file(path).with_context(cannot).input_output()?;
    }
    Ok(stale)
}

/// Whether a run could have written this: a file `*.csv`, `*.svg`, `charts.json` or `hashes.toml`
/// whose name does not begin with a dot.
fn is_result(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let known = ["charts.json", "hashes.toml"].contains(&name.as_ref());
    let ending = path.extension().is_some_and(|ending| ending == "csv" || ending == "svg");
    (known || ending) && !name.starts_with('.') && path.is_file()
}

/// What lies in a folder, in order.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let cannot = || format!("cannot read {}", shown(folder));
    let entries = fs::read_dir(folder).with_context(cannot).input_output()?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> =
        paths.collect::<Result<_, _>>().with_context(cannot).input_output()?;
    paths.sort();
    Ok(paths)
}

/// The folders in a folder, in order.
///
/// # Errors
/// If it cannot be read.
pub fn folders(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = entries(folder)?;
    paths.retain(|path| path.is_dir());
    Ok(paths)
}

/// The differences between the files to be written and those on disk, a few lines for each.
pub fn differences(folder: &Path, outputs: &[Output]) -> Vec<String> {
    let difference = |output: &Output| {
        let path = folder.join(&output.path);
        match fs::read(&path) {
            Ok(found) if found == output.bytes => None,
            Ok(found) => {
                Some(format!("{}: {}", shown(&path), first_difference(&found, &output.bytes)))
            }
            Err(error) => Some(format!("{}: {error}; a run would write it", shown(&path))),
        }
    };
    outputs.iter().filter_map(difference).collect()
}

/// The first line that differs, old and new.
fn first_difference(old: &[u8], new: &[u8]) -> String {
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let line = |lines: &[&str]| match lines.get(same) {
        Some(line) if line.chars().count() > 160 => {
            format!("{}...", line.chars().take(160).collect::<String>())
        }
        Some(line) => (*line).to_owned(),
        None => "(end of file)".to_owned(),
    };
    format!("line {}\n  on disk:    {}\n  recomputed: {}", same + 1, line(&old), line(&new))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use report::table;

    use super::{Others, Output, others};

    #[test]
    fn only_what_a_run_could_have_made_is_stale() {
        let folder = tempfile::tempdir().expect("a folder");
        let below = folder.path().join("race");
        fs::create_dir_all(below.join(".ipynb_checkpoints")).expect("a folder");
        fs::create_dir(below.join("folder.csv")).expect("a folder");
        for name in ["trials.csv", "old.csv", "old.svg", "charts.json", "notes.txt", "._trials.csv"]
        {
            fs::write(below.join(name), "").expect("written");
        }
        let output = Output { path: "race/trials.csv".to_owned(), bytes: Vec::new() };
        let found = others(folder.path(), "race", &[output]).expect("read");
        let names = |paths: &[PathBuf]| -> Vec<String> {
            let name = |path: &PathBuf| path.file_name().expect("a name").to_string_lossy().into();
            paths.iter().map(name).collect()
        };
        assert_eq!(names(&found.stale), ["charts.json", "old.csv", "old.svg"]);
        let foreign = ["._trials.csv", ".ipynb_checkpoints", "folder.csv", "notes.txt"];
        assert_eq!(names(&found.foreign), foreign);
        assert_eq!(table::names(&below).expect("read"), ["old", "trials"]);
        assert_eq!(others(Path::new("no/such"), "race", &[]).expect("none"), Others::default());
    }
}
