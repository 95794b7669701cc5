//! Which choice decides: the ratio of steps at each level of what a specification is drawn from.

use claims::statistics::{Resampled, bootstrap_mixed, median, shown};
use experiment::Trials;
use figures::{Table, column, frame};
use indexmap::IndexSet;

use super::races::{Race, stream};
use super::settings::{Arm, Choices, Settings};

/// The two goals of a data set, as in a table.
pub(super) const GOALS: [&str; 2] = ["near", "far"];

/// The specifications that have a level of one choice.
#[derive(Clone)]
pub(super) struct Level {
    pub(super) choice: &'static str,
    pub(super) held_at: String,
    /// Of those in which one of the two arms got to the goal.
    pub(super) n: usize,
    /// The median ratio of steps with its 95 % interval, over specifications.
    pub(super) ratio: [f64; 3],
    /// The share in which the first arm is sooner by a tenth or more, and the other.
    pub(super) sooner: [f64; 2],
}

/// The smallest interesting effect, in ln(steps / steps).
const EFFECT: f64 = 0.1;
/// Resamples of an interval that decides nothing.
const RESAMPLES: usize = 9_999;

/// The ratio of two arms over all, then at each level of each choice, then by data set.
pub(super) fn levels(
    trials: &Trials<'_, Arm, Settings>,
    races: &[Race<'_>],
    [first, second]: [&str; 2],
) -> Vec<Level> {
    let mut levels = Vec::new();
    let mut add = |choice, level: String, is_here: &dyn Fn(&Race<'_>) -> bool| {
        let here = races.iter().filter(|race| is_here(race));
        let logs: Vec<f64> = here.filter_map(|race| race.log_ratio(first, second)).collect();
        if !logs.is_empty() {
            let role = format!("{choice}, {level}, {first}/{second}");
            let of = Resampled::Median;
            let samples = [(1.0, &logs[..])];
            let resamples = bootstrap_mixed(&samples, of, RESAMPLES, &mut stream(&role));
            let (low, high) = of.interval(logs.len(), &resamples);
            let share = |wanted: &dyn Fn(f64) -> bool| {
                logs.iter().filter(|&&x| wanted(x)).count() as f64 / logs.len() as f64
            };
            levels.push(Level {
                choice,
                held_at: level,
                n: logs.len(),
                ratio: [median(&logs), low, high].map(libm::exp),
                sooner: [share(&|x| x <= -EFFECT), share(&|x| x >= EFFECT)],
            });
        }
    };
    add("all", "all".to_owned(), &|_| true);
    let Choices { depth, width, batch_size, initialization, optimizer } =
        &trials.settings.specification;
    for &level in depth.iter().collect::<IndexSet<_>>() {
        add("depth", level.to_string(), &|race| race.specification.depth == level);
    }
    for &level in width.iter().collect::<IndexSet<_>>() {
        add("width", level.to_string(), &|race| race.specification.width == level);
    }
    for &level in batch_size.iter().collect::<IndexSet<_>>() {
        add("batch size", level.to_string(), &|race| race.specification.batch_size == level);
    }
    for &level in initialization.iter().collect::<IndexSet<_>>() {
        add("weights", level.name().to_owned(), &|race| race.specification.weights == level);
    }
    for &level in optimizer.iter().collect::<IndexSet<_>>() {
        add("optimizer", level.name().to_owned(), &|race| race.specification.descent == level);
    }
    for (goal, name) in GOALS.into_iter().enumerate() {
        add("goal", name.to_owned(), &|race| race.specification.goal == goal);
    }
    for data_set in &trials.ran.file.trials.data_sets {
        add("data set", data_set.clone(), &|race| race.data_set == data_set);
    }
    levels
}

/// One row a level and pair of arms.
pub(super) fn table(
    trials: &Trials<'_, Arm, Settings>,
    races: &[Race<'_>],
) -> anyhow::Result<Table> {
    let mut rows: Vec<(String, Level)> = Vec::new();
    for [first, second] in [["relu", "sigmoid"], ["relu", "tanh"], ["tanh", "sigmoid"]] {
        let levels = levels(trials, races, [first, second]).into_iter();
        rows.extend(levels.map(|level| (format!("{first} / {second}"), level)));
    }
    Ok(frame(vec![
        column("ratio_of", &rows, |row| row.0.clone()),
        column("choice", &rows, |row| row.1.choice),
        column("level", &rows, |row| row.1.held_at.clone()),
        column("n", &rows, |row| row.1.n as u64),
        column("median_ratio", &rows, |row| shown(row.1.ratio[0])),
        column("low", &rows, |row| shown(row.1.ratio[1])),
        column("high", &rows, |row| shown(row.1.ratio[2])),
        column("first_sooner", &rows, |row| shown(row.1.sooner[0])),
        column("second_sooner", &rows, |row| shown(row.1.sooner[1])),
    ])?)
}
