//! Training data: inputs and targets, one example per row.

use kernels::Real;

use crate::matrix::Matrix;

/// Inputs `[examples, inputs]` and targets `[examples, outputs]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Data<T> {
    /// One example a row.
    pub input: Matrix<T>,
    /// The desired output for each example.
    pub target: Matrix<T>,
}

impl<T: Real> Data<T> {
    /// Inputs `[examples, inputs]` and the class of each, from 0, as one-hot targets.
    ///
    /// # Panics
    /// If the numbers of labels and examples differ, or a label is not below `classes`.
    pub fn classes(input: Matrix<T>, labels: &[usize], classes: usize) -> Self {
        assert_eq!(labels.len(), input.rows(), "labels of {} examples", input.rows());
        let mut target = Matrix::zeros(labels.len(), classes);
        for (row, &label) in target.as_mut_slice().chunks_exact_mut(classes).zip(labels) {
            assert!(label < classes, "label {label} of {classes} classes, which count from 0");
            row[label] = T::one();
        }
        Self { input, target }
    }

    /// # Panics
    /// If there are no examples, the numbers of inputs and targets differ, or either has the wrong
    /// number of columns.
    pub(crate) fn check(&self, inputs: usize, outputs: usize) {
        let Self { input, target } = self;
        let rows = input.rows();
        assert!(rows > 0, "no examples");
        assert!(
            input.columns() == inputs && (target.rows(), target.columns()) == (rows, outputs),
            "inputs [{rows}, {}] and targets [{}, {}]: wanted [{rows}, {inputs}] and [{rows}, {outputs}]",
            input.columns(),
            target.rows(),
            target.columns(),
        );
    }

    /// The examples in chunks, the same in every lane.
    pub(crate) fn chunks<U: Real<Scalar = T>>(
        &self,
        examples: usize,
    ) -> impl Iterator<Item = Data<U>> {
        let spread = |numbers: &[T], columns| {
            let numbers: Vec<U> = numbers.iter().map(|x| U::splat(x.lane(0))).collect();
            Matrix::new(numbers.len() / columns, columns, numbers)
        };
        let (inputs, outputs) = (self.input.columns(), self.target.columns());
        let input = self.input.as_slice().chunks(examples * inputs);
        let target = self.target.as_slice().chunks(examples * outputs);
        input.zip(target).map(move |(input, target)| Data {
            input: spread(input, inputs),
            target: spread(target, outputs),
        })
    }

    /// The same examples in every lane.
    pub(crate) fn spread<U: Real<Scalar = T>>(&self) -> Data<U> {
        Data { input: self.input.spread(), target: self.target.spread() }
    }
}
