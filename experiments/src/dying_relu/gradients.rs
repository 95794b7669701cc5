//! Whether the choice of the derivative at 0 changes a gradient.

use claims::Streams;
use mlp::{Activation, Compiled, Initialization, Network, Simd, Workspace};

use super::network::architecture;
use super::rounded::rounded;
use super::settings::{Precision, Settings};
use crate::data::digits;

/// Whether a random network's gradient over the digits depends on ReLU'(0).
pub(super) fn differ(
    precision: Precision,
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> bool {
    let rounded = |weight| rounded(precision, weight);
    match precision {
        Precision::Double => differ_in::<f64>(settings, streams, simd, rounded),
        _ => differ_in::<f32>(settings, streams, simd, rounded),
    }
}

fn differ_in<T: Compiled>(
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
    rounded: impl Fn(f64) -> f64,
) -> bool {
    let data = &digits().train;
    let number = |x: &f32| T::splat(f64::from(*x));
    let input: Vec<T> = data.input.as_slice().iter().map(number).collect();
    let target: Vec<T> = data.target.as_slice().iter().map(number).collect();
    let gradient = |at_zero: f64| -> Vec<T> {
        let relu = Activation::Relu { at_zero };
        let architecture = architecture(relu, &settings.gradient_sizes);
        let mut network = Network::<T>::new(architecture).expect("checked before the run");
        Initialization::HeNormal.fill(&mut network, 0.0, &mut [streams.stream("init")]);
        for parameter in &mut network.parameters {
            *parameter = T::splat(rounded(parameter.lane(0)));
        }
        let mut workspace = Workspace::new(&network, data.input.rows(), simd);
        workspace.gradient(&network, &input, &target).1.to_vec()
    };
    gradient(0.0) != gradient(1.0)
}
