//! What is trained: networks on the digits, odd or even; a sigmoid on data with known logits.

use claims::statistics::mean;
use claims::{Metrics, Streams};
use mlp::{
    Activation, Architecture, Cost, Data, Initialization, Matrix, Network, Number, Optimizer,
    Output, Plan, Random, Schedule, Simd, Stop, Trainer,
};

use super::settings::Settings;
use crate::data::digits;
use crate::lanes::{self, Group};
use crate::training::crossing;

/// The digits to be learned from, 1 for the odd ones.
fn odd_digits() -> Data<f32> {
    let digits = &digits().train;
    let classes = digits.target.as_slice().chunks_exact(digits.target.columns());
    let odd = |class: &[f32]| class.iter().skip(1).step_by(2).fold(0.0, |sum, t| sum + t);
    let target: Vec<f32> = classes.map(odd).collect();
    Data { input: digits.input.clone(), target: Matrix::new(target.len(), 1, target) }
}

/// Steps to the goal, side by side, from a start whose output unit has this bias.
pub(super) fn race(
    (cost, learning_rate, bias): (Cost, f64, f64),
    settings: &Settings,
    seeds: &[Streams],
    simd: Simd,
) -> Vec<Metrics> {
    let data = odd_digits();
    let architecture = Architecture {
        sizes: vec![data.input.columns(), settings.hidden, 1],
        activation: Activation::Tanh {},
        output: Output::Sigmoid,
        cost,
    };
    let mut network = Network::<Group>::new(architecture).expect("checked before the run");
    Initialization::GlorotUniform.fill(&mut network, 0.0, &mut lanes::streams(seeds, "init"));
    let last = network.layers[1].biases.start;
    network.parameters[last] = Group::splat(bias);
    let batch_size = settings.batch_size.min(data.input.rows());
    let plan = Plan {
        schedule: Schedule::Constant,
        batch_size: Some(batch_size),
        epochs: settings.epochs,
        stop: Stop::ErrorAtMost(settings.goal),
    };
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, batch_size, simd);
    let orders = &mut lanes::streams(seeds, "order");
    trainer.fit(&data, Group::splat(learning_rate), &plan, orders);
    let wrong = trainer.errors(&data);
    let examples = data.input.rows() as f64;
    let budget = settings.epochs as f64;
    let metrics = |lane: usize| {
        let errors = trainer.history.iter().map(|wrong| wrong[lane] as f64 / examples);
        let crossed = crossing(&errors.collect::<Vec<f64>>(), settings.goal);
        let epochs = crossed.unwrap_or(budget);
        let score = crossed.unwrap_or(budget * (1.0 + wrong[lane] as f64 / examples));
        vec![
            ("reached", f64::from(u8::from(crossed.is_some()))),
            ("steps", epochs * (examples / batch_size as f64).ceil()),
            ("epochs", epochs),
            ("score", score),
        ]
    };
    (0..seeds.len()).map(metrics).collect()
}

/// A sigmoid is trained on labels drawn with known logits, and its logits, over `temperature`, are
/// held against the labels of new examples: intercept and slope of the true log-odds on the predicted
/// ones, and by how much its probability is off on average.
pub(super) fn calibration(
    (temperature, curvature): (f64, f64),
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> Metrics {
    let (inputs, examples) = (settings.logit_inputs, settings.logit_examples);
    let truth: Vec<f64> = {
        let random = &mut streams.stream("logits");
        (0..=inputs).map(|_| random.normal()).collect()
    };
    let probability = |x: &[f64]| {
        let z = x.iter().zip(&truth).fold(truth[inputs], |z, (x, w)| z + w * x);
        mlp::functions::sigmoid(z + curvature * (x[0] * x[0] - 1.0))
    };
    let draw = |random: &mut Random| {
        let input: Vec<f64> = (0..examples * inputs).map(|_| random.normal()).collect();
        let label = |x: &[f64]| f64::from(u8::from(random.uniform() < probability(x)));
        let target: Vec<f64> = input.chunks_exact(inputs).map(label).collect();
        (input, target)
    };
    let (input, target) = draw(&mut streams.stream("train"));
    let data = Data {
        input: Matrix::new(examples, inputs, input),
        target: Matrix::new(examples, 1, target),
    };
    let architecture = Architecture {
        sizes: vec![inputs, 1],
        activation: Activation::Identity {},
        output: Output::Sigmoid,
        cost: Cost::BernoulliCrossEntropy,
    };
    let network = Network::<f64>::new(architecture).expect("checked before the run");
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, examples, simd);
    let plan = Plan { epochs: settings.logit_steps, ..Plan::default() };
    trainer.fit(&data, settings.logit_learning_rate, &plan, &mut []);
    let (input, target) = draw(&mut streams.stream("test"));
    let logits = trainer.workspace.logits(&trainer.network, &input);
    let logits: Vec<f64> = logits.iter().map(|z| z / temperature).collect();
    let (intercept, slope) = line(&logits, &target);
    let gaps = input
        .chunks_exact(inputs)
        .zip(&logits)
        .map(|(x, z)| (probability(x) - mlp::functions::sigmoid(*z)).abs());
    vec![
        ("calibration_slope", slope),
        ("calibration_intercept", intercept),
        ("probability_gap", mean(&gaps.collect::<Vec<f64>>())),
    ]
}

/// c and s of the most likely sigmoid(c + s z) for labels y, by Newton's method.
///
/// Source: Cox 1958, "Two further applications of a model for binary regression".
fn line(z: &[f64], y: &[f64]) -> (f64, f64) {
    let (mut c, mut s) = (0.0, 1.0);
    for _ in 0..20 {
        let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (z, y) in z.iter().zip(y) {
            let p = mlp::functions::sigmoid(c + s * z);
            let weight = p * (1.0 - p);
            (g0, g1) = (g0 + y - p, g1 + (y - p) * z);
            (h00, h01, h11) = (h00 + weight, h01 + weight * z, h11 + weight * z * z);
        }
        let determinant = h00 * h11 - h01 * h01;
        c += (h11 * g0 - h01 * g1) / determinant;
        s += (h00 * g1 - h01 * g0) / determinant;
    }
    (c, s)
}

#[cfg(test)]
mod tests {
    use super::line;
    use mlp::Random;

    #[test]
    fn logits_twice_too_large_have_the_slope_of_one_half() {
        let random = &mut Random::from_number(3);
        let z: Vec<f64> = (0..40_000).map(|_| 1.5 * random.normal()).collect();
        let label =
            |z: &f64| f64::from(u8::from(random.uniform() < mlp::functions::sigmoid(z / 2.0)));
        let y: Vec<f64> = z.iter().map(label).collect();
        // The slope's standard error is about 1 / sqrt(40 000 0.22 2.25) = 0.007.
        let (c, s) = line(&z, &y);
        assert!(c.abs() < 0.05 && (s - 0.5).abs() < 0.03, "{c} {s}");
    }
}
