//! The fit: the four points, its cost and gradient, and descent from a random start.

use std::ops::ControlFlow;

use claims::Streams;
use mlp::{
    Activation, Architecture, Cost, Data, Matrix, Network, Optimizer, Output, Plan, Random, Real,
    Simd, Trainer,
};

use super::settings::Settings;

/// The four inputs.
pub const INPUTS: [[f64; 2]; 4] = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
/// Their targets: 1 where the inputs differ.
pub const TARGETS: [f64; 4] = [0.0, 1.0, 1.0, 0.0];

/// The four points of XOR.
pub fn four_points<T: Real>() -> Data<T> {
    Data { input: Matrix::from_rows(&INPUTS), target: Matrix::from_rows(&TARGETS.map(|t| [t])) }
}

/// J = 1/2 sum (w.x + b - y)^2 over the four points.
pub(super) fn cost([w1, w2, b]: [f64; 3]) -> f64 {
    let residuals = INPUTS.iter().zip(TARGETS).map(|([x1, x2], y)| w1 * x1 + w2 * x2 + b - y);
    0.5 * residuals.fold(0.0, |sum, r| sum + r * r)
}

/// The printed gradients: sum (w.x + b - y) x, and sum (w.x + b - y).
pub(super) fn printed_gradient([w1, w2, b]: [f64; 3]) -> [f64; 3] {
    let mut gradient = [0.0; 3];
    for ([x1, x2], y) in INPUTS.iter().zip(TARGETS) {
        let residual = w1 * x1 + w2 * x2 + b - y;
        gradient[0] += residual * x1;
        gradient[1] += residual * x2;
        gradient[2] += residual;
    }
    gradient
}

/// A gradient of J against central differences at a random point: the largest
/// abs(gradient - difference) / max(abs(gradient), 1e-3) over its entries.
pub(super) fn gradient_error(
    gradient: fn([f64; 3]) -> [f64; 3],
    random: &mut Random,
    settings: &Settings,
) -> f64 {
    let point = [0; 3].map(|_| settings.deviation * random.normal());
    // J is quadratic, so the central difference is exact but for rounding, and a wide step rounds
    // least.
    let step = 0.125;
    let mut worst = 0.0;
    for (i, entry) in gradient(point).into_iter().enumerate() {
        let at = |offset: f64| {
            let mut moved = point;
            moved[i] += offset;
            cost(moved)
        };
        let difference = (at(step) - at(-step)) / (2.0 * step);
        let size = if entry.abs() > 1e-3 { entry.abs() } else { 1e-3 };
        let error = (entry - difference).abs() / size;
        worst = if error > worst { error } else { worst };
    }
    worst
}

/// Gradient descent on the four points from a random start: (w1, w2, b) before each step.
pub(super) fn descend(streams: &Streams, settings: &Settings, simd: Simd) -> Vec<[f64; 3]> {
    let architecture = Architecture {
        sizes: vec![2, 1],
        activation: Activation::Identity {},
        output: Output::Linear,
        cost: Cost::HalfSquaredError,
    };
    let mut network: Network<f64> = Network::new(architecture).expect("a linear fit");
    let mut random = streams.stream("init");
    for parameter in &mut network.parameters {
        *parameter = settings.deviation * random.normal();
    }
    let plan = Plan { epochs: settings.steps, ..Plan::default() };
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, 4, simd);
    let mut path = Vec::new();
    let observer = &mut |_: usize, trainer: &mut Trainer<f64>| {
        let parameters = &trainer.network.parameters;
        path.push([parameters[0], parameters[1], parameters[2]]);
        ControlFlow::Continue(())
    };
    trainer.fit_observed(&four_points(), settings.learning_rate, &plan, &mut [], observer);
    path.truncate(settings.steps);
    path
}

#[cfg(test)]
mod tests {
    use super::{Settings, gradient_error, printed_gradient};
    use mlp::Random;

    #[test]
    fn a_wrong_gradient_is_found() {
        let settings = Settings { learning_rate: 0.1, steps: 1, deviation: 2.0 };
        let error = |gradient| gradient_error(gradient, &mut Random::from_number(1), &settings);
        assert!(error(printed_gradient) <= 1e-7);
        let doubled = |point| printed_gradient(point).map(|entry| 2.0 * entry);
        let swapped = |point| {
            let [w1, w2, b] = printed_gradient(point);
            [w2, w1, b]
        };
        assert!(error(doubled) > 1e-7 && error(swapped) > 1e-7);
    }
}
