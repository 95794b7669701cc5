//! Three small sets of measurements, embedded; each seed has its own split.

use std::sync::OnceLock;

use mlp::Random;

use super::split::Split;
use super::whole::{Scaling, Whole};

/// The share of the examples that is tested on.
const TEST_SHARE: f64 = 1.0 / 3.0;

/// An embedded data set that is split by a stream.
pub(super) struct Classic {
    /// What claim.toml calls it.
    pub(super) name: &'static str,
    csv: &'static str,
    whole: OnceLock<Whole>,
}

/// Every one of them.
pub(super) static CLASSICS: [Classic; 3] = [
    Classic::new("iris", include_str!("../../data/iris.csv")),
    Classic::new("wine", include_str!("../../data/wine.csv")),
    Classic::new("breast_cancer", include_str!("../../data/breast_cancer.csv")),
];

/// The one of a name.
pub(super) fn classic(name: &str) -> Option<&'static Classic> {
    CLASSICS.iter().find(|classic| classic.name == name)
}

impl Classic {
    const fn new(name: &'static str, csv: &'static str) -> Self {
        Self { name, csv, whole: OnceLock::new() }
    }

    fn whole(&self) -> &Whole {
        self.whole.get_or_init(|| Whole::parse(self.csv))
    }

    /// How many inputs and classes.
    pub(super) fn shape(&self) -> (usize, usize) {
        self.whole().shape()
    }

    /// A random third for testing, the rest for training, standardised.
    pub(super) fn split(&self, random: &mut Random) -> Split {
        self.whole().split(random, TEST_SHARE, Scaling::Standardized)
    }
}

#[cfg(test)]
mod tests {
    use mlp::Random;

    use super::CLASSICS;

    #[test]
    fn the_classics_are_all_there() {
        let sizes = CLASSICS.each_ref().map(|classic| {
            let split = classic.split(&mut Random::from_number(1));
            (split.train.input.rows(), split.test.input.rows(), classic.shape())
        });
        assert_eq!(sizes, [(100, 50, (4, 3)), (119, 59, (13, 3)), (379, 190, (30, 2))]);
    }

    #[test]
    fn the_training_part_has_mean_0_and_deviation_1() {
        for classic in &CLASSICS {
            let train = classic.split(&mut Random::from_number(1)).train;
            let (examples, inputs) = (train.input.rows() as f64, train.input.columns());
            for column in 0..inputs {
                let numbers = || train.input.as_slice().iter().skip(column).step_by(inputs);
                let mean = numbers().map(|&x| f64::from(x)).sum::<f64>() / examples;
                let square =
                    numbers().map(|&x| f64::from(x) * f64::from(x)).sum::<f64>() / examples;
                assert!(mean.abs() < 1e-6 && (square - 1.0).abs() < 1e-6, "{}", classic.name);
            }
        }
    }
}
