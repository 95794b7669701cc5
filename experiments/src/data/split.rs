//! A data set in two parts: what is learned from, what is tested on.

use std::ops::Range;

use mlp::{Data, Matrix};

/// A data set in two parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// What is learned from.
    pub train: Data<f32>,
    /// What is only tested on.
    pub test: Data<f32>,
}

impl Split {
    /// How many inputs and classes.
    pub fn shape(&self) -> (usize, usize) {
        (self.train.input.columns(), self.train.target.columns())
    }

    /// Three quarters of a part, and the last quarter: what is held back from the training of a pilot,
    /// and tuned by.
    pub fn held_back(part: &Data<f32>) -> (Data<f32>, Data<f32>) {
        let rows = part.input.rows();
        let fitted = rows - rows / 4;
        (Self::rows(part, 0..fitted), Self::rows(part, fitted..rows))
    }

    /// Some rows of a part, which come in no order of classes.
    pub fn rows(part: &Data<f32>, rows: Range<usize>) -> Data<f32> {
        let take = |matrix: &Matrix<f32>| {
            let columns = matrix.columns();
            let numbers = &matrix.as_slice()[rows.start * columns..rows.end * columns];
            Matrix::new(rows.len(), columns, numbers.to_vec())
        };
        Data { input: take(&part.input), target: take(&part.target) }
    }
}
