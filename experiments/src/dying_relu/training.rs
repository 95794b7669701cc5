//! Training on the digits.

use claims::Streams;
use mlp::{
    Activation, Initialization, Network, Optimizer, Plan, Schedule, Simd, Stop, Trainer,
};

use super::{Settings, architecture};
use crate::data::digits;

/// The share of test examples a trained network gets wrong.
pub(super) fn test_error(at_zero: f64, bias: f64, settings: &Settings, streams: &Streams, simd: Simd) -> f64 {
    let relu = Activation::Relu { at_zero };
    let mut network =
        Network::<f32>::new(architecture(relu, &settings.sizes)).expect("checked before the run");
    Initialization::HeNormal.fill(&mut network, bias, &mut [streams.stream("init")]);
    let mut trainer = train(network, settings, settings.epochs, streams, simd);
    let test = &digits().test;
    trainer.errors(test)[0] as f64 / test.input.rows() as f64
}

/// A network trained on the digits for so many epochs.
pub(super) fn train(
    network: Network<f32>,
    settings: &Settings,
    epochs: usize,
    streams: &Streams,
    simd: Simd,
) -> Trainer<f32> {
    let batch_size = settings.batch_size.min(digits().train.input.rows());
    let (schedule, stop) = (Schedule::Constant, Stop::Never);
    let plan = Plan { schedule, batch_size: Some(batch_size), epochs, stop };
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, batch_size, simd);
    let order = &mut [streams.stream("order")];
    trainer.fit(&digits().train, settings.learning_rate as f32, &plan, order);
    trainer
}
