//! One trial as it is shown: in words, as a table, as charts, its weights. Nothing is written here.

use std::fmt::Write;
use std::ops::Range;

use claims::Metrics;
use experiment::measured::{self, Measured};
use experiment::plane::Views;
use experiment::{Configured, curve};
use figures::Table;
use figures::table::Values;
use mlp::film::{Film, MOST_EXAMPLES};
use mlp::{Ending, Network, Simd};
use report::chart::{self, Layout};
use report::terminal as words;
use serde_json::{Map, Value, json};

use crate::failure::{Attempt, Failure};
use crate::files::Output;
use crate::single::{Single, differing};
use crate::{artifacts, terminal};

/// So many rows of the table are printed.
const PRINTED: usize = 16;
/// Networks with more parameters are not printed.
const MOST_PARAMETERS: usize = 48;
/// How long an animation shows a frame, in seconds.
const PACE: f64 = 0.2;

/// What came of a trial.
pub(crate) struct Seen<'a> {
    pub(crate) configured: &'a Configured,
    pub(crate) single: &'a Single,
    pub(crate) metrics: &'a Metrics,
    /// How many networks it trains.
    pub(crate) trainings: usize,
    /// Which of them is shown, from 1.
    pub(crate) training: usize,
    /// That one, if it trains any.
    pub(crate) trained: Option<Trained<'a>>,
}

/// A training, looked at once for all that is shown of it.
pub(crate) struct Trained<'a> {
    pub(crate) film: &'a Film,
    measured: Vec<Measured>,
    table: Table,
    simd: Simd,
}

impl<'a> Trained<'a> {
    /// The training in a film.
    ///
    /// # Errors
    /// As the table of its frames.
    pub(crate) fn of(film: &'a Film, simd: Simd) -> Result<Self, Failure> {
        let measured = Measured::of(film, simd);
        let table = measured::table(&measured).usage()?;
        Ok(Self { film, measured, table, simd })
    }
}

impl Seen<'_> {
    /// Which trial it is, what it recorded, whether that is what is committed; its training.
    pub(crate) fn text(&self, is_registered: bool) -> String {
        let mut text = format!("{}: {}\n", self.configured.name, self.single);
        if let Some(rate) = self.single.learning_rate {
            let _ = writeln!(text, "learning rate {rate}, {}", self.single.rate_is);
        }
        let recorded = self.metrics.iter().map(|(name, x)| format!("{name} {x}"));
        let recorded = recorded.collect::<Vec<_>>().join(", ");
        let recorded = words::wrapped(&format!("recorded: {recorded}"), terminal::width());
        let (standing, print) = (self.standing(is_registered), self.fingerprint());
        let _ = writeln!(text, "{recorded}\n{standing}; fingerprint {print}");
        let Some(Trained { film, table, .. }) = &self.trained else {
            let nothing =
                "it has no training to show: it trains no network, or takes its steps by itself";
            return format!("{text}\n{}\n", words::wrapped(nothing, terminal::width()));
        };
        let _ = writeln!(text, "\n{}", words::wrapped(&described(film), terminal::width()));
        if self.trainings > 1 {
            let (k, n) = (self.training, self.trainings);
            let _ = writeln!(text, "training {k} of {n}; --training N shows another");
        }
        let rows = words::rows(table, &printed(film.frames.len()), terminal::width());
        let _ = writeln!(text, "\n{rows}{}", weights(film));
        text
    }

    /// A hash of which trial it is and of the bits that it recorded, short enough to be read out.
    fn fingerprint(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(format!("{}: {}", self.configured.name, self.single).as_bytes());
        for (name, x) in self.metrics {
            hasher.update(name.as_bytes()).update(&x.to_bits().to_le_bytes());
        }
        hasher.finalize().to_hex()[..8].to_owned()
    }

    /// Its relation to the ledger.
    fn standing(&self, is_registered: bool) -> String {
        let committed = self.single.committed(self.configured);
        match committed.map(|(file, trial)| (file, differing(self.metrics, &trial))) {
            Some((file, names)) if names.is_empty() => format!("the same bits as in {file}"),
            Some((file, names)) => format!("DIFFERENT from {file}: {}", names.join(", ")),
            None if !is_registered => {
                "changed by --set or --data: no trial of the ledger".to_owned()
            }
            None if self.single.is_counted(self.configured) => {
                "one of the trials that were judged; the tables have only the first seeds"
                    .to_owned()
            }
            None => "no trial of the ledger: another level, learning rate or seed".to_owned(),
        }
    }

    /// The same for other programs.
    pub(crate) fn json(&self) -> String {
        let metrics = self.metrics.iter().map(|(name, x)| ((*name).to_owned(), json!(x)));
        let table = self.trained.as_ref().map(|trained| &trained.table);
        let columns = table.into_iter().flat_map(Table::columns).map(|column| {
            let values = match &column.values {
                Values::Texts(texts) => json!(texts),
                Values::Integers(numbers) => json!(numbers),
                Values::Floats(numbers) => json!(numbers),
            };
            (column.name.clone(), values)
        });
        let Single { cell, learning_rate, seed, is_registered, .. } = self.single;
        let all = json!({
            "experiment": self.configured.name, "cell": cell, "learning_rate": learning_rate,
            "seed": seed, "registered": is_registered, "fingerprint": self.fingerprint(),
            "recorded": metrics.collect::<Map<String, Value>>(),
            "training": columns.collect::<Map<String, Value>>(),
        });
        format!("{all:#}\n")
    }

    /// The table of a training and what is drawn of it, as files; the animation has so many frames at
    /// most.
    pub(crate) fn outputs(
        &self,
        trained: &Trained<'_>,
        frames: usize,
    ) -> Result<Vec<Output>, Failure> {
        let Trained { film, measured, table, simd } = trained;
        let named = format!("{}: {}", self.configured.name, self.single);
        let mut outputs = vec![artifacts::csv("training.csv", table)?];
        let mut add = |name: &str, svg: Result<String, chart::ChartError>| {
            outputs.push(Output { path: format!("{name}.svg"), bytes: svg.usage()?.into_bytes() });
            Ok::<_, Failure>(())
        };
        let curve = curve::chart(measured, &named).rounded();
        add(&curve.name, chart::svg(&curve, Layout::FILE))?;
        if let Some(views) = Views::of(film, *simd) {
            let end = film.frames.len() - 1;
            let shown = frames.min(end + 1);
            let drawn = (0..shown).map(|i| i * end / (shown - 1).max(1));
            let drawn = drawn.map(|frame| views.chart(&film.frames[frame], &named).rounded());
            let charts: Vec<_> = drawn.collect();
            let last = &charts[shown - 1];
            add(&last.name, chart::svg(last, Layout::FILE))?;
            add("animation", chart::animated(&charts, PACE, Layout::FILE))?;
        }
        Ok(outputs)
    }
}

/// A network and its training in a line.
fn described(film: &Film) -> String {
    let network = &film.frames[0].network;
    let sizes: Vec<String> = network.architecture.sizes.iter().map(ToString::to_string).collect();
    let examples = match film.examples {
        n if n > MOST_EXAMPLES => format!("{n} examples (J is of the first {MOST_EXAMPLES})"),
        n => format!("{n} examples"),
    };
    let ending = match film.ending {
        Ending::Reached(n) => format!("reached its goal after {n} epochs"),
        Ending::Exhausted(n) => format!("trained for {n} epochs"),
        Ending::Diverged(n) => format!("diverged after {n} epochs"),
        Ending::Stopped(n) => format!("stopped after {n} epochs"),
    };
    let (sizes, count, batch) = (sizes.join("-"), network.parameters.len(), film.batch_size);
    format!("{sizes} network, {count} parameters; {examples}, {batch} a step; {ending}")
}

/// The rows that are printed: the first, the last, and some between.
fn printed(rows: usize) -> Vec<usize> {
    let shown = rows.min(PRINTED);
    (0..shown).map(|i| i * (rows - 1) / (shown - 1).max(1)).collect()
}

/// The weights of a small network, at the start and at the end.
fn weights(film: &Film) -> String {
    let ends = [0, film.frames.len() - 1].map(|frame| &film.frames[frame].network);
    if ends[0].parameters.len() > MOST_PARAMETERS {
        return String::new();
    }
    let numbers = |network: &Network<f64>, range: Range<usize>| {
        let words = network.parameters[range].iter().map(|x| format!("{x:>9.4}"));
        words.collect::<Vec<_>>().join(" ")
    };
    let mut text = "\n\nweights, a row of W for each input: at the start | at the end".to_owned();
    for (k, layer) in (1..).zip(&ends[0].layers) {
        let mut line = |name: &str, range: Range<usize>| {
            let [start, end] = ends.map(|network| numbers(network, range.clone()));
            let _ = write!(text, "\n  {name:<4} {start}  | {end}");
        };
        for row in 0..layer.fan_in {
            let start = layer.weights.start + row * layer.columns;
            let name = if row == 0 { format!("W{k}") } else { String::new() };
            line(&name, start..start + layer.columns);
        }
        line(&format!("b{k}"), layer.biases.clone());
        if !layer.slopes.is_empty() {
            line(&format!("a{k}"), layer.slopes.clone());
        }
    }
    text
}
