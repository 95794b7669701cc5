//! What claim.toml says of this experiment: arms and what they share.

use mlp::{Activation, Initialization, checked};
use serde::Deserialize;

use crate::format::Format;

/// What is trained.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    pub(super) activation: Activation,
    pub(super) initialization: Initialization,
    /// How; many side by side in single precision unless given.
    #[serde(default)]
    pub(super) kind: Kind,
}

/// How an arm is trained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// Side by side, the output linear.
    #[default]
    Lanes,
    /// The same; a table from first activation patterns to what comes of them is made of half of
    /// the networks and judged by the others.
    Patterns,
    /// One by one, each operation rounded to a format; the output linear.
    Rounded(Format),
    /// One by one, as in a published experiment: all units are sigmoids.
    Published(Published),
}

/// A published experiment.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The inputs are connected to the output, too.
    pub(super) skip: bool,
    #[serde(deserialize_with = "checked::fraction")]
    pub(super) momentum: f64,
    /// How near every output has to come to its target.
    #[serde(deserialize_with = "checked::positive")]
    pub(super) within: f64,
    /// How many sweeps it is said to take.
    pub(super) sweeps: Option<usize>,
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// How many networks a trial has of those that are trained side by side.
    #[serde(deserialize_with = "checked::count")]
    pub(super) networks: usize,
    /// How many of those that are trained one by one.
    #[serde(deserialize_with = "checked::count")]
    pub(super) networks_one_by_one: usize,
    /// J below which XOR is learned.
    #[serde(deserialize_with = "checked::positive")]
    pub(super) goal: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) steps: usize,
    /// Of a critical value.
    #[serde(deserialize_with = "checked::positive")]
    pub(super) tolerance: f64,
}
