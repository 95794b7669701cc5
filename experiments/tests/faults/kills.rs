//! `kill -9` at random moments of a run.

use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::time::Duration;

use mlp::Random;

use crate::counts::Counts;
use crate::scene::{Kind, Run, Scene, differences, error_of};

/// How often one run is killed before it may finish.
const LIVES: usize = 3;

#[test]
fn killed_at_any_moment() {
    let kills = std::env::var("KILLS").map_or(10, |kills| kills.parse().expect("a number"));
    let mut random = Random::from_number(9);
    let runs = [Run::groups(), Run::many(Kind::Part)];
    let undisturbed = runs.map(Run::undisturbed);
    let (mut counts, mut while_appending) = (Counts::default(), 0);
    for (run, whole) in runs.iter().zip(&undisturbed).cycle() {
        if counts.tried == kills {
            break;
        }
        let scene = Scene::new(*run);
        for _ in 0..LIVES.min(kills - counts.tried) {
            let before = scene.trials().len();
            // Of what is left to be done, and of what is written at the end, any moment.
            let left = 1.0 - before as f64 / whole.trials as f64;
            let moment = whole.duration.mul_f64(left.clamp(0.25, 1.0) * random.uniform());
            let Some(said) = kill_after(&scene, moment) else { break };
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
    eprintln!("{while_appending} of {kills} kills while trials were being written down");
    counts.judge("kill at a random moment");
    assert!(while_appending * 5 >= kills, "{while_appending} of {kills} hit what they are for");
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
