//! What claim.toml says of this experiment: an arm and what all share.

use mlp::checked;
use serde::Deserialize;

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs, reason = "claim.toml says what each number is")]
pub enum Arm {
    /// The library's neuron against a compensated sum.
    WeightedSum {
        #[serde(deserialize_with = "checked::count")]
        cases: usize,
        #[serde(deserialize_with = "checked::count")]
        most_inputs: usize,
        bias: bool,
    },
    /// Hodgkin and Huxley's membrane.
    Membrane {
        #[serde(deserialize_with = "checked::finite")]
        sodium: f64,
        #[serde(deserialize_with = "checked::positive")]
        pulse: f64,
        #[serde(deserialize_with = "checked::positive")]
        strongest: f64,
    },
    /// A leaky integrate-and-fire neuron.
    IntegrateAndFire {
        #[serde(deserialize_with = "checked::positive")]
        refractory: f64,
        #[serde(deserialize_with = "checked::positive")]
        time_constant: f64,
        drives: Vec<f64>,
        #[serde(deserialize_with = "checked::positive")]
        duration: f64,
    },
    /// A Poisson spike train.
    Poisson {
        rates: Vec<f64>,
        #[serde(deserialize_with = "checked::positive")]
        bin: f64,
        #[serde(deserialize_with = "checked::count")]
        bins: usize,
    },
    /// Two spike trains of one rate, and a neuron that tells them apart by their timing.
    Timing {
        #[serde(deserialize_with = "checked::positive")]
        rate: f64,
        #[serde(deserialize_with = "checked::positive")]
        within_pair: f64,
        #[serde(deserialize_with = "checked::finite")]
        jitter: f64,
        #[serde(deserialize_with = "checked::count")]
        pairs: usize,
        #[serde(deserialize_with = "checked::positive")]
        time_constant: f64,
        #[serde(deserialize_with = "checked::positive")]
        weight: f64,
    },
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::positive")]
    pub(super) step: f64,
}
