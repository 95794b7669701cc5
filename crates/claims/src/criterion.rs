//! Criteria: the closed grammar in which a claim says when it holds.
//!
//! A criterion is a statistic of one metric, over the trials of an arm or over the pairs of two
//! arms, compared with a number. Anything it cannot express becomes a new metric in Rust.

use std::fmt;

use indexmap::IndexMap;
use proofs::Theorem;
use serde::{Deserialize, Serialize};
use toml::Spanned;

/// A statistic of a metric compared with a number, or a statement that is to be proved.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "Written")]
pub struct Criterion {
    /// What it is for.
    pub role: Role,
    /// The statement, if it is one; nothing below is then said, and the metric is [`PROOF`].
    pub proof: Option<Theorem>,
    /// What each trial recorded.
    pub metric: String,
    /// The metric that is 0 in a trial whose value is only a bound, since it stopped before. A pair
    /// of two bounds says nothing and is left out.
    pub reached: Option<String>,
    /// The arm whose trials count.
    pub arm: Option<Spanned<String>>,
    /// Two arms, paired by seed: the first compared with the second.
    pub contrast: Option<[Spanned<String>; 2]>,
    /// How a pair is compared.
    pub comparison: Comparison,
    /// The factor levels meant; every level of a factor not named must satisfy the criterion.
    pub at: IndexMap<String, i64>,
    /// What the metric's values, or the pairs' comparisons, are reduced to.
    pub statistic: Statistic,
    /// How seeds belong to random splits of one data set, if they do; for a mean.
    pub splits: Option<Splits>,
    /// How the statistic is compared with the number.
    pub op: Operator,
    /// The number.
    pub value: f64,
    /// How strong its evidence is, if that is not said by the statistic.
    evidence: Option<Evidence>,
    /// The theoretical value of the statistic, around which `within` is then measured.
    pub predicted: Option<Prediction>,
}

/// A criterion as claim.toml has it: of a statement, nothing else is said.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    role: Option<Role>,
    proof: Option<Theorem>,
    metric: Option<String>,
    reached: Option<String>,
    arm: Option<Spanned<String>>,
    contrast: Option<[Spanned<String>; 2]>,
    comparison: Option<Comparison>,
    #[serde(default)]
    at: IndexMap<String, i64>,
    statistic: Option<Statistic>,
    splits: Option<Splits>,
    op: Option<Operator>,
    #[serde(default, deserialize_with = "finite")]
    value: Option<f64>,
    evidence: Option<Evidence>,
    predicted: Option<Prediction>,
}

/// The metric of a statement: 1 if it is proved, 0 if it is disproved.
pub const PROOF: &str = "proof";

fn finite<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    mlp::checked::finite(deserializer).map(Some)
}

impl TryFrom<Written> for Criterion {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, &'static str> {
        let Written { role, proof, metric, reached, arm, contrast, comparison, at, .. } = written;
        let Written { statistic, splits, op, value, evidence, predicted, .. } = written;
        let is_measured = metric.is_some() || arm.is_some() || contrast.is_some() || !at.is_empty();
        let is_measured = is_measured || statistic.is_some() || op.is_some() || value.is_some();
        let is_more = reached.is_some() || comparison.is_some() || evidence.is_some();
        let is_more = is_more || splits.is_some() || predicted.is_some();
        let (metric, statistic, op, value) = match (&proof, metric, statistic, op, value) {
            (Some(_), ..) if is_measured || is_more => {
                return Err("a criterion with a proof has nothing else but its role");
            }
            (Some(_), ..) => (PROOF.to_owned(), Statistic::Min, Operator::Equal, 1.0),
            (None, Some(metric), Some(statistic), Some(op), Some(value)) => {
                (metric, statistic, op, value)
            }
            (None, None, ..) => return Err("missing field `metric`"),
            (None, _, None, ..) => return Err("missing field `statistic`"),
            (None, _, _, None, _) => return Err("missing field `op`"),
            (None, ..) => return Err("missing field `value`"),
        };
        let (role, comparison) = (role.unwrap_or_default(), comparison.unwrap_or_default());
        Ok(Self {
            role,
            proof,
            metric,
            reached,
            arm,
            contrast,
            comparison,
            at,
            statistic,
            splits,
            op,
            value,
            evidence,
            predicted,
        })
    }
}

/// How seeds belong to random splits of one data set.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Splits {
    /// How many seeds each split has: the first ones belong to the first split.
    #[serde(deserialize_with = "mlp::checked::count")]
    pub seeds: usize,
    /// Test examples for each example that is trained on.
    #[serde(deserialize_with = "mlp::checked::positive")]
    pub test_per_train: f64,
    /// The data sets that are split, and not drawn anew; empty for all.
    #[serde(default)]
    pub data_sets: Vec<String>,
}

/// What a criterion is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It decides the claim.
    #[default]
    Decides,
    /// It checks that the experiment can tell; where it fails, nothing was observed.
    Control,
    /// It is reported and decides nothing.
    Shows,
}

impl Role {
    /// What stands before a criterion that does not decide.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Decides => "",
            Self::Control => "control: ",
            Self::Shows => "shown: ",
        }
    }
}

/// How strong the evidence of a criterion is, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// For all real numbers, with a certificate that is checked.
    Proved,
    /// For every number that the type has, or every case there is.
    Exhaustive,
    /// Over seeds, with an interval.
    Measured,
    /// At points of a domain, or on examples.
    Sampled,
    /// A definition: nothing could refute it.
    Convention,
}

/// Written and read back as claim.toml names them.
macro_rules! named_as_in_toml {
    ($($type:ty),*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&name(self))
            }
        }

        impl std::str::FromStr for $type {
            type Err = toml::de::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::deserialize(toml::Value::String(text.to_owned()))
            }
        }
    )*};
}
named_as_in_toml!(Role, Evidence);

/// A value worked out before the run.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prediction {
    /// How it is worked out, in a line.
    pub formula: String,
    /// What comes out, to the digits given.
    #[serde(deserialize_with = "mlp::checked::finite")]
    pub value: f64,
}

/// How the two values of a pair are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// first - second.
    #[default]
    Difference,
    /// ln(first / second), for metrics above 0; NaN elsewhere, which decides nothing.
    LogRatio,
}

/// What a list of values is reduced to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// The smallest value; exact.
    Min,
    /// The largest value; exact.
    Max,
    /// The mean, with a bootstrap interval.
    Mean,
    /// The median, with a bootstrap interval.
    Median,
    /// The mean of the middle half of the sorted values, with a bootstrap interval.
    InterquartileMean,
    /// The fraction of ones among zeros and ones, with the Clopper-Pearson interval.
    Rate,
    /// What a model of all trials estimates, recorded once: `metric`, with the interval from
    /// `metric_low` to `metric_high`, which are metrics, too.
    Estimate,
}

impl Statistic {
    /// Whether it has no interval.
    pub fn is_exact(self) -> bool {
        matches!(self, Self::Min | Self::Max)
    }
}

/// How a statistic is compared with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operator {
    /// At most.
    #[serde(rename = "<=")]
    AtMost,
    /// At least.
    #[serde(rename = ">=")]
    AtLeast,
    /// Below.
    #[serde(rename = "<")]
    Below,
    /// Above.
    #[serde(rename = ">")]
    Above,
    /// Equal; for exact statistics.
    #[serde(rename = "==")]
    Equal,
    /// abs(statistic - predicted) <= number, with 0 if nothing is predicted: a tie.
    #[serde(rename = "within")]
    Within,
}

impl Operator {
    /// Whether the comparison of `x` with `value` holds. With a NaN, none does.
    pub fn holds(self, x: f64, value: f64) -> bool {
        match self {
            Self::AtMost => x <= value,
            Self::AtLeast => x >= value,
            Self::Below => x < value,
            Self::Above => x > value,
            Self::Equal => x == value,
            Self::Within => x.abs() <= value,
        }
    }
}

impl Criterion {
    /// How seeds belong to splits of a data set, if it is one that is split.
    pub(crate) fn splits_of(&self, data_set: &str) -> Option<&Splits> {
        let is_split = |splits: &&Splits| {
            splits.data_sets.is_empty() || splits.data_sets.iter().any(|name| name == data_set)
        };
        self.splits.as_ref().filter(is_split)
    }

    /// The arms it refers to: one, or the two of a contrast.
    pub fn arms(&self) -> Vec<&str> {
        let contrast = self.contrast.iter().flatten();
        self.arm.iter().chain(contrast).map(|arm| arm.get_ref().as_str()).collect()
    }

    /// How strong its evidence is: measured, if the statistic has an interval, and sampled if not,
    /// unless something else is said.
    pub fn evidence(&self) -> Evidence {
        if self.proof.is_some() {
            return Evidence::Proved;
        }
        let usual = if self.statistic.is_exact() { Evidence::Sampled } else { Evidence::Measured };
        self.evidence.unwrap_or(usual)
    }

    /// Whether a statistic of `x` satisfies it.
    pub fn holds(&self, x: f64) -> bool {
        self.op.holds(x - self.centre(), self.value)
    }

    /// Whether the number is the smallest interesting effect of a contrast, in the direction claimed.
    /// A number on the other side of 0 is a margin: worse by less is still no worse.
    pub fn is_effect(&self) -> bool {
        self.contrast.is_some()
            && match self.op {
                Operator::AtMost | Operator::Below => self.value <= 0.0,
                Operator::AtLeast | Operator::Above => self.value >= 0.0,
                Operator::Equal | Operator::Within => false,
            }
    }

    /// The centre of `within`: the prediction, or 0.
    pub fn centre(&self) -> f64 {
        self.predicted.as_ref().map_or(0.0, |predicted| predicted.value)
    }
}

/// "median ln(relu/tanh) of epochs <= -0.1"; the levels of `at` are said elsewhere.
impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(theorem) = &self.proof {
            return theorem.fmt(f);
        }
        write!(f, "{} ", name(&self.statistic))?;
        match (&self.contrast, self.comparison) {
            (Some([first, second]), Comparison::Difference) => {
                write!(f, "{} - {} of {}", first.get_ref(), second.get_ref(), self.metric)?;
            }
            (Some([first, second]), Comparison::LogRatio) => {
                write!(f, "ln({}/{}) of {}", first.get_ref(), second.get_ref(), self.metric)?;
            }
            (None, _) => write!(f, "{}({})", self.metric, self.arms().join(", "))?,
        }
        write!(f, " {} {}", name(&self.op), shortest(self.value))?;
        match &self.predicted {
            Some(Prediction { formula, .. }) => write!(f, " of {formula}"),
            None => Ok(()),
        }
    }
}

/// A number in its most readable form: with an exponent if there would be many zeros.
pub fn shortest(x: f64) -> String {
    let magnitude = x.abs();
    if x == 0.0 || (1e-3..1e6).contains(&magnitude) || !x.is_finite() {
        format!("{x}")
    } else {
        format!("{x:e}")
    }
}

/// The name that claim.toml uses.
fn name(value: &impl Serialize) -> String {
    toml::Value::try_from(value)
        .ok()
        .and_then(|name| name.as_str().map(str::to_owned))
        .unwrap_or_default()
}
