//! A specification: everything about a training but its data, its activation and its seed.

use claims::Streams;
use mlp::{Initialization, Random};

use super::settings::{Arm, Choices, Descent, Settings, Task, Weights};

/// What is the same for all arms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Specification {
    /// Hidden layers + 1.
    pub(super) depth: usize,
    /// Units of a hidden layer.
    pub(super) width: usize,
    pub(super) batch_size: usize,
    pub(super) weights: Weights,
    pub(super) descent: Descent,
    /// Which of the two goals: 0 or 1.
    pub(super) goal: usize,
}

impl Specification {
    /// The one of a seed: drawn from its stream `specification`.
    pub(super) fn of(settings: &Settings, data_set: &str, streams: &Streams) -> Self {
        let random = &mut streams.stream("specification");
        let Choices { depth, width, batch_size, initialization, optimizer } =
            &settings.specification;
        let least = settings.tasks[data_set].least_batch_size;
        let sizes: Vec<usize> = batch_size.iter().copied().filter(|&size| size >= least).collect();
        Self {
            depth: one_of(depth, random),
            width: one_of(width, random),
            batch_size: one_of(&sizes, random),
            weights: one_of(initialization, random),
            descent: one_of(optimizer, random),
            goal: random.below(2) as usize,
        }
    }

    /// The budget: a larger batch has more epochs and fewer steps.
    pub(super) fn epochs(&self, task: &Task) -> usize {
        (task.epochs as f64 * (self.batch_size as f64).sqrt()).round() as usize
    }

    /// The initial weights of an arm.
    pub(super) fn initialization(&self, arm: &Arm) -> Initialization {
        match self.weights {
            Weights::Own => arm.initialization,
            Weights::LecunNormal => Initialization::LecunNormal,
            Weights::Orthogonal => Initialization::Orthogonal { gain: arm.gain },
        }
    }
}

fn one_of<T: Copy>(choices: &[T], random: &mut Random) -> T {
    choices[random.below(choices.len() as u32) as usize]
}
