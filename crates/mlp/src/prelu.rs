//! PReLU: h = z for z >= 0, a z below, where a is learned, one per layer or one per unit.
//!
//! Source: He et al. 2015; the notes, "Leaky rectified linear unit".

use kernels::{Real, each};

/// h = f(z) `[batch, units]`, with `[1]` or `[units]` slopes.
#[inline(always)]
pub(crate) fn forward<T: Real>(slopes: &[T], z: &[T], h: &mut [T]) {
    if let [a] = *slopes {
        each!(T; [z] => [h] [T::if_less(z, T::zero(), a * z, z)]);
        return;
    }
    for (z, h) in z.chunks_exact(slopes.len()).zip(h.chunks_exact_mut(slopes.len())) {
        each!(T; [z, slopes] => [h] [T::if_less(z, T::zero(), slopes * z, z)]);
    }
}

/// dJ/da = sum of z dJ/dh over z < 0, since h = a z there.
#[inline(always)]
pub(crate) fn gradient<T: Real>(units: usize, z: &[T], delta: &[T], gradient: &mut [T]) {
    gradient.fill(T::zero());
    for (z, delta) in z.chunks_exact(units).zip(delta.chunks_exact(units)) {
        for (j, (&z, &delta)) in z.iter().zip(delta).enumerate() {
            let below = T::if_less(z, T::zero(), z, T::zero());
            let j = j % gradient.len();
            gradient[j] = delta.mul_add(below, gradient[j]);
        }
    }
}

/// From dJ/dh to dJ/dz in `delta`: dh/dz is 1 or a.
#[inline(always)]
pub(crate) fn backward<T: Real>(slopes: &[T], z: &[T], delta: &mut [T]) {
    if let [a] = *slopes {
        each!(T; [z] => [delta] [delta * T::if_less(z, T::zero(), a, T::one())]);
        return;
    }
    for (z, delta) in z.chunks_exact(slopes.len()).zip(delta.chunks_exact_mut(slopes.len())) {
        each!(T; [z, slopes] => [delta] [delta * T::if_less(z, T::zero(), slopes, T::one())]);
    }
}
