//! Activation functions h = f(z) by name.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, MapDeserializer};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::checked;
use crate::real::Real;

/// What a hidden layer does with its pre-activations z: h = f(z).
///
/// Element by element, but for maxout: h has the shape of z, `[batch, units]`. Beside each f is
/// its slope dh/dz as the backward pass takes it, at kinks too. In configuration a name alone
/// takes the usual constants (`"leaky_relu"`), a table sets them
/// (`{ leaky_relu = { slope = 0.2 } }`). Source: the notes, "Activation functions" and the pages
/// on each.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
pub enum Activation {
    /// 1 / (1 + e^-z); slope h (1 - h). Source: the notes, "Sigmoid activation".
    Sigmoid {},
    /// tanh z; slope 1 - h^2. Source: the notes, "Hyperbolic tangent".
    Tanh {},
    /// 2 sigmoid(2z) - 1; slope 1 - h^2: tanh by another road, the control arm of a claim.
    /// Source: the notes, "Activation functions".
    ScaledSigmoid {},
    /// max(0, z); slope 1 above 0, 0 below. Source: the notes, "Rectified linear unit".
    Relu {
        /// The slope used at z = 0, where any value in [0, 1] is a subgradient; 0 unless given.
        #[serde(default, deserialize_with = "checked::single::finite")]
        at_zero: f64,
    },
    /// z for z >= 0, `slope` z below; slope 1 from 0 on.
    ///
    /// Source: Maas, Hannun and Ng 2013; the notes, "Leaky rectified linear unit", whose
    /// max(a z, z) is the same for a <= 1 alone (E04).
    LeakyRelu {
        /// The slope below 0; 0.01 unless given.
        #[serde(default = "leaky_slope", deserialize_with = "checked::single::finite")]
        slope: f64,
    },
    /// z for z >= 0, a z below, where a is learned: dJ/da = sum of z dJ/dh over z < 0.
    /// Source: He et al. 2015; the notes, "Leaky rectified linear unit".
    Prelu {
        /// The slope to start from; 0.25 unless given.
        #[serde(default = "prelu_initial", deserialize_with = "checked::single::finite")]
        initial: f64,
        /// One slope for each unit, instead of one for the layer.
        #[serde(default)]
        per_unit: bool,
    },
    /// abs(z); slope -1 below 0, 0 at 0, 1 above. Source: the notes, "Activation functions", with
    /// alpha = -1.
    AbsoluteValue {},
    /// z for z >= 0, `alpha` (e^z - 1) below; slope 1 from 0 on, `alpha` e^z below.
    ///
    /// Source: Clevert, Unterthiner and Hochreiter 2016; the notes, "Exponential linear unit",
    /// print another function (E03).
    Elu {
        /// The limit for z -> -infinity is -alpha; 1 unless given.
        #[serde(default = "one", deserialize_with = "checked::single::positive")]
        alpha: f64,
    },
    /// ln(1 + e^z); slope sigmoid(z). Source: the notes, "Softplus unit".
    Softplus {},
    /// z; slope 1. Source: the notes, "Neural networks": a network of linear layers.
    Identity {},
    /// max(low, min(high, z)); slope 1 from `low` to `high`, both included, 0 beyond.
    /// Source: the notes, "Other outputs".
    Clamp {
        /// The lower bound; 0 unless given.
        #[serde(default, deserialize_with = "checked::single::finite")]
        low: f64,
        /// The upper bound; 1 unless given.
        #[serde(default = "one", deserialize_with = "checked::single::finite")]
        high: f64,
    },
    /// The largest of several affine functions of the input, its pieces; the first piece that
    /// attains it takes the whole gradient.
    ///
    /// Source: Goodfellow et al. 2013; the notes, "Maxout unit".
    Maxout {
        /// How many functions the maximum is taken over; 2 unless given.
        #[serde(default = "two", deserialize_with = "checked::count")]
        pieces: usize,
        /// Which functions go together.
        #[serde(default)]
        form: MaxoutForm,
    },
}

/// Which pre-activations a maxout unit takes the maximum of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaxoutForm {
    /// Each unit has its own pieces: `h_j = max over p of (x W_p + b_p)_j`; z is
    /// `[batch, pieces * units]`, piece by piece (the notes' "Maxout unit").
    #[default]
    Pointwise,
    /// Neighbouring units form groups, and all units of a group take its maximum (the notes'
    /// "Activation functions": all indices in a group share a value).
    Grouped,
}

fn leaky_slope() -> f64 {
    0.01
}
fn prelu_initial() -> f64 {
    0.25
}
fn one() -> f64 {
    1.0
}
fn two() -> usize {
    2
}

impl Activation {
    /// Each of them in each of its forms, with the usual constants.
    pub const ALL: [Activation; 14] = [
        Activation::Sigmoid {},
        Activation::Tanh {},
        Activation::ScaledSigmoid {},
        Activation::Relu { at_zero: 0.0 },
        Activation::LeakyRelu { slope: 0.01 },
        Activation::Prelu { initial: 0.25, per_unit: false },
        Activation::Prelu { initial: 0.25, per_unit: true },
        Activation::AbsoluteValue {},
        Activation::Elu { alpha: 1.0 },
        Activation::Softplus {},
        Activation::Identity {},
        Activation::Clamp { low: 0.0, high: 1.0 },
        Activation::Maxout { pieces: 2, form: MaxoutForm::Pointwise },
        Activation::Maxout { pieces: 2, form: MaxoutForm::Grouped },
    ];
}

impl Activation {
    /// Whether its constants are finite once they are rounded to `T`, and in order.
    pub(crate) fn fits<T: Real>(self) -> bool {
        let finite = |x: f64| T::splat(x).lane(0).is_finite();
        match self {
            Self::Relu { at_zero: x }
            | Self::LeakyRelu { slope: x }
            | Self::Prelu { initial: x, .. }
            | Self::Elu { alpha: x } => finite(x),
            Self::Clamp { low, high } => finite(low) && finite(high) && low <= high,
            _ => true,
        }
    }
}

impl Serialize for Activation {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Activation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrTable;
        impl<'de> Visitor<'de> for NameOrTable {
            type Value = Activation;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of an activation, or a table { name = { constants } }")
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<Activation, E> {
                let no_constants = MapDeserializer::<_, E>::new(std::iter::empty::<(&str, f64)>());
                let table = [(name, Deferred(no_constants))];
                Activation::deserialize(MapAccessDeserializer::new(MapDeserializer::new(
                    table.into_iter(),
                )))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Activation, A::Error> {
                Activation::deserialize(MapAccessDeserializer::new(map))
            }
        }

        /// A deserializer standing where a value is expected.
        struct Deferred<D>(D);
        impl<'de, E: de::Error, D: Deserializer<'de, Error = E>> de::IntoDeserializer<'de, E>
            for Deferred<D>
        {
            type Deserializer = D;
            fn into_deserializer(self) -> D {
                self.0
            }
        }
        deserializer.deserialize_any(NameOrTable)
    }
}
