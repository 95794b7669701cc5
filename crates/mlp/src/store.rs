//! Where results go: they are stored, or a parameter moves against them, its gradient.

use crate::real::Real;
use crate::tile::Vector;

/// What is done with a result.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Store<'a, T> {
    /// c = result.
    Result,
    /// c = c - rate result, in the active lanes: c is a parameter and the result its gradient.
    Descent {
        /// The learning rate.
        rate: &'a T,
        /// 1 in the lanes that move, 0 elsewhere.
        active: &'a T,
    },
}

/// Where results go.
#[derive(Debug)]
pub(crate) struct Into<'a, T> {
    /// C, row-major.
    pub(crate) c: &'a mut [T],
    /// What is done with each.
    pub(crate) store: Store<'a, T>,
}

impl<T: Real> Into<'_, T> {
    /// Says that the tile at row i and column j comes next: a parameter that moves is read first,
    /// from a place where nothing else has been for long.
    #[inline(always)]
    pub(crate) fn prefetch<V: Vector<T>, const R: usize, const C: usize>(
        &self,
        (i, j): (usize, usize),
        columns: usize,
    ) {
        if let Store::Descent { .. } = self.store {
            let mut below = &self.c[i * columns + j..];
            for _ in 0..R {
                V::prefetch::<C>(below);
                below = &below[columns.min(below.len())..];
            }
        }
    }

    /// The tile at row i and column j, as much of it as there are columns.
    #[inline(always)]
    pub(crate) fn put<V: Vector<T>, const R: usize, const C: usize>(
        &mut self,
        sums: &[[V; C]; R],
        (i, j): (usize, usize),
        columns: usize,
    ) {
        let width = (C * V::WIDTH).min(columns - j);
        let mut results = *sums;
        if let Store::Descent { rate, active } = self.store {
            let (rate, active) = (V::spread(*rate), V::spread(*active));
            // All are read before the first is written: a read close behind a write would wait for
            // it.
            let mut below = &self.c[i * columns + j..];
            for sums in &mut results {
                let parameters: [V; C] = V::load_up_to(&below[..width]);
                below = &below[columns.min(below.len())..];
                for (sum, parameter) in sums.iter_mut().zip(parameters) {
                    *sum = parameter.descend(*sum, rate, active);
                }
            }
        }
        let mut below = &mut self.c[i * columns + j..];
        for results in &results {
            let (row, rest) = below.split_at_mut(columns.min(below.len()));
            below = rest;
            V::store_up_to(results, &mut row[..width]);
        }
    }
}
