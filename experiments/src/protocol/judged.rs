//! Simulated experiments, judged by the code that judges every claim.

use claims::finding::judge;
use claims::tuning::Choice;
use claims::verdict::Test;
use claims::{Cell, Claim, Finding, Metrics, Observed, Outcome, Resampling, Trial};
use experiment::Trials;

use super::repeat::{repeated, stream};
use super::settings::{Arm, Settings};

/// As many as leave an end of an interval uncertain by a fifth of its tail, which widens it: claims
/// are judged by more.
const RESAMPLES: usize = 3_999;

/// What is planted, as ln(a / b) of steps, and where it is recorded whether it is found.
pub(super) const PLANTED: [(f64, &str); 4] =
    [(-0.1, "found_01"), (-0.2, "found_02"), (-0.35, "found_035"), (-0.5, "found_05")];

/// `median ln(a/b) of steps < most`.
pub(super) fn claim(most: f64) -> Claim {
    let text = format!(
        "id = \"S\"\nsection = \"\"\nkind = \"training\"\nstatement = \"\"\n[[criterion]]\n\
         metric = \"steps\"\ncontrast = [\"a\", \"b\"]\ncomparison = \"log_ratio\"\n\
         statistic = \"median\"\nop = \"<\"\nvalue = {most:?}\n"
    );
    toml::from_str(&text).expect("a claim")
}

pub(super) fn cell(data_set: &str, arm: &str, levels: &[(&str, i64)]) -> Cell {
    let levels = levels.iter().map(|(name, level)| ((*name).to_owned(), *level)).collect();
    Cell { data_set: data_set.to_owned(), arm: arm.to_owned(), levels }
}

pub(super) fn trial(cell: usize, learning_rate: Option<f64>, seed: usize, steps: f64) -> Trial {
    Trial { cell, learning_rate, seed: seed as u64, metrics: vec![("steps", steps)] }
}

/// The findings of a claim over these trials.
pub(super) fn findings(
    claim: &Claim,
    (cells, trials, choices): (&[Cell], &[Trial], &[Choice]),
    repeat: usize,
) -> Vec<Finding> {
    let experiment = format!("protocol {repeat}");
    let resampling = Resampling { count: RESAMPLES, stream: 0 };
    let experiment = experiment.as_str();
    judge(std::slice::from_ref(claim), &Observed { experiment, cells, trials, choices, resampling })
}

pub(super) fn is_supported(outcome: Outcome) -> f64 {
    f64::from(u8::from(outcome == Outcome::Supported))
}

/// Two arms that are one and the same, on disjoint seeds, one of them made so much sooner; whether
/// that is found.
fn supported(
    trials: &Trials<'_, Arm, Settings>,
    role: &str,
    (effect, most): (f64, f64),
    repeat: usize,
) -> f64 {
    // Drawn without replacement: no trial is in both arms, and neither arm has the better ones.
    let mut steps: Vec<f64> = trials.trials.iter().filter_map(|t| t.metric("steps")).collect();
    stream(role, repeat).shuffle(&mut steps);
    let sooner = libm::exp(effect);
    let pairs = steps.chunks_exact(2).take(trials.settings.pairs).enumerate();
    let both = pairs.flat_map(|(seed, pair)| {
        [trial(0, None, seed, pair[0] * sooner), trial(1, None, seed, pair[1])]
    });
    let both: Vec<Trial> = both.collect();
    let cells = ["a", "b"].map(|arm| cell("", arm, &[]));
    is_supported(findings(&claim(most), (&cells, &both, &[]), repeat)[0].outcome)
}

/// What is true in some settings and the other way round in others: at depth 2 a is later by 0.5, at
/// depths 5 and 8 sooner by that, on two data sets. Whether the verdict says so.
fn conditional(trials: &Trials<'_, Arm, Settings>, repeat: usize) -> f64 {
    let mut random = stream("conditional", repeat);
    let steps: Vec<f64> = trials.trials.iter().filter_map(|t| t.metric("steps")).collect();
    let mut drawn = || steps[random.below(steps.len() as u32) as usize];
    let (mut cells, mut all) = (Vec::new(), Vec::new());
    for data_set in ["one", "another"] {
        for depth in [2, 5, 8] {
            let effect = libm::exp(if depth == 2 { 0.5 } else { -0.5 });
            for (arm, factor) in [("a", effect), ("b", 1.0)] {
                let index = cells.len();
                cells.push(cell(data_set, arm, &[("depth", depth)]));
                let of_cell = |seed| trial(index, None, seed, factor * drawn());
                all.extend((0..trials.settings.pairs).map(of_cell));
            }
        }
    }
    let claim = claim(-trials.settings.smallest_effect);
    let findings = findings(&claim, (&cells, &all, &[]), repeat);
    let row =
        claims::ledger::Row::new(&[(&claim, Test { experiment: "protocol", findings: &findings })]);
    let says = row.in_words();
    f64::from(u8::from(says.starts_with("conditional: in 4 of 6 settings, at depth 5 and 8;")))
}

/// Whether one is called sooner than the other, of two arms that are one and the same.
pub(super) fn all(trials: &Trials<'_, Arm, Settings>) -> Vec<(&'static str, Vec<Metrics>)> {
    let Settings { repeats, smallest_effect, .. } = *trials.settings;
    let mut all = Vec::new();
    for (name, most) in [("same_arm", -smallest_effect), ("no_difference", 0.0)] {
        let of = |repeat| vec![("supported", supported(trials, name, (0.0, most), repeat))];
        all.push((name, repeated(repeats, of)));
    }
    let planted = |repeat| {
        let found = |(effect, name): (f64, &'static str)| {
            (name, supported(trials, name, (effect, -smallest_effect), repeat))
        };
        PLANTED.into_iter().map(found).collect()
    };
    all.push(("planted", repeated(repeats, planted)));
    let found = |repeat| vec![("found", conditional(trials, repeat))];
    all.push(("conditional", repeated(repeats, found)));
    all
}
