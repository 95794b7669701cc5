//! A rule that names the winner from the specification alone: a small tree, grown on the first seeds
//! of each data set and judged on the others.
//!
//! Source: Breiman, Friedman, Olshen and Stone 1984, "Classification and Regression Trees".

use claims::Metrics;
use figures::{Table, column, frame};

use super::races::{RACERS, Race};
use super::settings::{Descent, Weights};
use crate::data;

/// What the tree may ask for.
type Feature = (&'static str, fn(&Race<'_>) -> f64);

const FEATURES: [Feature; 10] = [
    ("depth", |race| race.specification.depth as f64),
    ("width", |race| race.specification.width as f64),
    ("batch_size", |race| race.specification.batch_size as f64),
    ("goal", |race| race.specification.goal as f64),
    ("own_weights", |race| is(race.specification.weights == Weights::Own)),
    ("orthogonal_weights", |race| is(race.specification.weights == Weights::Orthogonal)),
    ("gradient_descent", |race| is(race.specification.descent == Descent::GradientDescent)),
    ("adam", |race| is(race.specification.descent == Descent::Adam)),
    ("inputs", |race| shape(race).0),
    ("classes", |race| shape(race).1),
];

/// How many questions lead to a leaf at most, and how few races it has at least.
const DEPTH: usize = 3;
const LEAST: usize = 10;

fn is(x: bool) -> f64 {
    f64::from(u8::from(x))
}

fn shape(race: &Race<'_>) -> (f64, f64) {
    let (inputs, classes) = data::shape(race.data_set).expect("checked before the run");
    (inputs as f64, classes as f64)
}

/// How often each racer wins.
type Wins = [usize; RACERS.len()];

/// A question with two trees, or an answer.
pub(super) enum Tree {
    Leaf(Wins),
    Split { feature: Feature, at: f64, below: Box<Tree>, above: Box<Tree> },
}

fn wins(races: &[&Race<'_>]) -> Wins {
    let mut wins = [0; RACERS.len()];
    races.iter().filter_map(|race| race.winner()).for_each(|winner| wins[winner] += 1);
    wins
}

/// The most frequent one; of equals the first.
fn most_frequent(wins: &Wins) -> usize {
    (1..wins.len()).fold(0, |best, i| if wins[i] > wins[best] { i } else { best })
}

/// Gini's impurity times the number: n - sum of squares / n.
fn impurity(wins: &Wins) -> f64 {
    let n = wins.iter().sum::<usize>() as f64;
    let squares = wins.iter().fold(0.0, |sum, &k| sum + (k * k) as f64);
    if n > 0.0 { n - squares / n } else { 0.0 }
}

impl Tree {
    /// Grown by the questions that leave the least impurity; of equal ones the first.
    pub(super) fn grow(races: &[&Race<'_>], depth: usize) -> Self {
        let here = wins(races);
        let mut best: Option<(f64, Feature, f64)> = None;
        for feature in FEATURES {
            let mut values: Vec<f64> = races.iter().map(|race| feature.1(race)).collect();
            values.sort_by(f64::total_cmp);
            values.dedup();
            for pair in values.windows(2) {
                let at = 0.5 * (pair[0] + pair[1]);
                let (below, above) = split(races, feature, at);
                if below.len() < LEAST || above.len() < LEAST {
                    continue;
                }
                let left = impurity(&wins(&below)) + impurity(&wins(&above));
                if best.is_none_or(|(least, ..)| left < least - 1e-9) {
                    best = Some((left, feature, at));
                }
            }
        }
        match best {
            Some((left, feature, at)) if depth > 0 && left < impurity(&here) - 1e-9 => {
                let (below, above) = split(races, feature, at);
                let [below, above] =
                    [below, above].map(|part| Box::new(Self::grow(&part, depth - 1)));
                Self::Split { feature, at, below, above }
            }
            _ => Self::Leaf(here),
        }
    }

    /// The leaf of a race.
    fn leaf(&self, race: &Race<'_>) -> &Wins {
        match self {
            Self::Leaf(wins) => wins,
            Self::Split { feature, at, below, above } => {
                if feature.1(race) < *at {
                    below.leaf(race)
                } else {
                    above.leaf(race)
                }
            }
        }
    }

    /// The place in [`RACERS`] of the one it names.
    pub(super) fn names(&self, race: &Race<'_>) -> usize {
        most_frequent(self.leaf(race))
    }

    /// The conditions of each leaf, in order.
    fn leaves<'a>(&'a self, conditions: &str, leaves: &mut Vec<(String, &'a Wins)>) {
        let and = if conditions.is_empty() { "" } else { " and " };
        match self {
            Self::Leaf(wins) => leaves.push((conditions.to_owned(), wins)),
            Self::Split { feature: (name, _), at, below, above } => {
                below.leaves(&format!("{conditions}{and}{name} < {at}"), leaves);
                above.leaves(&format!("{conditions}{and}{name} > {at}"), leaves);
            }
        }
    }
}

fn split<'a, 'b>(
    races: &[&'a Race<'b>],
    feature: Feature,
    at: f64,
) -> (Vec<&'a Race<'b>>, Vec<&'a Race<'b>>) {
    races.iter().partition(|race| feature.1(race) < at)
}

/// The races that somebody wins: those that the tree is grown on, and those that it is judged by.
fn halves<'a, 'b>(races: &'a [Race<'b>], explored: u64) -> (Vec<&'a Race<'b>>, Vec<&'a Race<'b>>) {
    let won = races.iter().filter(|race| race.winner().is_some());
    won.partition(|race| race.seed < explored)
}

/// The tree that is grown on the seeds below `explored`.
pub(super) fn grown(races: &[Race<'_>], explored: u64) -> Tree {
    Tree::grow(&halves(races, explored).0, DEPTH)
}

/// Of each race that the tree has not seen: whether it names the winner, whether the commonest winner
/// of the others is it, and the difference.
pub(super) fn metrics(races: &[Race<'_>], explored: u64) -> Vec<Metrics> {
    let (seen, unseen) = halves(races, explored);
    let (tree, commonest) = (grown(races, explored), most_frequent(&wins(&seen)));
    let metrics = |race: &&Race<'_>| {
        let winner = race.winner();
        let (rule, base) = (is(winner == Some(tree.names(race))), is(winner == Some(commonest)));
        vec![("rule_right", rule), ("commonest_right", base), ("gained", rule - base)]
    };
    unseen.iter().map(metrics).collect()
}

/// Of each race in which ReLU was tuned and run twice: whether the winner is the same with either.
pub(super) fn twins(races: &[Race<'_>]) -> Vec<Metrics> {
    let pairs = races.iter().filter_map(|race| Some((race.winner()?, race.winner_again()?)));
    pairs.map(|(winner, again)| vec![("same_winner", is(winner == again))]).collect()
}

/// Of each race: whether it is rightly named by the tree that is grown on the explored races of the
/// other data sets.
pub(super) fn transfers(races: &[Race<'_>], explored: u64) -> Vec<Metrics> {
    let (seen, _) = halves(races, explored);
    let groups = races.iter().map(|race| race.group).max().map_or(0, |last| last + 1);
    let of_group = |group: usize| {
        let others: Vec<&Race<'_>> =
            seen.iter().copied().filter(|race| race.group != group).collect();
        let tree = Tree::grow(&others, DEPTH);
        let here = races.iter().filter(move |race| race.group == group);
        let metrics = |race: &Race<'_>| {
            Some(vec![("right_elsewhere", is(race.winner()? == tree.names(race)))])
        };
        here.filter_map(metrics).collect::<Vec<Metrics>>()
    };
    (0..groups).flat_map(of_group).collect()
}

/// One row a leaf: its conditions, whom it names, and how often rightly.
pub(super) fn table(races: &[Race<'_>], explored: u64) -> anyhow::Result<Table> {
    let (_, unseen) = halves(races, explored);
    let tree = grown(races, explored);
    let mut leaves = Vec::new();
    tree.leaves("", &mut leaves);
    let of_leaf = |wins: &Wins| -> Vec<usize> {
        let here = unseen.iter().filter(|race| std::ptr::eq(tree.leaf(race), wins));
        here.filter_map(|race| race.winner()).collect()
    };
    let rows: Vec<(String, usize, &Wins, Vec<usize>)> = leaves
        .into_iter()
        .map(|(conditions, wins)| (conditions, most_frequent(wins), wins, of_leaf(wins)))
        .collect();
    let right = |named: usize, winners: &[usize]| winners.iter().filter(|w| **w == named).count();
    Ok(frame(vec![
        column("conditions", &rows, |row| row.0.clone()),
        column("names", &rows, |row| RACERS[row.1]),
        column("grown_on", &rows, |row| row.2.iter().sum::<usize>() as u64),
        column("right", &rows, |row| row.2[row.1] as u64),
        column("judged_by", &rows, |row| row.3.len() as u64),
        column("right_then", &rows, |row| right(row.1, &row.3) as u64),
    ])?)
}
