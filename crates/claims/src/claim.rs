//! claim.toml: what a reader could dispute, complete enough to read without the code.

use indexmap::IndexMap;
use mlp::checked;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::criterion::{Criterion, Statistic};
use crate::grid::Grid;

/// One experiment: what is claimed, how it is judged and what is run.
///
/// Arms and settings are kept as raw TOML here; each experiment reads them as [`Parameters`] of its
/// own types.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimFile {
    /// The finding in a line.
    pub title: String,
    /// What the notes say, what is tested and how.
    pub about: String,
    /// What was changed after the first registered run, and why; empty if nothing was.
    #[serde(default)]
    pub deviations: String,
    /// Whether it takes minutes, and so is run by `reproduce --full` only.
    #[serde(default)]
    pub full: bool,
    /// Where to read more.
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
    /// The claims, in the inventory's order.
    #[serde(rename = "claim")]
    pub claims: Vec<Claim>,
    /// How many trials.
    #[serde(default)]
    pub trials: Trials,
    /// What every arm is crossed with: names and levels.
    #[serde(default)]
    pub factors: IndexMap<String, Vec<i64>>,
    /// How learning rates are chosen, for experiments that tune.
    pub tuning: Option<Tuning>,
    /// What is compared, by name; empty if no claim can be tested.
    #[serde(default = "IndexMap::new")]
    pub arms: IndexMap<String, toml::Value>,
    /// Names under which all arms together record something; criteria use them like names of arms.
    #[serde(default)]
    pub across: Vec<String>,
    /// What all arms share; `settings = {}` if there is nothing.
    pub settings: toml::Value,
    /// Values laid over the rest for a smoke run, whose output never feeds `results/`.
    #[serde(default)]
    pub quick: toml::Table,
}

/// The arms and settings of a claim.toml, as one experiment knows them.
///
/// `A` configures an arm, `S` is what all arms share; both reject unknown keys.
#[derive(Clone, Debug, Deserialize)]
#[serde(bound = "A: DeserializeOwned, S: DeserializeOwned")]
pub struct Parameters<A, S> {
    /// What is compared, by name.
    #[serde(default = "IndexMap::new")]
    pub arms: IndexMap<String, A>,
    /// What all arms share.
    pub settings: S,
}

/// A paper, a book, a page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Authors, year, title.
    pub title: String,
    /// Its address, on the web.
    #[serde(deserialize_with = "web_address")]
    pub url: String,
}

/// A checkable statement of the notes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Its id in the inventory, such as C11.
    pub id: String,
    /// The heading of the notes it stands under.
    pub section: String,
    /// What sort of statement it is.
    pub kind: Kind,
    /// The statement, in our words.
    pub statement: String,
    /// The statement in formulas, in LaTeX, one a line.
    #[serde(default)]
    pub math: Vec<String>,
    /// The result and the reason for it in a sentence or two, written after the run; not a
    /// criterion.
    #[serde(default)]
    pub found: String,
    /// The finding in a line, for those that stand on the page's first screen.
    #[serde(default)]
    pub headline: String,
    /// The chart of the experiment that shows it there.
    pub picture: Option<String>,
    /// The experiment's charts that show what was found, the one that shows it best first.
    #[serde(default)]
    pub charts: Vec<String>,
    /// Whether it speaks of every setting or says that there is one.
    #[serde(default)]
    pub quantifier: Quantifier,
    /// The criteria, all of which must hold in a setting.
    #[serde(default, rename = "criterion")]
    pub criteria: Vec<Criterion>,
    /// For a slip in the notes: criteria that would hold if the notes were right as printed. The
    /// criteria above then judge the corrected form.
    #[serde(default)]
    pub printed: Vec<Criterion>,
    /// For what is printed and fails, but is true as it is meant: how it is meant.
    pub imprecise: Option<String>,
    /// Why it cannot be tested, if that is so.
    pub not_testable: Option<String>,
}

impl Claim {
    /// Every criterion, those of what is printed first, and whether it is one of them.
    pub fn all_criteria(&self) -> impl Iterator<Item = (bool, &Criterion)> {
        let printed = self.printed.iter().map(|criterion| (true, criterion));
        printed.chain(self.criteria.iter().map(|criterion| (false, criterion)))
    }
}

/// Of how many settings a claim speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantifier {
    /// Of every one.
    #[default]
    Every,
    /// Of one at least: a single one settles it.
    Some,
}

/// What sort of statement a claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Algebra, exact or within a stated rounding bound.
    Identity,
    /// Checked by finite differences and, where possible, by an exact solution.
    Derivation,
    /// A numerical fact about a function.
    Property,
    /// An empirical claim about training.
    Training,
    /// Time or parameters.
    Cost,
    /// Advice.
    Heuristic,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&format!("{self:?}").to_lowercase())
    }
}

/// How many trials each arm has.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trials {
    /// Seeds that judge.
    #[serde(default = "one", deserialize_with = "checked::count")]
    pub confirm_seeds: usize,
    /// Seeds that tune; the confirmation never sees them.
    #[serde(default = "one", deserialize_with = "checked::count")]
    pub pilot_seeds: usize,
    /// The data sets every arm runs on.
    #[serde(default)]
    pub data_sets: Vec<String>,
    /// Arms and levels with a different number of seeds; the first match applies.
    #[serde(default)]
    pub more: Vec<More>,
    /// The hash of data of one's own that stand in the place of the digits.
    #[serde(default)]
    pub own_data: Option<String>,
}

fn one() -> usize {
    1
}

impl Default for Trials {
    fn default() -> Self {
        Self {
            confirm_seeds: 1,
            pilot_seeds: 1,
            data_sets: Vec::new(),
            more: Vec::new(),
            own_data: None,
        }
    }
}

/// A different number of seeds for some cells.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct More {
    /// The arms meant; empty for all.
    #[serde(default)]
    pub arms: Vec<String>,
    /// The data sets meant; empty for all.
    #[serde(default)]
    pub data_sets: Vec<String>,
    /// The factor levels meant.
    #[serde(default)]
    pub at: IndexMap<String, Vec<i64>>,
    /// Seeds that judge; 0 leaves these cells out, of the tuning too.
    pub confirm_seeds: usize,
}

/// How each cell's learning rate is chosen on pilot seeds: the same grid for every arm.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tuning {
    /// The rates that are tried.
    pub learning_rates: Grid,
    /// What the pilot trials are ranked by.
    pub metric: String,
    /// What the metric's values are reduced to.
    pub statistic: Statistic,
    /// Which end is better.
    pub goal: Goal,
    /// The arms that are tuned; empty for all. The others run without a learning rate.
    #[serde(default)]
    pub arms: Vec<String>,
    /// The arms that are tuned on pilot seeds of their own: each is another arm, tuned twice.
    #[serde(default)]
    pub apart: Vec<String>,
}

/// Which end of a statistic is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Small is good.
    Minimize,
    /// Large is good.
    Maximize,
}

fn web_address<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let url = String::deserialize(deserializer)?;
    if ["https://", "http://"].iter().any(|start| url.starts_with(start)) {
        Ok(url)
    } else {
        Err(serde::de::Error::custom("give an address that begins with https:// or http://"))
    }
}
