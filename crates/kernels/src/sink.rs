//! Where results go: they are stored, or they are a gradient against which a parameter moves.

use crate::real::Number;
use crate::vector::{CACHE_LINE, Vector, load_up_to, store_up_to};

/// How far a step of descent goes, lane by lane.
#[derive(Clone, Copy, Debug)]
pub struct Stride<T> {
    /// The learning rate; 0 in the frozen lanes.
    rate: T,
    /// 1 in the lanes that move, 0 elsewhere.
    active: T,
}

impl<T: Number> Stride<T> {
    /// A step at this rate in the lanes where `active` is above 0; the others are frozen.
    #[inline(always)]
    pub fn new(rate: T, active: T) -> Self {
        // The rate of a frozen lane may be infinite, and infinity times 0 is NaN.
        Self { rate: T::if_less(T::zero(), active, rate, T::zero()), active }
    }

    /// p - rate direction in the lanes that move, p in the others.
    ///
    /// In the others the direction is set to 0 as well, which leaves p unchanged: selecting between
    /// the new and the old p would compile to a masked store, which is many times slower.
    #[inline(always)]
    pub fn descend(&self, p: T, direction: T) -> T {
        descend(p, direction, self.rate, self.active)
    }
}

#[inline(always)]
fn descend<V: Number>(p: V, direction: V, rate: V, active: V) -> V {
    (-rate).mul_add(V::if_less(V::zero(), active, direction, V::zero()), p)
}

/// Where results go.
#[derive(Debug)]
pub struct Sink<'a, T> {
    /// C, row-major.
    pub(crate) c: &'a mut [T],
    /// If present, C holds parameters and the results are their gradient.
    pub(crate) stride: Option<&'a Stride<T>>,
}

impl<'a, T: Number> Sink<'a, T> {
    /// c = result.
    #[inline(always)]
    pub fn store(c: &'a mut [T]) -> Self {
        Self { c, stride: None }
    }

    /// c = c - rate result: c is a parameter and the result its gradient.
    #[inline(always)]
    pub fn descend(c: &'a mut [T], stride: &'a Stride<T>) -> Self {
        Self { c, stride: Some(stride) }
    }

    /// Prefetches the tile at row i and column j, which comes next: a parameter that moves has to
    /// be read first, and is unlikely to be in the cache.
    #[inline(always)]
    pub(crate) fn prefetch<V: Vector<T>, const R: usize, const C: usize>(
        &self,
        (i, j): (usize, usize),
        columns: usize,
    ) {
        let line = CACHE_LINE / size_of::<T>();
        if self.stride.is_some() {
            let mut below = &self.c[i * columns + j..];
            for _ in 0..R {
                for near in below.chunks(line).take(C * V::WIDTH / line) {
                    V::prefetch(&near[0]);
                }
                below = &below[columns.min(below.len())..];
            }
        }
    }

    /// The tile at row i and column j, as much of it as there are columns.
    #[inline(always)]
    pub(crate) fn put<V: Vector<T>, const R: usize, const C: usize>(
        &mut self,
        mut results: [[V; C]; R],
        (i, j): (usize, usize),
        columns: usize,
    ) {
        let width = (C * V::WIDTH).min(columns - j);
        if let Some(stride) = self.stride {
            let (rate, active) = (V::spread(stride.rate), V::spread(stride.active));
            // All rows are read before the first is written: a read soon after a write would stall.
            let mut below = &self.c[i * columns + j..];
            for sums in &mut results {
                let parameters: [V; C] = load_up_to(&below[..width]);
                below = &below[columns.min(below.len())..];
                for (sum, parameter) in sums.iter_mut().zip(parameters) {
                    *sum = descend(parameter, *sum, rate, active);
                }
            }
        }
        let mut below = &mut self.c[i * columns + j..];
        for results in &results {
            let (row, rest) = below.split_at_mut(columns.min(below.len()));
            below = rest;
            store_up_to(results, &mut row[..width]);
        }
    }
}
