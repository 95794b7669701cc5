//! The clamp max(0, min(1, z)) under two costs, and in training.

use claims::Metrics;
use claims::statistics::{max, min};
use mlp::{
    Activation, Architecture, Cost, Data, Ending, Initialization, Matrix, Network, Optimizer,
    Output, Plan, Random, Schedule, Simd, Stop, Trainer,
};

use crate::output_unit::OutputUnit;

/// The clamp outside and inside [0, 1], under both costs.
pub(super) fn measure(output: Output, random: &mut Random, simd: Simd) -> Metrics {
    let mut squared = OutputUnit::new(1, output, Cost::HalfSquaredError, simd);
    let mut cross = OutputUnit::new(1, output, Cost::BernoulliCrossEntropy, simd);
    let places = || (1..=100).map(|i| f64::from(i) / 10.0);
    let outside: Vec<f64> = places().flat_map(|by| [-by, 1.0 + by]).collect();
    let slope = |unit: &mut OutputUnit, z: f64, t: f64| unit.cost(&[z], &[t]).1[0].abs();
    let dead: Vec<f64> =
        outside.iter().flat_map(|&z| [0.0, 1.0].map(|t| slope(&mut squared, z, t))).collect();
    let alive: Vec<f64> =
        (1..100).map(|i| slope(&mut squared, f64::from(i) / 100.0, 1.0)).collect();
    let mut costs = |right: bool| -> Vec<f64> {
        let target = |z: f64| f64::from(u8::from((z > 1.0) == right));
        outside.iter().map(|&z| cross.cost(&[z], &[target(z)]).0).collect()
    };
    let numbers = costs(false).iter().filter(|cost| cost.is_finite()).count();
    let nan_when_right = costs(true).iter().all(|cost| cost.is_nan());
    let [outside, taught_outside, taught_inside] = examples(output, random, simd);
    vec![
        ("examples_outside", outside),
        ("taught_outside", taught_outside),
        ("taught_inside", taught_inside),
        ("gradient_outside", max(&dead)),
        ("gradient_inside", min(&alive)),
        ("numbers_outside", numbers as f64),
        ("nan_when_right", f64::from(u8::from(nan_when_right))),
        ("handled", f64::from(u8::from(diverges_untouched(output, simd)))),
    ]
}

/// Networks with one hidden layer, each taught one random example under squared error: how many have
/// their z outside [0, 1], and of which share of these, and of the others, a step changes any
/// parameter by a bit.
fn examples(output: Output, random: &mut Random, simd: Simd) -> [f64; 3] {
    let [mut all, mut taught] = [[0.0; 2]; 2];
    for _ in 0..2000 {
        let mut network: Network<f64> = Network::new(Architecture {
            sizes: vec![4, 3, 1],
            activation: Activation::Tanh {},
            output,
            cost: Cost::HalfSquaredError,
        })
        .expect("widths above 0");
        let weights = Initialization::Normal { deviation: 1.0 };
        weights.fill(&mut network, 0.0, std::slice::from_mut(random));
        let input: Vec<f64> = (0..4).map(|_| random.normal()).collect();
        let data = Data {
            input: Matrix::new(1, 4, input.clone()),
            target: Matrix::from_rows(&[[f64::from(random.below(2))]]),
        };
        let before = network.parameters.clone();
        let mut trainer = Trainer::new(network, Optimizer::GradientDescent, 1, simd);
        let z = trainer.workspace.logits(&trainer.network, &input)[0];
        let (schedule, stop) = (Schedule::Constant, Stop::Never);
        let plan = Plan { schedule, batch_size: None, epochs: 1, stop };
        trainer.fit(&data, 0.1, &plan, &mut []);
        let is_inside = usize::from(0.0 < z && z < 1.0);
        all[is_inside] += 1.0;
        taught[is_inside] += f64::from(u8::from(trainer.network.parameters != before));
    }
    [all[0], taught[0] / all[0], taught[1] / all[1]]
}

/// Whether training under cross-entropy from outside [0, 1] ends as diverged at once, and leaves
/// the parameters as they were.
fn diverges_untouched(output: Output, simd: Simd) -> bool {
    let unit = OutputUnit::new(1, output, Cost::BernoulliCrossEntropy, simd);
    let before = unit.network.parameters.clone();
    let data = Data { input: Matrix::from_rows(&[[2.0]]), target: Matrix::from_rows(&[[1.0]]) };
    let mut trainer = Trainer::new(unit.network, Optimizer::GradientDescent, 1, simd);
    let (schedule, stop) = (Schedule::Constant, Stop::Never);
    let plan = Plan { schedule, batch_size: None, epochs: 10, stop };
    let endings = trainer.fit(&data, 0.1, &plan, &mut []);
    endings == [Ending::Diverged(0)] && trainer.network.parameters == before
}
