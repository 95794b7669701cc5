//! Maxout: what it contains, what it draws, what it costs.
//!
//! Source: the notes, "Activation functions" and "Maxout unit"; Goodfellow et al. 2013.

mod charts;

use claims::statistics::{furthest, max, min};
use claims::{Cell, Metrics, Streams};
use mlp::{
    Activation, Architecture, Cost, Initialization, MaxoutForm, Network, Output, Random, Simd,
    Workspace, checked,
};
use report::Chart;
use report::table::{Column, DataFrame};
use serde::Deserialize;

use crate::experiment::{Results, Work};

/// Maxout units.
pub struct Experiment;

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// A maxout network against one with another activation.
    Equality {
        /// That activation.
        of: Activation,
        /// What the pieces but the last have of the last one's weights and biases.
        factor: f64,
        /// Pieces a unit.
        #[serde(deserialize_with = "checked::count")]
        pieces: usize,
        /// Which pieces go together.
        form: MaxoutForm,
    },
    /// The gradient of the largest piece.
    Gradient {
        /// Pieces a unit.
        #[serde(deserialize_with = "checked::count")]
        pieces: usize,
    },
    /// x^2 on [-1, 1] by k pieces.
    Square {
        /// Every k.
        #[serde(deserialize_with = "checked::counts")]
        pieces: Vec<usize>,
    },
    /// Parameters beside those of a ReLU network.
    Parameters {
        /// The width of every layer.
        sizes: Vec<usize>,
        /// Pieces a unit.
        #[serde(deserialize_with = "checked::count")]
        pieces: usize,
    },
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::count")]
    inputs: usize,
    #[serde(deserialize_with = "checked::count")]
    units: usize,
    #[serde(deserialize_with = "checked::count")]
    examples: usize,
    #[serde(deserialize_with = "checked::count")]
    points: usize,
}

impl crate::experiment::Experiment for Experiment {
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
            Arm::Equality { pieces, .. } | Arm::Gradient { pieces } => *pieces,
            Arm::Parameters { pieces, .. } => *pieces,
        };
        anyhow::ensure!(pieces <= 1024, "{pieces} pieces; give 1024 or fewer");
        Ok(architecture(Activation::Maxout { pieces, form: MaxoutForm::Pointwise }, sizes).check()?)
    }

    fn run(work: &Work<'_, Self>) -> Vec<Metrics> {
        let (settings, simd) = (work.settings, work.simd);
        let seed = |streams: &Streams| match work.arm {
            Arm::Equality { of, factor, pieces, form } => {
                let kind = (*pieces, *form);
                let difference = difference(*of, *factor, kind, settings, streams, simd);
                vec![("largest_difference", difference)]
            }
            Arm::Gradient { pieces } => gradient(*pieces, settings, streams, simd),
            Arm::Square { pieces } => square(pieces, settings, simd),
            Arm::Parameters { sizes, pieces } => parameter_ratios(sizes, *pieces),
        };
        work.seeds.iter().map(seed).collect()
    }

    fn charts(results: &Results<'_, Self>) -> Vec<Chart> {
        vec![charts::pieces(results.simd), charts::errors(results)]
    }

    fn tables(results: &Results<'_, Self>) -> anyhow::Result<Vec<(&'static str, DataFrame)>> {
        let Some(Arm::Square { pieces }) = results.file.arms.get("square") else {
            return Ok(Vec::new());
        };
        let errors = pieces.iter().map(|&k| square_error(k, results.file.settings.points, results.simd));
        let errors: Vec<f64> = errors.collect();
        let counts: Vec<u64> = pieces.iter().map(|&k| k as u64).collect();
        let predicted: Vec<f64> = pieces.iter().map(|&k| predicted(k)).collect();
        let columns = vec![
            Column::new("pieces".into(), counts),
            Column::new("predicted".into(), predicted),
            Column::new("error".into(), &errors),
        ];
        Ok(vec![("square", DataFrame::new(errors.len(), columns)?)])
    }
}

fn architecture(activation: Activation, sizes: Vec<usize>) -> Architecture {
    Architecture { sizes, activation, output: Output::Linear, cost: Cost::HalfSquaredError }
}

fn network(activation: Activation, sizes: Vec<usize>) -> Network<f64> {
    Network::new(architecture(activation, sizes)).expect("checked before the run")
}

fn draw(n: usize, random: &mut Random) -> Vec<f64> {
    (0..n).map(|_| random.normal()).collect()
}

/// The largest difference of a network with activation `of` and a maxout network whose last pieces
/// have its weights and biases, and the others `factor` times these.
fn difference(
    of: Activation,
    factor: f64,
    (pieces, form): (usize, MaxoutForm),
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> f64 {
    let random = &mut streams.stream("network");
    let (inputs, units) = (settings.inputs, settings.units);
    let mut plain = network(of, vec![inputs, units, 1]);
    Initialization::HeNormal.fill(&mut plain, 0.1, std::slice::from_mut(random));
    // Of a grouped layer, every unit of a group has the maximum: the first stands for it.
    let grouped = form == MaxoutForm::Grouped;
    let width = if grouped { units * pieces } else { units };
    let mut maxout = network(Activation::Maxout { pieces, form }, vec![inputs, width, 1]);
    let (from, into) = (plain.layers.clone(), maxout.layers.clone());
    let columns = units * pieces;
    for piece in 0..pieces {
        let factor = if piece + 1 == pieces { 1.0 } else { factor };
        for unit in 0..units {
            let column = if grouped { unit * pieces + piece } else { piece * units + unit };
            for input in 0..inputs {
                let weight = plain.parameters[from[0].weights.start + input * units + unit];
                maxout.parameters[into[0].weights.start + input * columns + column] = factor * weight;
            }
            let bias = plain.parameters[from[0].biases.start + unit];
            maxout.parameters[into[0].biases.start + column] = factor * bias;
        }
    }
    for unit in 0..units {
        let at = if grouped { unit * pieces } else { unit };
        maxout.parameters[into[1].weights.start + at] = plain.parameters[from[1].weights.start + unit];
    }
    maxout.parameters[into[1].biases.start] = plain.parameters[from[1].biases.start];
    let input = draw(settings.examples * inputs, random);
    let outputs = |network: &Network<f64>| -> Vec<f64> {
        Workspace::new(network, settings.examples, simd).logits(network, &input).to_vec()
    };
    let pairs = outputs(&plain).into_iter().zip(outputs(&maxout));
    max(&pairs.map(|(a, b)| (a - b).abs()).collect::<Vec<_>>())
}

/// dh/d(w, b) of the largest piece against (x, 1), all the others being 0: a single maxout unit
/// with nothing behind it but a weight of 1.
fn gradient(pieces: usize, settings: &Settings, streams: &Streams, simd: Simd) -> Metrics {
    let random = &mut streams.stream("network");
    let inputs = settings.inputs;
    let form = MaxoutForm::Pointwise;
    let mut unit = network(Activation::Maxout { pieces, form }, vec![inputs, 1, 1]);
    Initialization::HeNormal.fill(&mut unit, 0.0, std::slice::from_mut(random));
    let (hidden, output) = (unit.layers[0].clone(), unit.layers[1].clone());
    unit.parameters[output.weights.start] = 1.0;
    let mut workspace = Workspace::new(&unit, 1, simd);
    let (mut errors, mut sizes) = (Vec::new(), Vec::new());
    for _ in 0..settings.examples {
        let x = draw(inputs, random);
        // y - t is -1 to a rounding; the quotient by it is exact where it is 1 or -1.
        let y = workspace.logits(&unit, &x)[0];
        let target = y.round() - 1.0;
        let scale = y - target;
        let gradient = workspace.gradient(&unit, &x, &[target]).1;
        let biases = &gradient[hidden.biases.clone()];
        let active = biases.iter().position(|&g| g != 0.0).unwrap_or(0);
        for (at, &g) in gradient[hidden.weights.clone()].iter().enumerate() {
            let wanted = if at % pieces == active { scale * x[at / pieces] } else { 0.0 };
            errors.push((g - wanted).abs());
        }
        for (piece, &g) in biases.iter().enumerate() {
            errors.push((g - if piece == active { scale } else { 0.0 }).abs());
        }
        let entries: Vec<f64> = gradient[..hidden.biases.end].iter().map(|g| (g / scale).abs()).collect();
        sizes.push(max(&entries));
    }
    vec![("gradient_error", max(&errors)), ("least_gradient", min(&sizes))]
}

/// The k-piece maxout unit nearest to x^2 on [-1, 1]: on each of k equal parts [p, q] the chord
/// (p + q) x - p q, lowered by half its largest error, (q - p)^2 / 8.
fn square_network(pieces: usize) -> Network<f64> {
    let form = MaxoutForm::Pointwise;
    let mut network = network(Activation::Maxout { pieces, form }, vec![1, 1, 1]);
    let (hidden, output) = (network.layers[0].clone(), network.layers[1].clone());
    let part = 2.0 / pieces as f64;
    for piece in 0..pieces {
        let p = -1.0 + piece as f64 * part;
        let q = p + part;
        network.parameters[hidden.weights.start + piece] = p + q;
        network.parameters[hidden.biases.start + piece] = -p * q - part * part / 8.0;
    }
    network.parameters[output.weights.start] = 1.0;
    network
}

fn square_values(pieces: usize, points: usize, simd: Simd) -> Vec<(f64, f64)> {
    let network = square_network(pieces);
    let grid: Vec<f64> = (0..points).map(|i| 2.0 * i as f64 / (points - 1) as f64 - 1.0).collect();
    let mut workspace = Workspace::new(&network, points, simd);
    let values = workspace.logits(&network, &grid).to_vec();
    grid.into_iter().zip(values).collect()
}

fn square_error(pieces: usize, points: usize, simd: Simd) -> f64 {
    let values = square_values(pieces, points, simd);
    max(&values.iter().map(|(x, y)| (y - x * x).abs()).collect::<Vec<_>>())
}

fn predicted(pieces: usize) -> f64 {
    1.0 / (2.0 * pieces as f64 * pieces as f64)
}

fn square(pieces: &[usize], settings: &Settings, simd: Simd) -> Metrics {
    let ratio = |&k: &usize| square_error(k, settings.points, simd) / predicted(k);
    let ratios: Vec<f64> = pieces.iter().map(ratio).collect();
    // Eight pieces have slopes 1/4 apart: half of that is no rounding.
    let values = square_values(8, settings.points, simd);
    let slopes: Vec<f64> =
        values.windows(2).map(|pair| (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0)).collect();
    let corners = slopes.windows(2).filter(|pair| (pair[1] - pair[0]).abs() > 0.125).count();
    vec![("error_over_predicted", furthest(&ratios, 1.0)), ("corners", corners as f64)]
}

/// Parameters of a maxout network over those of a ReLU network of the same widths: of the whole,
/// and of the first hidden layer.
pub fn parameter_ratios(sizes: &[usize], pieces: usize) -> Metrics {
    let form = MaxoutForm::Pointwise;
    let maxout = network(Activation::Maxout { pieces, form }, sizes.to_vec());
    let relu = network(Activation::Relu { at_zero: 0.0 }, sizes.to_vec());
    let hidden = |network: &Network<f64>| network.layers[0].slopes.end as f64;
    vec![
        ("parameter_ratio", maxout.parameters.len() as f64 / relu.parameters.len() as f64),
        ("hidden_ratio", hidden(&maxout) / hidden(&relu)),
    ]
}
