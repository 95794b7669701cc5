//! A network, and its linear probe: a linear classifier of what a hidden layer says.
//!
//! Source: Alain and Bengio, "Understanding intermediate layers using linear classifier probes".

use claims::Streams;
use mlp::{Activation, Data, Initialization, Matrix, Network, Simd, Trainer};

use super::settings::Settings;
use crate::training::{classifier, hidden, train};

/// A network of so many hidden layers of one width of ReLU, trained for so many epochs at this rate.
pub(super) fn trained(
    data: &Data<f32>,
    hidden: (usize, usize),
    (rate, epochs): (f64, usize),
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> Trainer<f32> {
    let shape = (data.input.columns(), data.target.columns());
    let architecture = classifier(shape, hidden, Activation::Relu { at_zero: 0.0 });
    let mut network = Network::new(architecture).expect("checked before the run");
    Initialization::HeNormal.fill(&mut network, 0.0, &mut [streams.stream("init")]);
    train(network, data, (rate as f32, epochs, settings.batch_size), streams, simd)
}

/// The outputs of a hidden layer, counted from 0, in place of the inputs.
pub(super) fn features(
    network: &Network<f32>,
    layer: usize,
    data: &Data<f32>,
    simd: Simd,
) -> Data<f32> {
    let input = hidden(network, layer, &data.input, simd);
    Data { input, target: data.target.clone() }
}

/// A linear classifier trained on features.
pub(super) fn probe(
    features: &Data<f32>,
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> Trainer<f32> {
    let shape = (features.input.columns(), features.target.columns());
    let architecture = classifier(shape, (0, 0), Activation::Identity {});
    let mut network = Network::new(architecture).expect("a linear classifier");
    Initialization::GlorotUniform.fill(&mut network, 0.0, &mut [streams.stream("probe")]);
    let plan = (settings.learning_rate as f32, settings.probe_epochs, settings.batch_size);
    train(network, features, plan, streams, simd)
}

/// By how much the cross-entropy rises if an input of a network is replaced, for each of them in turn,
/// by its mean over the training examples.
pub(super) fn ablated(reader: &mut Trainer<f32>, train: &Data<f32>, test: &Data<f32>) -> Vec<f64> {
    let columns = train.input.columns();
    let whole = f64::from(reader.loss(test));
    let without = |unit: usize| {
        let of_unit = train.input.as_slice().iter().skip(unit).step_by(columns);
        let sum = of_unit.fold(0.0, |sum, &h| sum + f64::from(h));
        let mean = (sum / train.input.rows() as f64) as f32;
        let mut input = test.input.as_slice().to_vec();
        input.iter_mut().skip(unit).step_by(columns).for_each(|h| *h = mean);
        let input = Matrix::new(test.input.rows(), columns, input);
        f64::from(reader.loss(&Data { input, target: test.target.clone() })) - whole
    };
    (0..columns).map(without).collect()
}
