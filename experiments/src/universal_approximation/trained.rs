//! The same networks trained: what is found of what exists.

use claims::statistics::max;
use claims::{Formula, Metrics};
use experiment::Work;
use mlp::{
    Cost, Data, Initialization, Matrix, Network, Number, Optimizer, Plan, Schedule, Stop, Trainer,
};

use super::construct::architecture;
use super::errors::polygon_error;
use super::settings::{Arm, Settings};
use crate::lanes::{Group, streams};

/// How many points are trained on.
const TRAINED: usize = 257;
/// How many points the error is looked at, those trained on among them.
const TESTED: usize = 1025;

/// The largest error of a trained network over that of the polygon with as many units, for a group
/// of replicates side by side.
///
/// Training has every advantage: inputs scaled to [-1, 1], kinks spread evenly over them at first,
/// the whole curve in every batch, Adam with a learning rate tuned for this width and let down in
/// steps.
pub(super) fn measure(
    work: &Work<'_, Arm, Settings>,
    (target, [low, high], width): (&Formula, [f64; 2], usize),
) -> Vec<Metrics> {
    let grid = |points: usize| -> Vec<f64> {
        (0..points).map(|i| 2.0 * i as f64 / (points - 1) as f64 - 1.0).collect()
    };
    let wanted = |u: &f64| target.at(low + 0.5 * (high - low) * (u + 1.0));
    let column = |values: Vec<f64>| {
        Matrix::new(values.len(), 1, values.into_iter().map(|x| x as f32).collect())
    };
    let trained = grid(TRAINED);
    let data =
        Data { target: column(trained.iter().map(wanted).collect()), input: column(trained) };
    let architecture = architecture(vec![1, width, 1], Cost::MeanSquaredError);
    let mut network: Network<Group> = Network::new(architecture).expect("checked before the run");
    Initialization::HeNormal.fill(&mut network, 0.0, &mut streams(work.seeds, "init"));
    let hidden = network.layers[0].clone();
    for (k, random) in streams(work.seeds, "kinks").iter_mut().enumerate() {
        for (bias, weight) in hidden.biases.clone().zip(hidden.weights.clone()) {
            let kink = -network.parameters[weight].lane(k) * random.between(-1.0, 1.0);
            network.parameters[bias] = network.parameters[bias].with_lane(k, kink);
        }
    }
    let steps = work.settings.steps;
    let plan = Plan {
        schedule: Schedule::Step { every: steps.div_ceil(4), factor: 0.3 },
        batch_size: None,
        epochs: steps,
        stop: Stop::Never,
    };
    let adam = Optimizer::Adam { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    let mut trainer = Trainer::new(network, adam, TESTED, work.simd);
    trainer.fit(&data, Group::splat(work.rate()), &plan, &mut []);
    let tested = grid(TESTED);
    let inputs: Vec<Group> = tested.iter().map(|&u| Group::splat(u)).collect();
    let Trainer { network, workspace, .. } = &mut trainer;
    let found = workspace.logits(network, &inputs);
    let constructed = polygon_error(|x| target.at(x), [low, high], width, work.simd);
    let of_lane = |k: usize| {
        let errors = tested.iter().zip(found).map(|(u, y)| (y.lane(k) - wanted(u)).abs());
        let largest = max(&errors.collect::<Vec<_>>());
        vec![("trained_error", largest), ("error_ratio", largest / constructed)]
    };
    (0..work.seeds.len()).map(of_lane).collect()
}
