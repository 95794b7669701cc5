//! A stack of random layers, and the scores in it that are exactly 0.

use mlp::{
    Activation, Architecture, Compiled, Cost, Data, Network, Output, Random, Simd, Workspace,
};

use super::settings::Bias;

/// Hidden layers of the deepest network; the others are its first ones.
pub(super) const LAYERS: usize = 6;

/// Depths, and whether a score is exactly 0 in a network with so many hidden layers.
pub(super) const DEPTHS: [(usize, &str); 5] = [
    (1, "zero_in_1_layer"),
    (2, "zero_in_2_layers"),
    (3, "zero_in_3_layers"),
    (5, "zero_in_5_layers"),
    (6, "zero_in_6_layers"),
];

/// Of each layer, how many scores of a batch are exactly 0.
pub(super) type Zeros = [usize; LAYERS];

/// The hidden layers of a random network, drawn as PyTorch draws them: weights and biases uniform
/// within 1 / sqrt(`fan_in`), in single precision.
pub(super) struct Stack {
    /// Each with its `fan_in`, and weights before biases.
    pub(super) layers: Vec<(usize, Vec<f32>)>,
    pub(super) width: usize,
}

impl Stack {
    pub(super) fn draw(inputs: usize, width: usize, random: &mut Random) -> Self {
        let mut layer = |fan_in| (fan_in, uniform(fan_in, width, random));
        let layers = (0..LAYERS).map(|l| layer(if l == 0 { inputs } else { width })).collect();
        Self { layers, width }
    }

    /// Batch by batch, the scores that are exactly 0 in each layer.
    pub(super) fn zeros<T: Compiled>(
        &self,
        bias: Bias,
        examples: &Data<f32>,
        batch_size: usize,
        simd: Simd,
    ) -> Vec<Zeros> {
        let width = self.width;
        let mut layers: Vec<Scored<T>> = self
            .layers
            .iter()
            .map(|(fan_in, parameters)| {
                Scored::new((*fan_in, width), parameters, bias, batch_size, simd)
            })
            .collect();
        let columns = examples.input.columns();
        let batches = examples.input.as_slice().chunks(batch_size * columns);
        let of_batch = |batch: &[f32]| {
            let mut h: Vec<T> = batch.iter().map(|&x| T::splat(f64::from(x))).collect();
            let mut zeros = [0; LAYERS];
            for (layer, zeros) in layers.iter_mut().zip(&mut zeros) {
                let z = layer.scores(&h);
                *zeros = z.iter().filter(|z| z.lane(0) == 0.0).count();
                h = z.into_iter().map(|z| if z.lane(0) > 0.0 { z } else { T::zero() }).collect();
            }
            zeros
        };
        batches.map(of_batch).collect()
    }
}

/// Weights and biases of a layer, uniform within 1 / sqrt(`fan_in`).
pub(super) fn uniform(fan_in: usize, units: usize, random: &mut Random) -> Vec<f32> {
    let limit = 1.0 / (fan_in as f64).sqrt();
    (0..(fan_in + 1) * units).map(|_| random.between(-limit, limit) as f32).collect()
}

/// A layer whose scores are looked at.
struct Scored<T> {
    network: Network<T>,
    workspace: Workspace<T>,
    /// What is added after the products.
    last: Vec<T>,
}

impl<T: Compiled> Scored<T> {
    fn new(
        (fan_in, units): (usize, usize),
        parameters: &[f32],
        bias: Bias,
        batch_size: usize,
        simd: Simd,
    ) -> Self {
        let mut network = Network::new(Architecture {
            sizes: vec![fan_in, units],
            activation: Activation::Identity {},
            output: Output::Linear,
            cost: Cost::HalfSquaredError,
        })
        .expect("one layer");
        let parameters: Vec<T> = parameters.iter().map(|&p| T::splat(f64::from(p))).collect();
        network.parameters.copy_from_slice(&parameters);
        let biases = network.layers[0].biases.clone();
        let last = match bias {
            Bias::First => vec![T::zero(); units],
            Bias::Last => {
                network.parameters[biases.clone()].fill(T::zero());
                parameters[biases].to_vec()
            }
        };
        let workspace = Workspace::new(&network, batch_size, simd);
        Self { network, workspace, last }
    }

    fn scores(&mut self, input: &[T]) -> Vec<T> {
        let mut scores = self.workspace.logits(&self.network, input).to_vec();
        for example in scores.chunks_exact_mut(self.last.len()) {
            example.iter_mut().zip(&self.last).for_each(|(z, &b)| *z = *z + b);
        }
        scores
    }
}

#[cfg(test)]
mod tests {
    use mlp::{Data, Matrix, Simd};

    use super::{LAYERS, Stack};
    use crate::exact_zeros::Bias;

    #[test]
    fn a_bias_that_is_minus_the_rounded_product_makes_a_zero_if_it_comes_last() {
        let (x, w) = (0.1_f32, 0.3_f32);
        let mut layers = vec![(1, vec![1.0, 1.0]); LAYERS];
        layers[0].1 = vec![w, -(x * w)];
        let stack = Stack { layers, width: 1 };
        let examples = Data {
            input: Matrix::new(2, 1, vec![x, 1.0]),
            target: Matrix::new(2, 1, vec![0.0; 2]),
        };
        let simd = Simd::available()[0];
        let last = stack.zeros::<f32>(Bias::Last, &examples, 1, simd);
        assert_eq!(last, [[1, 0, 0, 0, 0, 0], [0; LAYERS]]);
        assert_eq!(stack.zeros::<f32>(Bias::First, &examples, 1, simd), [[0; LAYERS]; 2]);
        assert_eq!(stack.zeros::<f64>(Bias::Last, &examples, 1, simd), [[0; LAYERS]; 2]);
    }
}
