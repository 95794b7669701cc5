//! A data set in one piece, which every seed splits anew.

use claims::statistics::mean;
use mlp::{Data, Matrix, Random};

use super::split::Split;

/// Examples that are not yet split.
#[derive(Debug)]
pub(super) struct Whole {
    inputs: Vec<Vec<f64>>,
    labels: Vec<usize>,
    classes: usize,
}

/// How inputs get to about unit size.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scaling {
    /// All divided by one number.
    Divided(f64),
    /// x -> (x - mean) / deviation, both of the training part, whose deviation is that of its n
    /// examples and not of n - 1. An input that does not vary is only centred.
    Standardized,
}

impl Whole {
    /// Reads rows of numbers between commas, the class last, counted from 0.
    ///
    /// # Panics
    /// If it is anything else: the files are part of the program, and tests read them.
    pub(super) fn parse(csv: &str) -> Self {
        let example = |line: &str| {
            let (input, label) = line.rsplit_once(',').expect("inputs and a class");
            let number = |number: &str| number.parse().expect("a number");
            let label: usize = label.parse().expect("a class");
            (input.split(',').map(number).collect(), label)
        };
        let (inputs, labels) = csv.lines().map(example).unzip();
        Self::new(inputs, labels)
    }

    /// Examples and their classes, counted from 0.
    pub(super) fn new(inputs: Vec<Vec<f64>>, labels: Vec<usize>) -> Self {
        let classes = labels.iter().max().map_or(0, |largest| largest + 1);
        Self { inputs, labels, classes }
    }

    /// How many examples.
    pub(super) fn len(&self) -> usize {
        self.labels.len()
    }

    /// How many inputs and classes.
    pub(super) fn shape(&self) -> (usize, usize) {
        (self.inputs[0].len(), self.classes)
    }

    /// A random part for testing, not balanced by class, and the rest for training.
    ///
    /// The numbers of all examples are shuffled. The first of them, as many as `test_share` of all,
    /// rounded, are for testing, the others for training, both in the shuffled order. Nothing else
    /// is drawn.
    pub(super) fn split(&self, random: &mut Random, test_share: f64, scaling: Scaling) -> Split {
        let mut order: Vec<usize> = (0..self.len()).collect();
        random.shuffle(&mut order);
        let (test, train) = order.split_at((test_share * self.len() as f64).round() as usize);
        self.parts(train, test, scaling)
    }

    /// The examples of two lists of numbers, in their order.
    pub(super) fn parts(&self, train: &[usize], test: &[usize], scaling: Scaling) -> Split {
        let (inputs, classes) = self.shape();
        let scales: Vec<(f64, f64)> = (0..inputs)
            .map(|column| match scaling {
                Scaling::Divided(by) => (0.0, by),
                Scaling::Standardized => {
                    standard(&train.iter().map(|&i| self.inputs[i][column]).collect::<Vec<_>>())
                }
            })
            .collect();
        let part = |chosen: &[usize]| {
            let scaled = chosen.iter().flat_map(|&i| {
                let scaled =
                    |(x, (centre, size)): (&f64, &(f64, f64))| ((x - centre) / size) as f32;
                self.inputs[i].iter().zip(&scales).map(scaled)
            });
            let input = Matrix::new(chosen.len(), inputs, scaled.collect());
            let labels: Vec<usize> = chosen.iter().map(|&i| self.labels[i]).collect();
            Data::classes(input, &labels, classes)
        };
        Split { train: part(train), test: part(test) }
    }
}

/// What is taken off numbers, and what they are divided by then.
fn standard(numbers: &[f64]) -> (f64, f64) {
    let centre = mean(numbers);
    let squares: Vec<f64> = numbers.iter().map(|x| (x - centre) * (x - centre)).collect();
    // Of numbers that are all the same, the deviation may be above 0 by rounding.
    let varies = numbers.iter().any(|x| *x != numbers[0]);
    (centre, if varies { mean(&squares).sqrt() } else { 1.0 })
}

#[cfg(test)]
mod tests {
    use mlp::Random;

    use super::{Scaling, Whole};

    const CSV: &str = "0,7,0\n1,7,1\n2,7,2\n3,7,0\n4,7,1\n5,7,2\n";

    #[test]
    fn every_example_is_in_one_part() {
        let whole = Whole::parse(CSV);
        assert_eq!((whole.len(), whole.shape()), (6, (2, 3)));
        let split = whole.split(&mut Random::from_number(1), 0.3, Scaling::Divided(1.0));
        assert_eq!((split.train.input.rows(), split.test.input.rows()), (4, 2));
        let mut seen = Vec::new();
        for part in [&split.train, &split.test] {
            for (i, target) in part.target.as_slice().chunks_exact(3).enumerate() {
                let x = part.input.row(i)[0];
                assert_eq!(target[x as usize % 3], 1.0);
                seen.push(x);
            }
        }
        seen.sort_by(f32::total_cmp);
        assert_eq!(seen, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
    }

    #[test]
    fn the_training_part_alone_decides_the_scale() {
        let split = Whole::parse(CSV).parts(&[0, 2], &[5], Scaling::Standardized);
        assert_eq!(split.train.input.as_slice(), [-1.0, 0.0, 1.0, 0.0]);
        assert_eq!(split.test.input.as_slice(), [4.0, 0.0]);
    }
}
