//! Units made dead by their bias, and what training does to them.

use std::ops::ControlFlow;

use claims::statistics::median;
use claims::{Metrics, Streams};
use mlp::{Activation, Network, Optimizer, Plan, Schedule, Simd, Stop, Trainer, Workspace};

use super::network::network;
use super::settings::Settings;
use crate::data::digits;

/// Makes the first units of a layer dead by a margin, trains, and records: parameters of these units
/// that have changed by a bit, units that have come back, and the median step, counted by epochs,
/// after which one had; the budget for those that did not.
///
/// Before each epoch and at the end `seen` is called with the step, what the layer's units say to every
/// training example, `[examples, units]`, and the trainer.
pub fn revival(
    activation: Activation,
    (layer, margin): (usize, f64),
    (settings, streams): (&Settings, &Streams),
    simd: Simd,
    mut seen: impl FnMut(usize, &[f32], &mut Trainer<f32>),
) -> Metrics {
    let mut network = network((activation, 0.0), settings, streams);
    kill(&mut network, layer - 1, (settings.dead, margin), simd);
    let before = network.clone();
    let data = &digits().train;
    let steps_an_epoch = data.input.rows().div_ceil(settings.batch_size);
    let epochs = settings.steps.div_ceil(steps_an_epoch);
    let (schedule, stop) = (Schedule::Constant, Stop::Never);
    let plan = Plan { schedule, batch_size: Some(settings.batch_size), epochs, stop };
    let mut back: Vec<Option<usize>> = vec![None; settings.dead];
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, settings.batch_size, simd);
    let mut look = |epoch: usize, trainer: &mut Trainer<f32>| {
        let step = epoch * steps_an_epoch;
        let hidden = inputs_of(&trainer.network, layer, simd);
        for (back, alive) in back.iter_mut().zip(alive(&trainer.network, layer - 1, &hidden)) {
            *back = back.or(alive.then_some(step));
        }
        seen(step, &hidden, trainer);
        ControlFlow::Continue(())
    };
    let rate = settings.learning_rate as f32;
    trainer.fit_observed(data, rate, &plan, &mut [streams.stream("order")], &mut look);
    let trained = trainer.network;
    let places = parameters_of(&before, layer - 1, settings.dead);
    let changed = places
        .iter()
        .filter(|&&at| trained.parameters[at].to_bits() != before.parameters[at].to_bits());
    let alive = alive(&trained, layer - 1, &inputs_of(&trained, layer, simd));
    let revived = alive[..settings.dead].iter().filter(|&&alive| alive);
    let came_back = back.iter().flatten().count() * 2 > settings.dead;
    let budget = epochs * steps_an_epoch;
    let times: Vec<f64> = back.iter().map(|back| back.unwrap_or(budget) as f64).collect();
    vec![
        ("changed", changed.count() as f64),
        ("revived", revived.count() as f64 / settings.dead as f64),
        ("revival_steps", median(&times)),
        ("came_back", f64::from(u8::from(came_back))),
    ]
}

/// What goes into a layer, `[examples, fan_in]`.
fn inputs_of(network: &Network<f32>, layer: usize, simd: Simd) -> Vec<f32> {
    let data = &digits().train.input;
    let Some(before) = layer.checked_sub(1) else { return data.as_slice().to_vec() };
    let mut workspace = Workspace::new(network, data.rows(), simd);
    workspace.logits(network, data.as_slice());
    workspace.hidden(network, before, data.rows()).to_vec()
}

/// Lowers the bias of the first units until none is active for any example, by a margin. Of a
/// maxout unit all pieces but the last are made 0: it is then such a ReLU.
fn kill(network: &mut Network<f32>, layer: usize, (dead, margin): (usize, f64), simd: Simd) {
    let input = inputs_of(network, layer, simd);
    let shape = network.layers[layer].clone();
    let (columns, fan_in) = (shape.columns, shape.fan_in);
    let pieces = columns / shape.units;
    for unit in 0..dead {
        for piece in 0..pieces {
            let column = piece * shape.units + unit;
            let weight = |i: usize| shape.weights.start + i * columns + column;
            if piece + 1 < pieces {
                (0..fan_in).for_each(|i| network.parameters[weight(i)] = 0.0);
                continue;
            }
            let scores = input.chunks_exact(fan_in).map(|x| {
                let terms = x
                    .iter()
                    .enumerate()
                    .map(|(i, x)| f64::from(*x) * f64::from(network.parameters[weight(i)]));
                terms.fold(0.0, |sum, term| sum + term)
            });
            let highest = claims::statistics::max(&scores.collect::<Vec<_>>());
            let bias = -(highest + margin) as f32;
            network.parameters[shape.biases.start + column] = bias;
        }
    }
}

/// Where the parameters into and out of the first units of a layer stand.
fn parameters_of(network: &Network<f32>, layer: usize, units: usize) -> Vec<usize> {
    let (into, out) = (&network.layers[layer], &network.layers[layer + 1]);
    let mut places = Vec::new();
    for column in (0..into.columns).filter(|column| column % into.units < units) {
        places.extend((0..into.fan_in).map(|i| into.weights.start + i * into.columns + column));
        places.push(into.biases.start + column);
    }
    for unit in 0..units {
        let row = out.weights.start + unit * out.columns;
        places.extend(row..row + out.columns);
    }
    places
}

/// Which units of a layer are active for some example, by what they say to each.
fn alive(network: &Network<f32>, layer: usize, hidden: &[f32]) -> Vec<bool> {
    let units = network.layers[layer].units;
    let active = |unit: usize| hidden.chunks_exact(units).any(|h| h[unit] > 0.0);
    (0..units).map(active).collect()
}

#[cfg(test)]
mod tests {
    use super::{alive, inputs_of, kill};
    use crate::dying_relu::network::{RELU, architecture};
    use crate::dying_relu::settings::Settings;
    use mlp::{Initialization, Network, Random, Simd};

    #[test]
    fn killed_units_are_dead_and_others_are_not() {
        let file: toml::Table = include_str!("claim.toml").parse().expect("a claim file");
        let settings: Settings = file["settings"].clone().try_into().expect("its settings");
        let simd = Simd::available()[0];
        for layer in 0..2 {
            let mut network =
                Network::<f32>::new(architecture(RELU, &settings.sizes)).expect("it fits");
            let random = &mut [Random::from_number(1)];
            Initialization::HeNormal.fill(&mut network, 0.0, random);
            kill(&mut network, layer, (settings.dead, 0.1), simd);
            let alive = alive(&network, layer, &inputs_of(&network, layer + 1, simd));
            assert!(alive[..settings.dead].iter().all(|alive| !alive));
            assert!(alive[settings.dead..].iter().filter(|alive| **alive).count() > 12);
        }
    }
}
