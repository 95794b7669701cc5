//! The plan of a training run: a schedule, a budget, a goal; and how the run can end.

use serde::{Deserialize, Serialize};

use crate::checked;
use kernels::Real;

/// How the learning rate changes from epoch to epoch: below, r is the first, e the epoch from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Schedule {
    /// r.
    #[default]
    Constant,
    /// r `factor`^k with k = floor(e / `every`): multiplied by `factor` after every `every` epochs.
    Step {
        /// Epochs between changes.
        #[serde(deserialize_with = "checked::count")]
        every: usize,
        /// What it is multiplied by.
        #[serde(deserialize_with = "checked::single::positive")]
        factor: f64,
    },
    /// r / (1 + `decay` e).
    InverseTime {
        /// The growth of the divisor.
        #[serde(deserialize_with = "checked::single::positive")]
        decay: f64,
    },
}

impl Schedule {
    /// The rate of `epoch` (from 0), given the `first` rate and that of the epoch `before`.
    pub(crate) fn next<T: Real>(self, epoch: usize, first: T, before: T) -> T {
        match self {
            Self::Step { every, factor } if epoch > 0 && epoch.is_multiple_of(every) => {
                before * T::splat(factor)
            }
            Self::Constant | Self::Step { .. } => before,
            Self::InverseTime { decay } => first / T::splat(1.0 + decay * epoch as f64),
        }
    }
}

/// When a run has reached its goal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Stop {
    /// No goal: training ends with the budget.
    #[default]
    Never,
    /// As soon as J over the training set is below this.
    LossBelow(#[serde(deserialize_with = "checked::positive")] f64),
    /// As soon as this fraction of the training set, or less, is classified wrongly.
    ErrorAtMost(#[serde(deserialize_with = "checked::fraction")] f64),
}

/// How to train; by default, for 100 epochs on the whole set at a constant rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// The change of the learning rate.
    pub schedule: Schedule,
    /// Examples a step; none for the whole set.
    pub batch_size: Option<usize>,
    /// The budget.
    pub epochs: usize,
    /// The goal.
    pub stop: Stop,
}

impl Default for Plan {
    fn default() -> Self {
        Self { schedule: Schedule::Constant, batch_size: None, epochs: 100, stop: Stop::Never }
    }
}

/// How the run of one lane ended, and after how many epochs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The goal was reached.
    Reached(usize),
    /// The budget was used up.
    Exhausted(usize),
    /// J was no longer a finite number.
    Diverged(usize),
    /// The observer stopped it.
    Stopped(usize),
}

impl Ending {
    /// After how many epochs.
    pub fn epochs(self) -> usize {
        let (Self::Reached(n) | Self::Exhausted(n) | Self::Diverged(n) | Self::Stopped(n)) = self;
        n
    }
}
