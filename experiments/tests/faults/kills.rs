//! `kill -9` at random moments of a run.

use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::time::Duration;

use mlp::Random;

use crate::counts::{Counts, is_recorded};
use crate::scene::{Kind, Run, Scene, Undisturbed, differences, error_of};

/// How often one run is killed before it may finish.
const LIVES: usize = 3;

#[test]
fn killed_at_any_moment() {
    let kills = std::env::var("KILLS").map_or(10, |kills| kills.parse().expect("a number"));
    let runs = [Run::groups(), Run::many(Kind::Part)];
    // Of what is left to be done, and of what is written at the end, any moment.
    let moment = |whole: &Undisturbed, before: usize, random: &mut Random| {
        let left = 1.0 - before as f64 / whole.trials as f64;
        Moment::After(whole.duration.mul_f64(left.clamp(0.25, 1.0) * random.uniform()))
    };
    let (counts, while_appending) = killed(&runs, (kills, LIVES), moment);
    eprintln!("{while_appending} of {kills} kills while trials were being written down");
    counts.judge("kill at a random moment");
    assert!(while_appending * 5 >= kills, "{while_appending} of {kills} hit what they are for");
}

#[test]
fn a_million_trials_are_killed_a_hundred_times() {
    if !is_recorded() {
        eprintln!("skipped: it takes a quarter of an hour; scripts/faults does it");
        return;
    }
    // Of four lives one may end while it reads back what is there; the others add at most a fiftieth each, or
    // the run would end by itself.
    let moment = |whole: &Undisturbed, _: usize, random: &mut Random| {
        if random.uniform() < 0.25 {
            Moment::After(Duration::from_secs_f64(3.0 * random.uniform()))
        } else {
            Moment::Added((0.02 * random.uniform() * whole.trials as f64) as u64 * LINE)
        }
    };
    let (counts, _) = killed(&[Run::million()], (100, 100), moment);
    counts.judge("kill at a random moment of a million trials");
}

/// When a run is killed: after a time, or when so many bytes have been added to its journal.
enum Moment {
    After(Duration),
    Added(u64),
}

/// The bytes of a line in a journal of small trials, more or less.
const LINE: u64 = 120;

/// Kills runs in turn, each so many times before it may finish, at a `moment` that depends on what it had
/// finished before. Also says how many kills came while trials were written down.
fn killed(
    runs: &[Run],
    (kills, lives): (usize, usize),
    moment: impl Fn(&Undisturbed, usize, &mut Random) -> Moment,
) -> (Counts, usize) {
    let mut random = Random::from_number(9);
    let undisturbed: Vec<Undisturbed> = runs.iter().map(|run| run.undisturbed()).collect();
    let (mut counts, mut while_appending) = (Counts::default(), 0);
    for (run, whole) in runs.iter().zip(&undisturbed).cycle() {
        if counts.tried == kills {
            break;
        }
        let scene = Scene::new(*run);
        for _ in 0..lives.min(kills - counts.tried) {
            let before = scene.trials().len();
            let moment = moment(whole, before, &mut random);
            let Some(said) = kill_at(&scene, &moment) else { break };
            counts.tried += 1;
            let after = scene.trials().len();
            if after < before && scene.files() == whole.files {
                // All was written and the journal gone: only the end of the process was left.
                break;
            }
            // Who is killed early has not said it yet.
            let found = scene.found(&said).unwrap_or(before);
            counts.lost += before.saturating_sub(found.min(after));
            counts.duplicates += scene.duplicates();
            while_appending += usize::from(before < after && after < whole.trials);
        }
        let before = scene.trials().len();
        let said = scene.finish();
        counts.lost += before.saturating_sub(scene.found(&said).unwrap_or(0));
        counts.duplicates += scene.duplicates();
        counts.differences += differences(&whole.files, &scene.files());
    }
    (counts, while_appending)
}

/// Kills the run at a moment: what it had said, or nothing if it had ended.
fn kill_at(scene: &Scene, moment: &Moment) -> Option<String> {
    let length = || scene.journal().and_then(|path| Some(path.metadata().ok()?.len()));
    let before = length().unwrap_or(0);
    let mut command = scene.command();
    let running = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut running = running.expect("it starts");
    match *moment {
        Moment::After(time) => std::thread::sleep(time),
        Moment::Added(bytes) => {
            while length().unwrap_or(0) < before + bytes
                && running.try_wait().expect("it is ours").is_none()
            {
                std::thread::sleep(Duration::from_millis(2));
            }
        }
    }
    running.kill().expect("it is ours to kill");
    let output = running.wait_with_output().expect("it ends");
    let killed = output.status.signal() == Some(9);
    assert!(killed || output.status.success(), "{}", error_of(&output));
    killed.then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
