//! strace, which lets a chosen system call of a run fail, kill it, or take its time.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use crate::scene::Scene;

/// A fault at some calls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault<'a> {
    /// System calls, separated by commas.
    pub(crate) calls: &'a str,
    /// What happens, as strace has it: `error=EIO`, `signal=KILL`.
    pub(crate) what: &'a str,
    /// Only calls that name one of these files, or have it open; all calls if there are none.
    pub(crate) paths: &'a [PathBuf],
}

/// What became of a run.
pub(crate) struct Outcome {
    pub(crate) output: Output,
    /// Whether the fault happened.
    pub(crate) happened: bool,
    /// Whether it was the error message that it happened to.
    pub(crate) muted: bool,
}

impl Outcome {
    /// Whether it was killed.
    pub(crate) fn is_killed(&self) -> bool {
        self.output.status.signal() == Some(9)
    }
}

/// Whether strace is here and may do its work; says so if not.
pub(crate) fn is_here() -> bool {
    static HERE: OnceLock<bool> = OnceLock::new();
    *HERE.get_or_init(|| {
        let mut trial = Command::new("strace");
        trial.args(["-f", "-qq", "-o", "/dev/null", "-e", "inject=write:signal=KILL:when=1"]);
        trial.args(["sh", "-c", "echo"]).stdout(Stdio::null()).stderr(Stdio::null());
        let here = trial.status().is_ok_and(|status| status.signal() == Some(9));
        if !here {
            eprintln!("skipped: strace is not installed, or may not trace");
        }
        here
    })
}

/// The command of a scene under strace, its `nth` call of each thread that fits disturbed.
pub(crate) fn command(scene: &Scene, fault: Fault<'_>, nth: usize) -> Command {
    let Fault { calls, what, paths } = fault;
    let disturbed = scene.command();
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-e", "signal=none", "-o"]).arg(scene.path("strace.log"));
    command.args(["-e", &format!("trace={calls}")]);
    command.args(["-e", &format!("inject={calls}:{what}:when={nth}")]);
    for path in paths {
        command.arg("-P").arg(path);
    }
    command.arg(disturbed.get_program()).args(disturbed.get_args());
    command.current_dir(scene.path("")).env_remove("MLP_SIMD").stdin(Stdio::null());
    command
}

/// Runs a scene under strace.
pub(crate) fn run(scene: &Scene, fault: Fault<'_>, nth: usize) -> Outcome {
    let output = command(scene, fault, nth).output().expect("strace starts");
    let log = fs::read(scene.path("strace.log")).expect("strace has a log");
    let log = String::from_utf8_lossy(&log);
    let injected = |line: &&str| line.contains("(INJECTED)");
    let to_standard_error = |line: &str| line.contains(" write(2, ");
    let happened = output.status.signal().is_some() || log.lines().any(|line| injected(&line));
    let muted = log.lines().filter(injected).any(to_standard_error);
    Outcome { output, happened, muted }
}
