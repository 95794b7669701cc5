//! Maxout: h is the largest of several affine functions of the input, the pieces of a unit.
//!
//! Source: Goodfellow et al. 2013; the notes, "Maxout unit".

use kernels::Real;

use crate::activation::MaxoutForm;
use crate::functions::larger;

/// Which z a unit takes the maximum of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pieces {
    pub(crate) count: usize,
    pub(crate) form: MaxoutForm,
    /// The width of the layer.
    pub(crate) units: usize,
}

impl Pieces {
    /// How many z there are: one a unit, or one a unit and piece.
    pub(crate) fn columns(self) -> usize {
        match self.form {
            MaxoutForm::Pointwise => self.units * self.count,
            MaxoutForm::Grouped => self.units,
        }
    }

    /// The indices of unit j's pieces among an example's z.
    #[inline(always)]
    fn of(self, j: usize) -> impl Iterator<Item = usize> {
        let (from, step) = match self.form {
            MaxoutForm::Pointwise => (j, self.units),
            MaxoutForm::Grouped => (j / self.count * self.count, 1),
        };
        (0..self.count).map(move |piece| from + piece * step)
    }
}

/// `h_j` = max over its pieces of z: z `[batch, columns]`, h `[batch, units]`.
#[inline(always)]
pub(crate) fn forward<T: Real>(pieces: Pieces, z: &[T], h: &mut [T]) {
    let examples = z.chunks_exact(pieces.columns()).zip(h.chunks_exact_mut(pieces.units));
    for (z, h) in examples {
        for (j, h) in h.iter_mut().enumerate() {
            let mut places = pieces.of(j);
            *h = z[places.next().unwrap_or(j)];
            for place in places {
                *h = larger(*h, z[place]);
            }
        }
    }
}

/// From dJ/dh to dJ/dz: the first piece that attains the maximum receives all of dJ/dh.
#[inline(always)]
pub(crate) fn backward<T: Real>(
    pieces: Pieces,
    (z, h): (&[T], &[T]),
    delta_h: &[T],
    delta_z: &mut [T],
) {
    let (columns, units) = (pieces.columns(), pieces.units);
    let examples = z.chunks_exact(columns).zip(h.chunks_exact(units));
    let deltas = delta_h.chunks_exact(units).zip(delta_z.chunks_exact_mut(columns));
    for ((z, h), (delta_h, delta_z)) in examples.zip(deltas) {
        delta_z.fill(T::zero());
        for (j, (&h, &delta)) in h.iter().zip(delta_h).enumerate() {
            let mut remaining = delta;
            for place in pieces.of(j) {
                let is_less = |less, not| T::if_less(z[place], h, less, not);
                delta_z[place] = delta_z[place] + is_less(T::zero(), remaining);
                remaining = is_less(remaining, T::zero());
            }
        }
    }
}
