//! Mini-batches, in a different order for each lane.

use kernels::Real;

use crate::data::Data;
use crate::random::Random;

/// The examples of an epoch, gathered batch by batch into buffers allocated once.
#[derive(Debug)]
pub(crate) struct Batches<'a, T: Real> {
    data: &'a Data<T::Scalar>,
    size: usize,
    randoms: &'a mut [Random],
    orders: Vec<Vec<u32>>,
    at: usize,
    input: Vec<T>,
    target: Vec<T>,
}

impl<'a, T: Real> Batches<'a, T> {
    /// Batches of `size` examples; the last of an epoch may be smaller.
    ///
    /// # Panics
    /// If `size` is 0, or the number of random streams is not the number of lanes.
    pub(crate) fn new(data: &'a Data<T::Scalar>, size: usize, randoms: &'a mut [Random]) -> Self {
        assert!(size > 0, "batches of 0 examples: wanted 1 or more");
        assert_eq!(randoms.len(), T::LANES, "one order for each lane");
        let size = size.min(data.input.rows());
        let order: Vec<u32> = (0u32..).take(data.input.rows()).collect();
        Self {
            data,
            size,
            randoms,
            orders: vec![order; T::LANES],
            at: 0,
            input: vec![T::zero(); size * data.input.columns()],
            target: vec![T::zero(); size * data.target.columns()],
        }
    }

    /// A new order for a new epoch.
    pub(crate) fn shuffle(&mut self) {
        for (order, random) in self.orders.iter_mut().zip(&mut *self.randoms) {
            random.shuffle(order);
        }
        self.at = 0;
    }

    /// Inputs and targets of the next batch, until the epoch is over.
    pub(crate) fn next(&mut self) -> Option<(&[T], &[T])> {
        let examples = self.data.input.rows();
        let batch = self.size.min(examples - self.at);
        if batch == 0 {
            return None;
        }
        let rows = self.at..self.at + batch;
        self.at += batch;
        let input = &mut self.input[..batch * self.data.input.columns()];
        let target = &mut self.target[..batch * self.data.target.columns()];
        for (k, order) in self.orders.iter().enumerate() {
            self.data.input.gather(&order[rows.clone()], k, input);
            self.data.target.gather(&order[rows.clone()], k, target);
        }
        Some((input, target))
    }
}
