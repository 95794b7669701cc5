//! What is learned from: inputs and targets, one example a row.

use kernels::Real;

use crate::matrix::Matrix;

/// Inputs `[examples, inputs]` and targets `[examples, outputs]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Data<T> {
    /// One example a row.
    pub input: Matrix<T>,
    /// What the network should say to it.
    pub target: Matrix<T>,
}

impl<T: Real> Data<T> {
    /// # Panics
    /// If there are no examples, as many targets as inputs are not there, or either has not so many
    /// columns.
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

    /// The same examples in every lane.
    pub(crate) fn spread<U: Real<Scalar = T>>(&self) -> Data<U> {
        Data { input: self.input.spread(), target: self.target.spread() }
    }
}
