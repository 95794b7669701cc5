//! What claim.toml says of this experiment: an arm and what all share.

use mlp::checked;
use serde::Deserialize;

/// What is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// Two pulses, the second one ever later.
    PairedPulses,
    /// The threshold by the density of sodium channels.
    Densities,
    /// A current that flows on, with and without channels that calcium opens.
    Adaptation {
        /// Their conductance, mS/cm^2.
        #[serde(deserialize_with = "checked::finite")]
        calcium: f64,
    },
    /// A membrane held high, then at rest and never below.
    Recovery,
    /// A synapse that releases quanta by chance and tires.
    Synapse(Synapse),
    /// A passive cable.
    Cable,
    /// Two synapses, on one branch or on two.
    Branches {
        /// Each one's conductance over the branch's leak.
        #[serde(deserialize_with = "checked::positive")]
        conductance: f64,
        /// Between branch and soma, over the same.
        #[serde(deserialize_with = "checked::positive")]
        coupling: f64,
    },
    /// Two neurons, the first one's spike being the second one's input.
    Chain(Chain),
}

/// A synapse that releases quanta by chance and tires.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synapse {
    /// How many quanta are ready at first.
    #[serde(deserialize_with = "checked::count")]
    pub(super) sites: usize,
    /// With which probability each is released.
    #[serde(deserialize_with = "checked::fraction")]
    pub(super) release: f64,
    /// Which share of the places that are empty has been filled again by the second spike.
    #[serde(deserialize_with = "checked::fraction")]
    pub(super) refilled: f64,
    /// How many pairs of spikes.
    #[serde(deserialize_with = "checked::count")]
    pub(super) pairs: usize,
}

/// Two neurons in a row.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    /// The deviation of the noise in either neuron's input, over the threshold.
    #[serde(deserialize_with = "checked::positive")]
    pub(super) noise: f64,
    /// What the first one's spike gives the second one, over the threshold.
    #[serde(deserialize_with = "checked::positive")]
    pub(super) weight: f64,
    /// How many spikes are tried at each input.
    #[serde(deserialize_with = "checked::count")]
    pub(super) draws: usize,
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Of integrations, ms.
    #[serde(deserialize_with = "checked::positive")]
    pub(super) step: f64,
}
