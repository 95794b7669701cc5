//! A run, step by step: the networks that it goes through, each with its J.

use claims::{Phase, Streams};
use experiments::lanes::{self, Group};
use experiments::xor_relu::{Ended, PRINTED, architecture, descend};
use mlp::{Activation, Architecture, Data, Initialization, Matrix, Network, Random, Real, Simd};
use serde::Deserialize;

/// More numbers than this are not kept.
const MOST_KEPT: usize = 1 << 23;
/// More points than this are not trained on.
const MOST_POINTS: usize = 1000;

/// A hidden layer.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Hidden {
    width: usize,
    activation: Activation,
}

/// All that decides a run, but its seed.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Setting {
    layers: Vec<Hidden>,
    /// Without it the printed weights stand as they are.
    initialization: Option<Initialization>,
    learning_rate: f64,
    /// Solved is what has a J below it.
    goal: f64,
    steps: usize,
    /// x1, x2 and t.
    points: Vec<[f64; 3]>,
}

impl Setting {
    /// The points that are trained on.
    ///
    /// # Errors
    /// If there are none, or too many, or one is no number.
    pub(super) fn data(&self) -> Result<Data<f32>, String> {
        let finite = |x: &f64| (*x as f32).is_finite();
        if self.points.is_empty() || self.points.len() > MOST_POINTS {
            return Err(format!("{} points: 1 to {MOST_POINTS} are trained on", self.points.len()));
        }
        if !self.points.iter().flatten().all(finite) {
            return Err("a point is too far out".to_owned());
        }
        let inputs: Vec<[f64; 2]> = self.points.iter().map(|&[x1, x2, _]| [x1, x2]).collect();
        let targets: Vec<[f64; 1]> = self.points.iter().map(|&[.., t]| [t]).collect();
        Ok(Data { input: Matrix::from_rows(&inputs), target: Matrix::from_rows(&targets) })
    }

    /// The network that a run starts from, lane k drawn from `streams[k]`.
    fn start<T: Real>(&self, streams: &mut [Random]) -> Result<Network<T>, String> {
        let first = self.layers.first().ok_or("no hidden layer")?;
        let widths = self.layers.iter().map(|layer| layer.width);
        let sizes = [2].into_iter().chain(widths).chain([1]).collect();
        let architecture = Architecture { sizes, ..architecture(first.activation, first.width) };
        let activations: Vec<Activation> = self.layers.iter().map(|l| l.activation).collect();
        let mut network = Network::with_activations(architecture, &activations)
            .map_err(|error| error.to_string())?;
        let kept = network.parameters.len().checked_mul(self.steps);
        if kept.is_none_or(|kept| kept > MOST_KEPT) {
            return Err("too large for a page: fewer units or steps".to_owned());
        }
        match self.initialization {
            Some(initialization) => initialization.fill(&mut network, 0.0, streams),
            None if network.parameters.len() == PRINTED.len() => {
                network.parameters = PRINTED.map(T::splat).to_vec();
            }
            None => return Err("the printed weights are those of two units".to_owned()),
        }
        Ok(network)
    }

    /// How the runs of these seeds end, side by side.
    ///
    /// # Errors
    /// If there can be no such run.
    pub(super) fn ends(&self, seeds: &[u64]) -> Result<Vec<Ended>, String> {
        let mut ends = Vec::new();
        for seeds in seeds.chunks(lanes::WIDTH) {
            let streams: Vec<Streams> = seeds.iter().map(|&seed| streams(seed)).collect();
            let network = self.start::<Group>(&mut lanes::streams(&streams, "init"))?;
            let budget = (self.goal, self.steps);
            let (rate, simd) = (self.learning_rate, Simd::fastest());
            let of_lanes = descend(network, &self.data()?, rate, budget, simd, |_| ());
            ends.extend(of_lanes.into_iter().take(seeds.len()));
        }
        Ok(ends)
    }
}

/// The streams of the published trial with this seed.
fn streams(seed: u64) -> Streams {
    Streams::new("xor_relu", Phase::Confirm, "", seed)
}

/// A run with all its steps.
pub(super) struct Recorded {
    pub(super) setting: Setting,
    pub(super) seed: u64,
    pub(super) ended: Ended,
    /// J before each step, and at the end.
    pub(super) losses: Vec<f32>,
    network: Network<f32>,
    parameters: Vec<Vec<f32>>,
}

impl Recorded {
    /// Trains from the start to the end.
    ///
    /// # Errors
    /// If there can be no such run.
    pub(super) fn new(setting: Setting, seed: u64) -> Result<Self, String> {
        let data = setting.data()?;
        let network = setting.start::<f32>(&mut [streams(seed).stream("init")])?;
        let (mut losses, mut parameters) = (Vec::new(), Vec::new());
        let budget = (setting.goal, setting.steps);
        let (rate, simd) = (setting.learning_rate, Simd::fastest());
        let ended = descend(network.clone(), &data, rate, budget, simd, |trainer| {
            losses.push(trainer.loss(&data));
            parameters.push(trainer.network.parameters.clone());
        });
        let ended = ended.into_iter().next().ok_or("no end")?;
        Ok(Self { setting, seed, ended, losses, network, parameters })
    }

    /// The network after so many steps; the last one, if there were fewer.
    pub(super) fn network(&self, step: usize) -> Network<f32> {
        let parameters = self.parameters.get(step).or(self.parameters.last());
        let parameters = parameters.cloned().unwrap_or_default();
        Network { parameters, ..self.network.clone() }
    }
}
