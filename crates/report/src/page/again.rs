//! What the page runs again: the trials of the first seeds as published, with all that decides
//! them, and the module that runs them.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use claims::{Cell, ClaimFile, Criterion, Recipe, Recorded};
use figures::trials::FIRST_SEEDS;
use maud::{Markup, PreEscaped, html};
use polars_core::prelude::*;
use serde_json::{Map, Value, json};

use super::contents::{Card, Live, Section, Test};

/// The tables that hold them: all trials, or those of the first seeds if all are too many.
const TABLES: [&str; 2] = ["trials", "first_trials"];
/// The columns beside factors and metrics.
const PLACED: [&str; 4] = ["data_set", "arm", "learning_rate", "seed"];
const SCRIPT: &str = include_str!("again.js");

/// What can be run again: experiments by name, none where there is no module.
#[derive(Default)]
pub(super) struct Reruns<'a> {
    module: &'a [u8],
    experiments: BTreeMap<&'a str, Published<'a>>,
}

/// The trials of an experiment's first seeds, as published.
struct Published<'a> {
    section: &'a Section,
    metrics: Vec<&'a str>,
    trials: Vec<Trial>,
}

/// A published trial, with what it recorded, metric by metric.
struct Trial {
    recipe: Recipe,
    values: Vec<Option<f64>>,
}

impl<'a> Reruns<'a> {
    /// What the module can run of these experiments.
    ///
    /// # Errors
    /// If a table cannot be read.
    pub(super) fn of(live: Option<&Live>, sections: &'a [Section]) -> PolarsResult<Self> {
        let Some(live) = live else { return Ok(Self::default()) };
        let mut experiments = BTreeMap::new();
        for section in sections {
            let name = section.name.as_str();
            let table = section.tables.iter().find(|(name, _)| TABLES.contains(&name.as_str()));
            if let Some((_, table)) = table.filter(|_| live.experiments.contains(&name)) {
                experiments.insert(name, Published::of(live, section, table)?);
            }
        }
        Ok(Self { module: live.again, experiments })
    }

    /// The button that runs a claim's trials again, if any of them can be.
    pub(super) fn button(&self, card: &Card<'_>, test: &Test<'_>) -> Option<Markup> {
        let name = test.section.name.as_str();
        let published = self.experiments.get(name)?;
        let is_concerned = |(_, trial): &(usize, &Trial)| {
            let mut criteria = test.claim.all_criteria();
            criteria.any(|(_, criterion)| concerns(criterion, test.section, &trial.recipe.cell))
        };
        let trials = published.trials.iter().enumerate();
        // One seed before the next, and of each one trial of every arm: time may be short.
        let mut of_arms: BTreeMap<(u64, &str), usize> = BTreeMap::new();
        let mut turns = Vec::new();
        for (index, Trial { recipe: Recipe { cell, seed, .. }, .. }) in trials.filter(is_concerned)
        {
            let before = of_arms.entry((*seed, &cell.arm)).or_default();
            turns.push((*seed, *before, index));
            *before += 1;
        }
        turns.sort_unstable();
        let indices: Vec<String> = turns.iter().map(|(.., index)| index.to_string()).collect();
        (!indices.is_empty()).then(|| {
            html! {
                div.rerun {
                    p {
                        button.again type="button" data-experiment=(name)
                            data-trials=(indices.join(" ")) { "Run " (card.row.id) " again, here" }
                        output {}
                    }
                }
            }
        })
    }

    /// The trials, the module, and the script that asks it.
    pub(super) fn scripts(&self) -> Markup {
        if self.experiments.is_empty() {
            return html! {};
        }
        let experiments = self.experiments.iter();
        let experiments: Map<String, Value> =
            experiments.map(|(name, published)| ((*name).to_owned(), published.json())).collect();
        // Text within a script ends where this stands.
        let published = Value::Object(experiments).to_string().replace("</", "<\\/");
        html! {
            script #published-trials type="application/json" { (PreEscaped(published)) }
            script #again-module type="text/plain" { (PreEscaped(STANDARD.encode(self.module))) }
            script { (PreEscaped(SCRIPT)) }
        }
    }
}

/// Whether a criterion is judged by trials of this cell.
fn concerns(criterion: &Criterion, section: &Section, cell: &Cell) -> bool {
    let across = &section.file.across;
    let is_arm = |name: &str| name == cell.arm || across.iter().any(|across| across == name);
    criterion.arms().into_iter().any(is_arm) && cell.is_at(criterion.at.iter())
}

impl<'a> Published<'a> {
    /// What a table of trials has of the first seeds.
    fn of(live: &Live, section: &'a Section, table: &'a DataFrame) -> PolarsResult<Self> {
        let factors: Vec<&String> = section.file.factors.keys().collect();
        let is_factor = |name: &str| factors.iter().any(|factor| *factor == name);
        let names: Vec<&str> = table.get_column_names().iter().map(|name| name.as_str()).collect();
        let is_metric = |name: &&str| !PLACED.contains(name) && !is_factor(name);
        let metrics: Vec<&str> = names.iter().copied().filter(is_metric).collect();
        let at = |name: &str, row| {
            names.contains(&name).then(|| table.column(name)?.get(row)).transpose()
        };
        let number = |name: &str, row| Ok(at(name, row)?.and_then(|x| x.extract::<f64>()));
        let text = |name: &str, row| {
            Ok::<_, PolarsError>(
                at(name, row)?.map_or(String::new(), |x| x.str_value().into_owned()),
            )
        };
        let slow = live.slow.iter().filter(|(name, _)| *name == section.name);
        let slow: Vec<&str> = slow.map(|(_, start)| *start).collect();
        let mut trials = Vec::new();
        for row in 0..table.height() {
            let seed = number("seed", row)?.unwrap_or_default() as u64;
            if seed >= FIRST_SEEDS {
                continue;
            }
            let arm = text("arm", row)?;
            if slow.iter().any(|start| arm.starts_with(start)) {
                continue;
            }
            let level = |factor: &&String| {
                Ok(((*factor).clone(), number(factor, row)?.unwrap_or_default() as i64))
            };
            let levels = factors.iter().map(level).collect::<PolarsResult<_>>()?;
            let cell = Cell { data_set: text("data_set", row)?, arm, levels };
            let recipe = Recipe { cell, learning_rate: number("learning_rate", row)?, seed };
            let values = metrics.iter().map(|name| number(name, row));
            trials.push(Trial { recipe, values: values.collect::<PolarsResult<_>>()? });
        }
        Ok(Self { section, metrics, trials })
    }

    /// In short: a trial is a data set, an arm, levels, a learning rate, a seed and the values of
    /// the metrics. Arms and settings are a text, whose numbers no script rewrites.
    fn json(&self) -> Value {
        let ClaimFile { arms, settings, factors, .. } = &self.section.file;
        let trial = |Trial { recipe: Recipe { cell, learning_rate, seed }, values }: &Trial| {
            let levels: Vec<i64> = cell.levels.iter().map(|(_, level)| *level).collect();
            let values: Vec<Option<Recorded>> = values.iter().map(|x| x.map(Recorded)).collect();
            json!([cell.data_set, cell.arm, levels, learning_rate, seed, values])
        };
        json!({
            "parameters": json!({ "arms": arms, "settings": settings }).to_string(),
            "factors": factors.keys().collect::<Vec<_>>(),
            "metrics": self.metrics,
            "trials": self.trials.iter().map(trial).collect::<Vec<_>>(),
        })
    }
}
