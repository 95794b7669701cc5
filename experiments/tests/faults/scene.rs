//! What is disturbed: a small run in a folder of its own, outside the repository.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Files by path, all of each.
pub(crate) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// What kind of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The whole, which keeps a journal until its files are written.
    Whole,
    /// Its only part, to be merged by the next.
    Part,
    /// The merge of that part, which is there.
    Merge,
}

/// A run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) kind: Kind,
    pub(crate) experiment: &'static str,
    pub(crate) arguments: &'static [&'static str],
}

/// A run in a folder.
pub(crate) struct Scene {
    run: Run,
    folder: tempfile::TempDir,
}

/// What a run comes to if nothing disturbs it.
pub(crate) struct Undisturbed {
    pub(crate) files: Files,
    pub(crate) duration: std::time::Duration,
    /// How many trials it runs.
    pub(crate) trials: usize,
}

impl Run {
    /// A few trials, one after the other on one thread: what it writes, it writes in one order.
    pub(crate) const fn few(kind: Kind) -> Self {
        let arguments = &["--seeds", "1", "--set", "settings.steps=10", "--threads", "1"];
        Self { kind, experiment: "xor_linear", arguments }
    }

    /// A dozen trials, one after the other on one thread.
    pub(crate) const fn dozen(kind: Kind) -> Self {
        let arguments = &["--seeds", "3", "--set", "settings.steps=10", "--threads", "1"];
        Self { kind, experiment: "xor_linear", arguments }
    }

    /// Hundreds of trials, one after the other, over a second or so.
    pub(crate) const fn many(kind: Kind) -> Self {
        let arguments = &["--seeds", "100", "--set", "settings.steps=20000", "--threads", "1"];
        Self { kind, experiment: "xor_linear", arguments }
    }

    /// Trials side by side in groups, on all threads and in two phases.
    pub(crate) const fn groups() -> Self {
        let arguments = &[
            "--seeds",
            "32",
            "--set",
            "factors.width=[2, 3, 4, 16]",
            "--set",
            "tuning.learning_rates=[0.1, 0.4]",
            "--set",
            "trials.pilot_seeds=16",
            "--set",
            "settings.steps=2000",
        ];
        Self { kind: Kind::Whole, experiment: "xor_relu", arguments }
    }

    /// A million trials of the smallest network, on all threads.
    pub(crate) const fn million() -> Self {
        let arguments = &[
            "--set",
            "trials.pilot_seeds=1",
            "--set",
            "tuning.learning_rates=[0.1]",
            "--set",
            "trials.more=[{ arms = [\"relu\"], at = { width = [2] }, confirm_seeds = 1000000 }, \
             { confirm_seeds = 0 }]",
        ];
        Self { kind: Kind::Whole, experiment: "xor_relu", arguments }
    }

    /// What it comes to if nothing disturbs it.
    pub(crate) fn undisturbed(self) -> Undisturbed {
        let scene = Scene::new(self);
        let started = std::time::Instant::now();
        let said = scene.finish();
        let duration = started.elapsed();
        // "n trials in ...", whatever stands before.
        let count = |line: &str| -> Option<usize> {
            line.split_once(" trials ")?.0.rsplit(' ').next()?.parse().ok()
        };
        let trials = said.lines().find_map(count).expect("it says how many");
        Undisturbed { files: scene.files(), duration, trials }
    }
}

impl Scene {
    /// The run in a new folder, nothing begun; of a merge, the part is there.
    pub(crate) fn new(run: Run) -> Self {
        let scene = Self::empty(run);
        if run.kind == Kind::Merge {
            succeeds(&mut scene.run_command());
        }
        scene
    }

    /// The run in a new folder in which there is nothing.
    pub(crate) fn empty(run: Run) -> Self {
        Self { run, folder: tempfile::tempdir().expect("a folder") }
    }

    /// A path in the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The command that is disturbed.
    pub(crate) fn command(&self) -> Command {
        if self.run.kind == Kind::Merge { self.merge_command() } else { self.run_command() }
    }

    fn run_command(&self) -> Command {
        let mut command = self.binary(self.run.experiment);
        command.args(self.run.arguments).arg("--out").arg(self.path("out"));
        if self.run.kind != Kind::Whole {
            command.args(["--shard", "1/1"]);
        }
        command
    }

    fn merge_command(&self) -> Command {
        let mut command = self.binary("merge");
        command.arg(self.path("out")).arg("--out").arg(self.path("joined"));
        command
    }

    fn binary(&self, name: &str) -> Command {
        let path = Path::new(env!("CARGO_BIN_EXE_merge")).with_file_name(name);
        let mut command = Command::new(path);
        command.current_dir(self.folder.path()).env_remove("MLP_SIMD").stdin(Stdio::null());
        command
    }

    /// Gives the command once more, undisturbed, and merges a part: what it said.
    pub(crate) fn finish(&self) -> String {
        let said = succeeds(&mut self.command());
        if self.run.kind == Kind::Part {
            succeeds(&mut self.merge_command());
        }
        said
    }

    /// Everything that the run has written, hidden files and all. Of a part's journal only the whole
    /// lines, in order: more threads than one, or some damage, change nothing else.
    pub(crate) fn files(&self) -> Files {
        let mut files = self.raw_files();
        for (path, bytes) in &mut files {
            if path.ends_with("trials") {
                let lines: BTreeSet<String> = whole_lines(bytes).into_iter().collect();
                *bytes = lines.into_iter().collect::<Vec<_>>().join("\n").into_bytes();
            }
        }
        files
    }

    /// The same, every byte as it is.
    pub(crate) fn raw_files(&self) -> Files {
        let mut files = Files::new();
        for folder in ["out", "joined"] {
            collect(&self.path(folder), &mut files);
        }
        let below =
            |path: PathBuf| path.strip_prefix(self.folder.path()).expect("below it").to_owned();
        files.into_iter().map(|(path, bytes)| (below(path), bytes)).collect()
    }

    /// The journal, if there is one.
    pub(crate) fn journal(&self) -> Option<PathBuf> {
        if self.run.kind != Kind::Whole {
            let part = format!("out/{}/part-1-of-1/trials", self.run.experiment);
            return Some(self.path(&part)).filter(|path| path.is_file());
        }
        let entries = fs::read_dir(self.path("out/.journal")).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).next()
    }

    /// What each trial is whose line is whole in the journal: phase, cell, learning rate, seed.
    pub(crate) fn trials(&self) -> Vec<String> {
        let bytes = self.journal().and_then(|path| fs::read(path).ok()).unwrap_or_default();
        let key = |line: &String| line.split(' ').skip(1).take(4).collect::<Vec<_>>().join(" ");
        whole_lines(&bytes).iter().map(key).collect()
    }

    /// How many trials stand in the journal more often than once.
    pub(crate) fn duplicates(&self) -> usize {
        let trials = self.trials();
        trials.len() - trials.iter().collect::<BTreeSet<_>>().len()
    }

    /// How many trials a run said it has found, or a merge that it joined, if either said it.
    pub(crate) fn found(&self, said: &str) -> Option<usize> {
        let start = format!("{}: ", self.run.experiment);
        said.lines()
            .find_map(|line| line.strip_prefix(&start)?.split_once(" trials ")?.0.parse().ok())
    }
}

/// How many files are not the same, or only on one side.
pub(crate) fn differences(wanted: &Files, found: &Files) -> usize {
    let paths: BTreeSet<&PathBuf> = wanted.keys().chain(found.keys()).collect();
    let different = paths.into_iter().filter(|path| wanted.get(*path) != found.get(*path));
    different.inspect(|path| eprintln!("differs: {}", path.display())).count()
}

/// Standard error.
pub(crate) fn error_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn succeeds(command: &mut Command) -> String {
    let output = command.output().expect("it starts");
    assert!(output.status.success(), "{command:?}: {}", error_of(&output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn collect(folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.insert(path.clone(), fs::read(&path).expect("read"));
        }
    }
}

/// The lines that have the checksum they begin with: what a journal promises to find.
pub(crate) fn whole_lines(journal: &[u8]) -> Vec<String> {
    let lines =
        journal.split(|&byte| byte == b'\n').filter_map(|line| std::str::from_utf8(line).ok());
    let is_whole = |line: &&str| {
        line.split_once(' ')
            .is_some_and(|(sum, rest)| blake3::hash(rest.as_bytes()).to_hex()[..16] == *sum)
    };
    lines.filter(is_whole).map(str::to_owned).collect()
}
