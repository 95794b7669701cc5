//! Training in low precision: gradients at rounded weights, added up in full ones.
//!
//! Source: Courbariaux, Bengio and David 2015, "`BinaryConnect`", section 2.

use claims::Streams;
use mlp::{Matrix, Network, Optimizer, Simd, Trainer, Workspace};

use super::settings::{Precision, Settings};
use crate::data::Split;
use crate::format::Format;
use crate::training::error;

/// A weight as it is in this precision.
pub(super) fn rounded(precision: Precision, weight: f64) -> f64 {
    match precision {
        Precision::Double => weight,
        Precision::Single => Format::Single.round(weight),
        Precision::SixteenBits => Format::Bfloat16.round(Format::Single.round(weight)),
        Precision::EightBits => (weight * 128.0).round().clamp(-128.0, 127.0) / 128.0,
    }
}

/// The share of test examples that a network gets wrong which was trained with weights of this
/// precision, and has them in the end.
pub(super) fn test_error(
    precision: Precision,
    mut network: Network<f32>,
    split: &Split,
    (settings, streams): (&Settings, &Streams),
    simd: Simd,
) -> f64 {
    let rows = split.train.input.rows();
    let mut workspace = Workspace::new(&network, settings.batch_size, simd);
    let mut order: Vec<usize> = (0..rows).collect();
    let mut random = streams.stream("order");
    let low = |network: &Network<f32>| {
        let mut low = network.clone();
        for parameter in &mut low.parameters {
            *parameter = rounded(precision, f64::from(*parameter)) as f32;
        }
        low
    };
    for _ in 0..settings.epochs {
        random.shuffle(&mut order);
        for batch in order.chunks(settings.batch_size) {
            let take = |part: &Matrix<f32>| -> Vec<f32> {
                batch.iter().flat_map(|&i| part.row(i)).copied().collect()
            };
            let (input, target) = (take(&split.train.input), take(&split.train.target));
            let (_, gradient) = workspace.gradient(&low(&network), &input, &target);
            for (parameter, g) in network.parameters.iter_mut().zip(gradient) {
                *parameter -= settings.learning_rate as f32 * g;
            }
        }
    }
    let descent = Optimizer::GradientDescent;
    let mut trainer = Trainer::new(low(&network), descent, settings.batch_size, simd);
    error(&mut trainer, &split.test)
}

#[cfg(test)]
mod tests {
    use super::rounded;
    use crate::dying_relu::settings::Precision;

    #[test]
    fn weights_are_rounded_to_their_bits() {
        assert_eq!(rounded(Precision::EightBits, 0.1), 13.0 / 128.0);
        assert_eq!(rounded(Precision::EightBits, -3.0), -1.0);
        // 1 + 2^-8 lies between 1 and 1 + 2^-7, and 1 is the even one.
        assert_eq!(rounded(Precision::SixteenBits, 1.0 + 1.0 / 256.0), 1.0);
        assert_eq!(rounded(Precision::SixteenBits, 1.0 + 3.0 / 256.0), 1.0 + 2.0 / 128.0);
        assert_eq!(rounded(Precision::SixteenBits, -0.15625), -0.15625);
        assert_eq!(rounded(Precision::Single, 0.1), f64::from(0.1_f32));
    }
}
