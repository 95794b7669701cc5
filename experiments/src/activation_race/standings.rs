//! Who comes first: what the runs say when they are laid side by side.

use claims::statistics::{Resampled, bootstrap, log_ratio, max, mean, median, shown};
use claims::{Cell, Metrics, Phase, Streams};
use experiment::{Results, Trials};
use figures::{Table, column, frame};

use super::settings::{Arm, Role, Settings};

/// A data set and depth: the racers' cells there.
struct Setting<'a> {
    at: &'a Cell,
    racers: Vec<(usize, &'a Cell)>,
}

/// Every data set and depth.
fn settings<'a>(trials: &'a Trials<'_, Arm, Settings>) -> Vec<Setting<'a>> {
    let role = |cell: &Cell| trials.arms[&cell.arm].role;
    let mut settings: Vec<Setting<'a>> = Vec::new();
    for (index, cell) in trials.cells.iter().enumerate() {
        if !matches!(role(cell), Role::Racer | Role::Variant) {
            continue;
        }
        let same = |setting: &&mut Setting<'_>| {
            setting.at.data_set == cell.data_set && setting.at.levels == cell.levels
        };
        match settings.iter_mut().find(same) {
            Some(setting) => setting.racers.push((index, cell)),
            None => settings.push(Setting { at: cell, racers: vec![(index, cell)] }),
        }
    }
    settings
}

/// The share of each seed that each racer comes first on; those level share it.
fn firsts(trials: &Trials<'_, Arm, Settings>, setting: &Setting<'_>) -> Vec<Vec<f64>> {
    let scores: Vec<Vec<f64>> =
        setting.racers.iter().map(|(cell, _)| trials.values(*cell, "score")).collect();
    let seeds = scores.iter().map(Vec::len).fold(usize::MAX, Ord::min);
    let mut firsts = vec![vec![0.0; seeds]; scores.len()];
    for seed in 0..seeds {
        let of_seed: Vec<f64> = scores.iter().map(|scores| scores[seed]).collect();
        let least = claims::statistics::min(&of_seed);
        let level = of_seed.iter().filter(|&&score| score == least).count() as f64;
        for (firsts, score) in firsts.iter_mut().zip(of_seed) {
            firsts[seed] = if score == least { 1.0 / level } else { 0.0 };
        }
    }
    firsts
}

/// The tuning statistic of a cell, at the rate that was chosen.
fn tuned(trials: &Trials<'_, Arm, Settings>, cell: usize) -> f64 {
    let chosen = trials.choices.iter().find(|choice| choice.cell == cell && choice.chosen);
    chosen.map_or(f64::INFINITY, |choice| choice.value)
}

/// Among the variants the one that did best in tuning, and on each seed of the confirmation
/// whether it beats ReLU: 1, or 1/2 where they are level. Chosen on other seeds than it is judged
/// on, it owes nothing to having been chosen.
fn best_variant<'a>(
    trials: &Trials<'_, Arm, Settings>,
    setting: &Setting<'a>,
) -> Option<(&'a Cell, Vec<f64>)> {
    let role = |cell: &Cell| trials.arms[&cell.arm].role;
    let variants = setting.racers.iter().filter(|(_, cell)| role(cell) == Role::Variant);
    let value = |cell: usize| tuned(trials, cell);
    let (best, cell) = *variants.min_by(|(a, _), (b, _)| value(*a).total_cmp(&value(*b)))?;
    let (relu, _) = *setting.racers.iter().find(|(_, cell)| cell.arm == "relu")?;
    let pairs = trials.values(best, "score").into_iter().zip(trials.values(relu, "score"));
    let win = |(variant, relu): (f64, f64)| match variant.total_cmp(&relu) {
        std::cmp::Ordering::Less => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Greater => 0.0,
    };
    Some((cell, pairs.map(win).collect()))
}

/// What it costs on each seed, as ln(score / score), to take in this setting the racer that does
/// best on the other data sets at this depth, instead of the one that does best here. Both are known
/// from tuning alone, on other seeds. None if there is no other data set.
fn regret(
    trials: &Trials<'_, Arm, Settings>,
    settings: &[Setting<'_>],
    setting: &Setting<'_>,
) -> Option<Vec<f64>> {
    let is_other = |other: &&Setting<'_>| {
        other.at.data_set != setting.at.data_set && other.at.levels == setting.at.levels
    };
    let others: Vec<&Setting<'_>> = settings.iter().filter(is_other).collect();
    // The geometric mean: how many times longer, whatever the data set takes.
    let elsewhere = |racer: usize| {
        let logs = others.iter().map(|other| libm::log(tuned(trials, other.racers[racer].0)));
        mean(&logs.collect::<Vec<f64>>())
    };
    let here = |racer: usize| tuned(trials, setting.racers[racer].0);
    let least = |of: &dyn Fn(usize) -> f64| {
        (0..setting.racers.len()).min_by(|&a, &b| of(a).total_cmp(&of(b)))
    };
    let (taken, best) = (least(&elsewhere)?, least(&here)?);
    let scores = |racer: usize| trials.values(setting.racers[racer].0, "score");
    let logs = scores(taken).into_iter().zip(scores(best)).map(|(a, b)| log_ratio(a, b));
    (!others.is_empty()).then(|| logs.collect())
}

/// For each seed: what taking the best of other data sets costs, the share of the settings that the
/// most successful racer wins, and that the best variant wins against ReLU.
pub(super) fn by_seed(trials: &Trials<'_, Arm, Settings>) -> Vec<Metrics> {
    let settings = settings(trials);
    let firsts: Vec<Vec<Vec<f64>>> = settings.iter().map(|s| firsts(trials, s)).collect();
    let regrets: Vec<Vec<f64>> =
        settings.iter().filter_map(|s| regret(trials, &settings, s)).collect();
    let wins: Vec<Vec<f64>> =
        settings.iter().filter_map(|s| best_variant(trials, s)).map(|(_, wins)| wins).collect();
    let seeds = firsts.iter().flatten().map(Vec::len).fold(usize::MAX, Ord::min);
    let racers = firsts.first().map_or(0, Vec::len);
    let of_seed = |seed: usize| {
        let share = |racer: usize| {
            mean(&firsts.iter().map(|setting| setting[racer][seed]).collect::<Vec<_>>())
        };
        let shares: Vec<f64> = (0..racers).map(share).collect();
        let over = |settings: &[Vec<f64>]| {
            mean(&settings.iter().map(|seeds| seeds[seed]).collect::<Vec<f64>>())
        };
        vec![
            ("regret", over(&regrets)),
            ("largest_share_of_firsts", max(&shares)),
            ("best_variant_wins", over(&wins)),
        ]
    };
    if racers == 0 { Vec::new() } else { (0..seeds).map(of_seed).collect() }
}

/// One row a racer, data set and depth: its rate, its epochs and how often it comes first.
pub(super) fn places(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Table> {
    let mut rows = Vec::new();
    for setting in settings(results) {
        let best = best_variant(results, &setting).map(|(cell, _)| cell);
        for ((index, cell), firsts) in setting.racers.iter().zip(firsts(results, &setting)) {
            let rate = results.trials.iter().find(|trial| trial.cell == *index);
            let rate = rate.and_then(|trial| trial.learning_rate);
            let epochs = median(&results.values(*index, "epochs"));
            let reached = mean(&results.values(*index, "reached"));
            let chosen = best == Some(*cell);
            rows.push((*cell, rate, epochs, reached, shown(mean(&firsts)), chosen));
        }
    }
    Ok(frame(vec![
        column("data_set", &rows, |row| row.0.data_set.clone()),
        column("depth", &rows, |row| row.0.level("depth")),
        column("arm", &rows, |row| row.0.arm.clone()),
        column("learning_rate", &rows, |row| row.1),
        column("median_epochs", &rows, |row| row.2),
        column("reached", &rows, |row| row.3),
        column("first", &rows, |row| row.4),
        column("best_variant", &rows, |row| row.5),
    ])?)
}

/// How many times the steps of another activation ReLU takes, in one place, each at the rate that
/// was chosen.
pub(super) struct Ratio {
    /// What is special there: a data set, or what has been changed on one.
    pub(super) place: String,
    /// What ReLU is compared with.
    pub(super) against: &'static str,
    /// Hidden layers + 1.
    pub(super) depth: i64,
    /// The median over pairs of which one got to the goal, with its 95 % interval over seeds.
    pub(super) epochs: [f64; 3],
    /// The share of pairs in which neither reached the goal.
    pub(super) both_censored: f64,
}

/// The pairs that are compared: what the place is called, ReLU's arm and the other's.
fn pairs(results: &Results<'_, Arm, Settings>, against: &str) -> Vec<(String, String, String)> {
    let mut pairs: Vec<(String, String, String)> = Vec::new();
    for arm in results.arms.keys() {
        let Some(rest) = arm.strip_prefix("relu") else { continue };
        let other = format!("{against}{rest}");
        if results.arms[arm].role != Role::ToTheEnd && results.arms.contains_key(&other) {
            pairs.push((rest.trim_matches('_').replace('_', " "), arm.clone(), other));
        }
    }
    pairs
}

/// Every ratio of ReLU to tanh and to sigmoid: by data set and depth, then with one thing changed.
pub(super) fn all_ratios(results: &Results<'_, Arm, Settings>) -> Vec<Ratio> {
    let mut ratios = Vec::new();
    for against in ["tanh", "sigmoid"] {
        for (changed, relu, other) in pairs(results, against) {
            for (index, cell) in results.cells_of(&relu) {
                let wanted = Cell { arm: other.clone(), ..cell.clone() };
                let Some(with) = results.cells.iter().position(|cell| *cell == wanted) else {
                    continue;
                };
                let values = |cell: usize, metric| results.values(cell, metric);
                let steps = values(index, "steps").into_iter().zip(values(with, "steps"));
                let reached = values(index, "reached").into_iter().zip(values(with, "reached"));
                let censored: Vec<f64> =
                    reached.map(|(a, b)| f64::from(u8::from(a + b == 0.0))).collect();
                // Two bounds say nothing of each other.
                let observed = steps.zip(&censored).filter(|(_, censored)| **censored == 0.0);
                let logs: Vec<f64> =
                    observed.map(|((relu, other), _)| log_ratio(relu, other)).collect();
                if censored.is_empty() {
                    continue;
                }
                let depth = cell.level("depth");
                let streams = Streams::new("activation_race", Phase::Confirm, &cell.data_set, 0);
                let role = format!("surface, {relu}/{other}, {depth}");
                let of = Resampled::Median;
                let resamples = bootstrap(&logs, of, &mut streams.stream(&role));
                let (low, high) = of.interval(logs.len(), &resamples);
                let epochs = [median(&logs), shown(low), shown(high)].map(|x| shown(libm::exp(x)));
                let data_set = cell.data_set.replace('_', " ");
                let place = match changed.as_str() {
                    "" => data_set,
                    changed => format!("{data_set}, {changed}"),
                };
                let both_censored = shown(mean(&censored));
                ratios.push(Ratio { place, against, depth, epochs, both_censored });
            }
        }
    }
    ratios
}

/// The ratios as a table.
pub(super) fn ratios(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Table> {
    let rows = all_ratios(results);
    Ok(frame(vec![
        column("place", &rows, |row| row.place.clone()),
        column("depth", &rows, |row| row.depth),
        column("against", &rows, |row| row.against),
        column("ratio", &rows, |row| row.epochs[0]),
        column("low", &rows, |row| row.epochs[1]),
        column("high", &rows, |row| row.epochs[2]),
        column("both_censored", &rows, |row| row.both_censored),
    ])?)
}
