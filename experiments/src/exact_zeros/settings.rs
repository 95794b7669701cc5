//! What claim.toml says of this experiment: an arm and what all share.

use mlp::checked;
use serde::Deserialize;

/// In what numbers, and in what order, a score is added up.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// Of all numbers.
    pub(super) precision: Precision,
    /// When the bias is added.
    pub(super) bias: Bias,
}

/// Of all numbers.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// `f32`.
    Single,
    /// `f64`.
    Double,
}

/// When the bias is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bias {
    /// Before the products, as this library does.
    First,
    /// After them, as PyTorch does.
    Last,
}

/// What the arms share.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Units of a hidden layer.
    #[serde(deserialize_with = "checked::count")]
    pub(super) width: usize,
    /// Examples that go through the network together.
    #[serde(deserialize_with = "checked::count")]
    pub(super) batch_size: usize,
}
