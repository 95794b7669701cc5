//! More processes than one in a folder.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::counts::Counts;
use crate::scene::{Kind, Run, Scene, differences, error_of};
use crate::strace::{self, Fault};

#[test]
fn the_second_process_on_a_run_is_refused() {
    let mut counts = Counts::default();
    for kind in [Kind::Whole, Kind::Part] {
        let run = Run::many(kind);
        let wanted = run.undisturbed();
        let scene = Scene::new(run);
        let mut first = start(&mut scene.command());
        wait_until(&mut first, || !scene.trials().is_empty());
        // It stands still meanwhile, so that it cannot have finished.
        signal(&first, "-STOP");
        let before = scene.trials().len();
        for more in [None, Some("--fresh")] {
            counts.tried += 1;
            is_refused(scene.command().args(more));
            counts.lost += before.saturating_sub(scene.trials().len());
        }
        signal(&first, "-CONT");
        assert!(first.wait().expect("it ends").success());
        if kind == Kind::Part {
            let said = scene.finish();
            counts.lost += wanted.trials.saturating_sub(scene.found(&said).unwrap_or(0));
        }
        counts.duplicates += scene.duplicates();
        counts.differences += differences(&wanted.files, &scene.files());
    }
    counts.judge("a second process on a run");
}

#[test]
fn a_run_is_nobody_elses_until_its_files_are_written() {
    if !strace::is_here() {
        return;
    }
    let run = Run::few(Kind::Whole);
    let scene = Scene::new(run);
    // All trials are done when the first file gets its name, and that takes two seconds here.
    let calls = "?rename,?renameat,?renameat2";
    let fault = Fault { calls, what: "delay_enter=2000000", paths: &[] };
    let mut first = start(&mut strace::command(&scene, fault, 1));
    wait_until(&mut first, || scene.path("out/xor_linear").is_dir());
    is_refused(&mut scene.command());
    assert!(first.wait().expect("it ends").success());
    assert_eq!(differences(&run.undisturbed().files, &scene.files()), 0);
}

#[test]
fn a_part_begun_anew_finds_nothing() {
    let scene = Scene::new(Run::few(Kind::Part));
    scene.finish();
    let wanted = scene.files();
    // Nor does it matter that what stood there was another's.
    let path = scene.path("out/xor_linear/part-1-of-1/part.toml");
    std::fs::write(&path, "experiment = \"another\"").expect("written");
    let output = scene.command().arg("--fresh").output().expect("it starts");
    assert!(output.status.success(), "{}", error_of(&output));
    assert_eq!(scene.found(&String::from_utf8_lossy(&output.stdout)), None);
    scene.finish();
    assert_eq!(differences(&wanted, &scene.files()), 0);
}

#[test]
fn parts_that_start_together_share_a_folder() {
    const PARTS: usize = 8;
    let scene = Scene::new(Run::few(Kind::Whole));
    let part = |k: usize| {
        let mut command = scene.command();
        command.args(["--shard", &format!("{k}/{PARTS}")]).stderr(Stdio::piped());
        command.stdout(Stdio::null()).spawn().expect("it starts")
    };
    let running: Vec<Child> = (1..=PARTS).map(part).collect();
    for part in running {
        let output = part.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}", error_of(&output));
    }
}

fn start(command: &mut Command) -> Child {
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts")
}

/// Waits, but not for ever, nor for what has ended.
fn wait_until(running: &mut Child, is_so: impl Fn() -> bool) {
    for _ in 0..60_000 {
        if is_so() {
            return;
        }
        assert!(running.try_wait().expect("ours").is_none(), "it ended before");
        std::thread::sleep(Duration::from_millis(1));
    }
    panic!("it takes more than a minute");
}

fn is_refused(command: &mut Command) {
    let output = command.output().expect("it starts");
    let error = error_of(&output);
    assert_eq!(output.status.code(), Some(3), "{error}");
    assert!(error.contains("another process has it open"), "{error}");
}

fn signal(running: &Child, name: &str) {
    let status = Command::new("kill").args([name, &running.id().to_string()]).status();
    assert!(status.expect("kill starts").success());
}
