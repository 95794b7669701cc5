//! The handwritten digits, embedded; or the data of one's own that stand in their place.

use std::sync::OnceLock;

use claims::Streams;

use super::own::own;
use super::split::Split;
use super::whole::{Scaling, Whole};

/// All of them, in the order of the file, and how they are scaled: pixels are from 0 to 16.
fn whole() -> (&'static Whole, Scaling) {
    static WHOLE: OnceLock<Whole> = OnceLock::new();
    let digits = || Whole::parse(include_str!("../../data/digits.csv"));
    match own() {
        Some(own) => (own, Scaling::Standardized),
        None => (WHOLE.get_or_init(digits), Scaling::Divided(16.0)),
    }
}

/// The handwritten digits, 1,797 images of 8 x 8: inputs from 0 to 1, one-hot targets.
///
/// Every fourth example, counted from the fourth, is for testing: 449 of 1,797.
///
/// # Panics
/// Never: the file is part of the program, and a test reads it.
pub fn digits() -> &'static Split {
    static SPLIT: OnceLock<Split> = OnceLock::new();
    SPLIT.get_or_init(|| {
        let (whole, scaling) = whole();
        let (test, train): (Vec<usize>, _) = (0..whole.len()).partition(|i| i % 4 == 3);
        whole.parts(&train, &test, scaling)
    })
}

/// The digits split at random, by the stream `split`, for testing this share of them.
pub fn digits_split(streams: &Streams, test_share: f64) -> Split {
    let (whole, scaling) = whole();
    whole.split(&mut streams.stream("split"), test_share, scaling)
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
