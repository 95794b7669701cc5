//! The embedded data set.

use std::sync::OnceLock;

use mlp::{Data, Matrix};

use super::split::Split;

const DIGITS: &str = include_str!("../../data/digits.csv");
const PIXELS: usize = 64;
const CLASSES: usize = 10;

/// The handwritten digits, 1,797 images of 8 x 8: inputs from 0 to 1, one-hot targets.
///
/// Every fourth example, counted from the fourth, is for testing: 449 of 1,797.
///
/// # Panics
/// Never: the file is part of the program, and a test reads it.
pub fn digits() -> &'static Split {
    static SPLIT: OnceLock<Split> = OnceLock::new();
    SPLIT.get_or_init(|| {
        let examples: Vec<Vec<u8>> = DIGITS
            .lines()
            .map(|line| line.split(',').filter_map(|number| number.parse().ok()).collect())
            .collect();
        let part = |tested: bool| {
            let chosen = examples.iter().enumerate().filter(|(i, _)| (i % 4 == 3) == tested);
            let chosen: Vec<&Vec<u8>> = chosen.map(|(_, example)| example).collect();
            let input = chosen.iter().flat_map(|example| &example[..PIXELS]);
            let input = input.map(|&pixel| f32::from(pixel) / 16.0).collect();
            let labels: Vec<usize> =
                chosen.iter().map(|example| usize::from(example[PIXELS])).collect();
            Data::classes(Matrix::new(chosen.len(), PIXELS, input), &labels, CLASSES)
        };
        Split { train: part(false), test: part(true) }
    })
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn the_digits_are_all_there() {
        let split = digits();
        assert_eq!((split.train.input.rows(), split.test.input.rows()), (1348, 449));
        for data in [&split.train, &split.test] {
            assert!(data.input.as_slice().iter().all(|x| (0.0..=1.0).contains(x)));
            let classes = data.target.as_slice().chunks_exact(10);
            assert!(classes.into_iter().all(|row| row.iter().sum::<f32>() == 1.0));
        }
    }
}
