//! What claim.toml says of this experiment: an arm and what all share.

use mlp::checked;
use serde::Deserialize;

/// How an arm looks at it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    pub(super) method: Method,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Method {
    NormalEquations,
    FiniteDifferences,
    GradientDescent,
    Dichotomies,
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::positive")]
    pub(super) learning_rate: f64,
    #[serde(deserialize_with = "checked::count")]
    pub(super) steps: usize,
    #[serde(deserialize_with = "checked::positive")]
    pub(super) deviation: f64,
}
