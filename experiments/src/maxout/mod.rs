//! Maxout: what it contains, what it draws, what it costs.
//!
//! Source: the notes, "Activation functions" and "Maxout unit"; Goodfellow et al. 2013.

mod charts;
mod networks;
mod settings;
mod square;

use claims::{Cell, Metrics, Streams};
use experiment::{Results, Work};
use figures::{Chart, Table, column, frame};
use mlp::{Activation, MaxoutForm};

use crate::limits::{self, MOST_POINTS};
use networks::architecture;
pub use networks::parameter_ratios;
pub use settings::{Arm, Settings};

/// Maxout units.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "largest_difference",
        "gradient_error",
        "least_gradient",
        "error_over_predicted",
        "corners",
        "parameter_ratio",
        "hidden_ratio",
    ];

    fn check(arm: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        let sizes = match arm {
            Arm::Parameters { sizes, .. } => sizes.clone(),
            _ => vec![settings.inputs, settings.units, 1],
        };
        let pieces = match arm {
            Arm::Square { pieces } => pieces.iter().copied().fold(1, Ord::max),
            Arm::Equality { pieces, .. }
            | Arm::Gradient { pieces }
            | Arm::Parameters { pieces, .. } => *pieces,
        };
        anyhow::ensure!(pieces <= 1024, "{pieces} pieces; give 1024 or fewer");
        limits::at_most("points", settings.points, MOST_POINTS)?;
        // What is computed for all examples, or points, at a time.
        let columns = if let Arm::Square { .. } = arm {
            settings.points.saturating_mul(pieces)
        } else {
            let units = settings.inputs.saturating_add(settings.units.saturating_mul(pieces));
            settings.examples.saturating_mul(units)
        };
        limits::at_most("examples x units x pieces", columns, 1 << 24)?;
        if let Arm::Equality { of, .. } = arm {
            limits::network(&architecture(*of, sizes.clone()))?;
        }
        let form = MaxoutForm::Pointwise;
        limits::network(&architecture(Activation::Maxout { pieces, form }, sizes))
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        let (settings, simd) = (work.settings, work.simd);
        let seed = |streams: &Streams| match work.arm {
            Arm::Equality { of, factor, pieces, form } => {
                let kind = (*pieces, *form);
                let difference = networks::difference(*of, *factor, kind, settings, streams, simd);
                vec![("largest_difference", difference)]
            }
            Arm::Gradient { pieces } => networks::gradient(*pieces, settings, streams, simd),
            Arm::Square { pieces } => square::measure(pieces, settings, simd),
            Arm::Parameters { sizes, pieces } => parameter_ratios(sizes, *pieces),
        };
        work.seeds.iter().map(seed).collect()
    }

    fn charts(results: &Results<'_, Arm, Settings>) -> Vec<Chart> {
        vec![charts::pieces(results.simd), charts::errors(results)]
    }

    fn tables(results: &Results<'_, Arm, Settings>) -> anyhow::Result<Vec<(&'static str, Table)>> {
        let Some(Arm::Square { pieces }) = results.arms.get("square") else {
            return Ok(Vec::new());
        };
        let (points, simd) = (results.settings.points, results.simd);
        let columns = vec![
            column("pieces", pieces, |&k| k as u64),
            column("predicted", pieces, |&k| square::predicted(k)),
            column("error", pieces, |&k| square::error(k, points, simd)),
        ];
        Ok(vec![("square", frame(columns)?)])
    }
}
