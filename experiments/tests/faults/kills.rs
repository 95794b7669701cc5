//! `kill -9` at random moments of a run.

use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::time::Duration;

use mlp::Random;

use crate::counts::Counts;
use crate::scene::{Kind, Run, Scene, Undisturbed, differences, error_of};

/// How often one run is killed before it may finish.
const LIVES: usize = 3;

#[test]
fn killed_at_any_moment() {
    let kills = std::env::var("KILLS").map_or(10, |kills| kills.parse().expect("a number"));
    let runs = [Run::groups(), Run::many(Kind::Part)];
    // Of what is left to be done, and of what is written at the end, any moment.
    let moment = |left: f64, random: &mut Random| left.clamp(0.25, 1.0) * random.uniform();
    let (counts, while_appending) = killed(&runs, (kills, LIVES), moment);
    eprintln!("{while_appending} of {kills} kills while trials were being written down");
    counts.judge("kill at a random moment");
    assert!(while_appending * 5 >= kills, "{while_appending} of {kills} hit what they are for");
}

#[test]
fn a_million_trials_are_killed_a_hundred_times() {
    if std::env::var_os("FAULTS_RECORD").is_none() {
        eprintln!("skipped: it takes ten minutes; scripts/faults does it");
        return;
    }
    // A life is short, or it would end by itself; reading back what is there takes a part of it.
    let moment = |_: f64, random: &mut Random| 0.1 * random.uniform();
    let (counts, _) = killed(&[Run::million()], (100, 100), moment);
    counts.judge("kill at a random moment of a million trials");
}

/// Kills runs in turn, each so many times before it may finish, after a part of the time that an undisturbed
/// one takes: `moment` of the part that is left. Also says how many kills came while trials were written down.
fn killed(
    runs: &[Run],
    (kills, lives): (usize, usize),
    moment: impl Fn(f64, &mut Random) -> f64,
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
            let left = 1.0 - before as f64 / whole.trials as f64;
            let after = whole.duration.mul_f64(moment(left, &mut random));
            let Some(said) = kill_after(&scene, after) else { break };
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
fn kill_after(scene: &Scene, moment: Duration) -> Option<String> {
    let mut command = scene.command();
    let running = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut running = running.expect("it starts");
    std::thread::sleep(moment);
    running.kill().expect("it is ours to kill");
    let output = running.wait_with_output().expect("it ends");
    let killed = output.status.signal() == Some(9);
    assert!(killed || output.status.success(), "{}", error_of(&output));
    killed.then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
