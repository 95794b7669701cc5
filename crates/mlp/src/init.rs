//! Initialisations by name: the distribution of the initial weights.

use serde::{Deserialize, Serialize};

use crate::checked;
use crate::layer::Layer;
use crate::network::Network;
use crate::random::Random;
use kernels::Real;

/// The distribution of the initial weights; biases start at a constant given separately.
///
/// All but the constant have mean 0. A uniform one of variance v is on [-a, a), a = sqrt(3 v).
/// `fan_in` is the width of the layer before, `fan_out` that of the layer itself; for maxout, that
/// of one piece.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Initialization {
    /// Uniform, variance 2 / (`fan_in` + `fan_out`). Source: Glorot and Bengio 2010.
    GlorotUniform,
    /// Normal, variance 2 / (`fan_in` + `fan_out`). Source: Glorot and Bengio 2010, who draw
    /// uniform numbers.
    GlorotNormal,
    /// Uniform, variance 2 / `fan_in`. Source: He et al. 2015, who draw normal numbers.
    HeUniform,
    /// Normal, variance 2 / `fan_in`. Source: He et al. 2015.
    HeNormal,
    /// Uniform, variance 1 / `fan_in`. Source: LeCun et al. 1998, "Efficient backprop".
    LecunUniform,
    /// Normal, variance 1 / `fan_in`. Source: LeCun et al. 1998, "Efficient backprop".
    LecunNormal,
    /// Uniform on [-`limit`, `limit`), variance `limit`^2 / 3.
    Uniform {
        /// The bound.
        #[serde(deserialize_with = "checked::single::positive")]
        limit: f64,
    },
    /// Normal with mean 0.
    Normal {
        /// Its standard deviation.
        #[serde(deserialize_with = "checked::single::positive")]
        deviation: f64,
    },
    /// Rows or columns of W, whichever are fewer, that are orthogonal to each other and `gain` long,
    /// uniform among such. Source: Saxe et al. 2014.
    Orthogonal {
        /// Their length; 1 unless given.
        #[serde(default = "one", deserialize_with = "checked::single::positive")]
        gain: f64,
    },
    /// Every weight the same.
    Constant {
        /// That weight.
        #[serde(deserialize_with = "checked::single::finite")]
        value: f64,
    },
}

fn one() -> f64 {
    1.0
}

impl Initialization {
    /// The weights of a layer, `[fan_in, columns]`, in storage order.
    fn weights(self, layer: &Layer, random: &mut Random) -> Vec<f64> {
        let (fan_in, fan_out) = (layer.fan_in as f64, layer.units as f64);
        let normal = |deviation: f64| move |random: &mut Random| random.normal() * deviation;
        // A uniform number on [-a, a) has the variance a^2 / 3.
        let uniform = |variance: f64| {
            move |random: &mut Random| random.between(-1.0, 1.0) * (3.0 * variance).sqrt()
        };
        let mut alike = |draw: &dyn Fn(&mut Random) -> f64| -> Vec<f64> {
            layer.weights.clone().map(|_| draw(random)).collect()
        };
        match self {
            Self::GlorotUniform => alike(&uniform(2.0 / (fan_in + fan_out))),
            Self::HeUniform => alike(&uniform(2.0 / fan_in)),
            Self::LecunUniform => alike(&uniform(1.0 / fan_in)),
            Self::Uniform { limit } => alike(&|random| random.between(-limit, limit)),
            Self::GlorotNormal => alike(&normal((2.0 / (fan_in + fan_out)).sqrt())),
            Self::HeNormal => alike(&normal((2.0 / fan_in).sqrt())),
            Self::LecunNormal => alike(&normal((1.0 / fan_in).sqrt())),
            Self::Normal { deviation } => alike(&normal(deviation)),
            Self::Constant { value } => alike(&|_| value),
            Self::Orthogonal { gain } => {
                orthogonal(layer.fan_in, layer.columns, random).map(|x| gain * x).collect()
            }
        }
    }

    /// Fills a network: lane k draws from `randoms[k]`, layer by layer in storage order.
    ///
    /// Biases become `bias` (0, or slightly positive), PReLU slopes their initial value. Weights
    /// are drawn in double precision and rounded once, so that every number type starts from the
    /// same point.
    ///
    /// # Panics
    /// If the number of streams is not the number of lanes.
    pub fn fill<T: Real>(self, network: &mut Network<T>, bias: f64, randoms: &mut [Random]) {
        assert_eq!(randoms.len(), T::LANES, "one stream for each lane");
        let Network { layers, parameters, .. } = network;
        for layer in layers.iter() {
            for (k, random) in randoms.iter_mut().enumerate() {
                let weights = parameters[layer.weights.clone()].iter_mut();
                for (weight, drawn) in weights.zip(self.weights(layer, random)) {
                    *weight = weight.with_lane(k, drawn);
                }
            }
            parameters[layer.biases.clone()].fill(T::splat(bias));
            if let crate::Activation::Prelu { initial, .. } = layer.activation {
                parameters[layer.slopes.clone()].fill(T::splat(initial));
            }
        }
    }
}

/// A matrix whose rows, or columns, whichever are fewer, are orthonormal: normal vectors, made
/// orthogonal one after another. Row by row.
fn orthogonal(rows: usize, columns: usize, random: &mut Random) -> impl Iterator<Item = f64> {
    let is_wide = rows <= columns;
    let (count, length) = if is_wide { (rows, columns) } else { (columns, rows) };
    let mut basis: Vec<Vec<f64>> = Vec::with_capacity(count);
    while basis.len() < count {
        let mut vector: Vec<f64> = (0..length).map(|_| random.normal()).collect();
        // Twice, since the first time leaves what its rounding has added.
        for other in basis.iter().chain(&basis) {
            let along = dot(other, &vector);
            vector.iter_mut().zip(other).for_each(|(x, y)| *x -= along * y);
        }
        let norm = dot(&vector, &vector).sqrt();
        basis.push(vector.into_iter().map(|x| x / norm).collect());
    }
    let at = move |i: usize, j: usize| if is_wide { basis[i][j] } else { basis[j][i] };
    (0..rows * columns).map(move |k| at(k / columns, k % columns))
}

/// The sum of the products, in order.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).fold(0.0, |sum, (x, y)| sum + x * y)
}
