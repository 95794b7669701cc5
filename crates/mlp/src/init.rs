//! Initialisations by name: the distribution of the initial weights.

use serde::{Deserialize, Serialize};

use crate::checked;
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
    /// Every weight the same.
    Constant {
        /// That weight.
        #[serde(deserialize_with = "checked::single::finite")]
        value: f64,
    },
}

impl Initialization {
    /// One weight between layers of these sizes.
    fn draw(self, fan_in: usize, fan_out: usize, random: &mut Random) -> f64 {
        let (fan_in, fan_out) = (fan_in as f64, fan_out as f64);
        // A uniform number on [-a, a) has the variance a^2 / 3.
        let mut uniform = |variance: f64| random.between(-1.0, 1.0) * (3.0 * variance).sqrt();
        match self {
            Self::GlorotUniform => uniform(2.0 / (fan_in + fan_out)),
            Self::HeUniform => uniform(2.0 / fan_in),
            Self::LecunUniform => uniform(1.0 / fan_in),
            Self::Uniform { limit } => random.between(-limit, limit),
            Self::GlorotNormal => random.normal() * (2.0 / (fan_in + fan_out)).sqrt(),
            Self::HeNormal => random.normal() * (2.0 / fan_in).sqrt(),
            Self::LecunNormal => random.normal() * (1.0 / fan_in).sqrt(),
            Self::Normal { deviation } => random.normal() * deviation,
            Self::Constant { value } => value,
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
                for weight in &mut parameters[layer.weights.clone()] {
                    *weight = weight.with_lane(k, self.draw(layer.fan_in, layer.units, random));
                }
            }
            parameters[layer.biases.clone()].fill(T::splat(bias));
            if let crate::Activation::Prelu { initial, .. } = layer.activation {
                parameters[layer.slopes.clone()].fill(T::splat(initial));
            }
        }
    }
}
