//! Numbers side by side, loaded from a slice and stored to one: what a tile is made of.

use crate::real::Number;

/// The size of a cache line in bytes.
pub(crate) const CACHE_LINE: usize = 64;

/// The most numbers in a register.
pub(crate) const WIDEST: usize = 16;

/// Numbers side by side that are multiplied by one of A: one number, or a register of them.
pub(crate) trait Vector<T>: Number {
    /// How many.
    const WIDTH: usize;

    /// `x` in every place.
    fn spread(x: T) -> Self;
    /// The first numbers of `from`.
    fn load(from: &[T]) -> Self;
    /// The first `WIDTH` rows turned over: rows become columns. What follows them is left alone.
    fn turned(rows: [Self; WIDEST]) -> [Self; WIDEST];
    /// The first `WIDTH` rows as the first columns of a panel `width` wide. By itself: among tiles,
    /// the registers that it takes would be theirs.
    fn turn_into(rows: [&[T]; WIDEST], width: usize, panel: &mut [T]);
    /// The numbers of `from`, padded with zeros.
    fn load_part(from: &[T]) -> Self;
    /// Writes the numbers into the first places of `to`.
    fn store(self, to: &mut [T]);
    /// Writes as many numbers as fit into `to`.
    fn store_part(self, to: &mut [T]);
    /// Prefetches the memory around `number` into the first-level cache, if the path can.
    #[inline(always)]
    fn prefetch(_number: &T) {}
}

impl<T: Number> Vector<T> for T {
    const WIDTH: usize = 1;

    #[inline(always)]
    fn spread(x: T) -> T {
        x
    }
    #[inline(always)]
    fn load(from: &[T]) -> T {
        from[0]
    }
    #[inline(always)]
    fn turned(rows: [T; WIDEST]) -> [T; WIDEST] {
        rows
    }
    fn turn_into(rows: [&[T]; WIDEST], width: usize, panel: &mut [T]) {
        turn_into::<T, T>(rows, width, panel);
    }
    #[inline(always)]
    fn load_part(from: &[T]) -> T {
        from.first().copied().unwrap_or(T::zero())
    }
    #[inline(always)]
    fn store(self, to: &mut [T]) {
        to[0] = self;
    }
    #[inline(always)]
    fn store_part(self, to: &mut [T]) {
        if let Some(to) = to.first_mut() {
            *to = self;
        }
    }
}

/// C vectors from the first places of `from`.
#[inline(always)]
pub(crate) fn load<T, V: Vector<T>, const C: usize>(from: &[T]) -> [V; C] {
    let from = &from[..C * V::WIDTH];
    let mut vectors = [V::load(from); C];
    for (c, vector) in vectors.iter_mut().enumerate().skip(1) {
        *vector = V::load(&from[c * V::WIDTH..]);
    }
    vectors
}

/// C vectors from `from`, padded with zeros if it is too short.
#[inline(always)]
pub(crate) fn load_up_to<T, V: Vector<T>, const C: usize>(from: &[T]) -> [V; C] {
    if from.len() >= C * V::WIDTH {
        return load(from);
    }
    let mut vectors = [V::load_part(from); C];
    for (c, vector) in vectors.iter_mut().enumerate().skip(1) {
        *vector = V::load_part(&from[(c * V::WIDTH).min(from.len())..]);
    }
    vectors
}

/// Writes the vectors into the first places of `to`.
#[inline(always)]
pub(crate) fn store<T, V: Vector<T>, const C: usize>(vectors: &[V; C], to: &mut [T]) {
    let to = &mut to[..C * V::WIDTH];
    for (c, vector) in vectors.iter().enumerate() {
        vector.store(&mut to[c * V::WIDTH..]);
    }
}

/// Writes as many numbers of the vectors as fit into `to`.
#[inline(always)]
pub(crate) fn store_up_to<T, V: Vector<T>, const C: usize>(vectors: &[V; C], to: &mut [T]) {
    if to.len() >= C * V::WIDTH {
        return store(vectors, to);
    }
    for (c, vector) in vectors.iter().enumerate() {
        let at = (c * V::WIDTH).min(to.len());
        vector.store_part(&mut to[at..]);
    }
}

/// Columns k and following of the first `V::WIDTH` rows, as many, turned over in registers; 0 beyond
/// the end of the rows.
#[inline(always)]
pub(crate) fn turned_square<T: Number, V: Vector<T>>(
    rows: [&[T]; WIDEST],
    k: usize,
) -> [V; WIDEST] {
    let mut square = [V::zero(); WIDEST];
    let is_whole = rows[0].len() - k >= V::WIDTH;
    for n in 0..V::WIDTH {
        square[n] = if is_whole { V::load(&rows[n][k..]) } else { V::load_part(&rows[n][k..]) };
    }
    V::turned(square)
}

/// The first `V::WIDTH` rows as the first columns of a panel `width` wide, square by square.
#[inline(always)]
pub(crate) fn turn_into<T: Number, V: Vector<T>>(
    rows: [&[T]; WIDEST],
    width: usize,
    panel: &mut [T],
) {
    for (n, panel) in panel.chunks_mut(V::WIDTH * width).enumerate() {
        let square = turned_square::<T, V>(rows, n * V::WIDTH);
        for (panel, vector) in panel.chunks_mut(width).zip(square) {
            vector.store(panel);
        }
    }
}
