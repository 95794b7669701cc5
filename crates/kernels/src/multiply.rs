//! A matrix product on its own, on a given instruction set.

use crate::cast::{MadeOf, view, view_mut};
use crate::dispatch::{Dispatch, Work};
use crate::panel::{Panel, Panels, Shape};
use crate::product::{Path, Right};
use crate::real::Real;
use crate::simd::Simd;
use crate::sink::Sink;
use crate::tile::Left;

/// C = start + A B: `c[i][j] = start[j] + a[i][0] b[0][j] + a[i][1] b[1][j] + ...`
///
/// C is row-major; `start` has one value a column, or none for 0.
///
/// # Panics
/// If a factor, `start` or C has a different shape, or the panel was made for a smaller depth.
#[inline]
pub fn multiply<T: Dispatch>(
    simd: Simd,
    shape: Shape,
    start: Option<&[T]>,
    (a, b): (Left<'_, T>, Right<'_, T>),
    c: &mut [T],
    panel: &mut Panel<T>,
) {
    let Shape { rows, depth, columns } = shape;
    let (Right::Of(right) | Right::Transposed(right)) = b;
    assert!(a.has(rows, depth), "the left factor is not [{rows}, {depth}]");
    assert_eq!(right.len(), depth * columns, "the right factor is not [{depth}, {columns}]");
    assert_eq!(c.len(), rows * columns, "the product is not [{rows}, {columns}]");
    assert!(start.is_none_or(|start| start.len() == columns), "not {columns} values to start from");
    T::dispatch(simd, Multiplication { shape, start, a, b, c, panels: panel.aligned() });
}

/// C = start + A B, with every buffer it reads or writes.
struct Multiplication<'a, T> {
    shape: Shape,
    start: Option<&'a [T]>,
    a: Left<'a, T>,
    b: Right<'a, T>,
    c: &'a mut [T],
    panels: Panels<'a, T>,
}

impl<T> Work<T> for Multiplication<'_, T> {
    #[inline(always)]
    fn run<U: Real, P: Path<U>>(self, path: P)
    where
        T: MadeOf<U>,
    {
        let factors = (self.a.view(), self.b.view());
        let sink = Sink::store(view_mut(self.c));
        path.multiply(self.shape, self.start.map(view), factors, sink, self.panels.view());
    }
}
