//! Activation functions h = f(z) and their slopes over slices.
//!
//! Where the slope is known from h, h stands where z stood, which the backward pass does not miss.

use crate::activation::Activation;
use crate::elementwise::each;
use crate::functions::{clamp, elu, relu, sigmoid, softplus};
use crate::real::Real;

/// Every element of `$h` becomes f(`$z`): of the slice in brackets, or of `$h` itself as it was.
macro_rules! apply {
    ($activation:expr, $number:ty; [$($from:ident)?] => $h:ident [$z:ident]) => {{
        let (zero, one, two) = (<$number>::zero(), <$number>::one(), <$number>::splat(2.0));
        match $activation {
            Activation::Sigmoid {} => each!($number; [$($from)?] => [$h] [sigmoid($z)]),
            Activation::Tanh {} => each!($number; [$($from)?] => [$h] [$z.tanh()]),
            Activation::ScaledSigmoid {} => {
                each!($number; [$($from)?] => [$h] [two.mul_add(sigmoid($z + $z), -one)]);
            }
            Activation::Relu { .. } => each!($number; [$($from)?] => [$h] [relu($z)]),
            Activation::LeakyRelu { slope } => {
                let slope = <$number>::splat(slope);
                each!($number; [$($from)?] => [$h] [<$number>::if_less($z, zero, slope * $z, $z)]);
            }
            Activation::AbsoluteValue {} => each!($number; [$($from)?] => [$h] [$z.abs()]),
            Activation::Elu { alpha } => {
                let alpha = <$number>::splat(alpha);
                each!($number; [$($from)?] => [$h] [elu(alpha, $z)]);
            }
            Activation::Softplus {} => each!($number; [$($from)?] => [$h] [softplus($z)]),
            Activation::Identity {} => each!($number; [$($from)?] => [$h] [$z]),
            Activation::Clamp { low, high } => {
                let (low, high) = (<$number>::splat(low), <$number>::splat(high));
                each!($number; [$($from)?] => [$h] [clamp(low, high, $z)]);
            }
            Activation::Prelu { .. } | Activation::Maxout { .. } => {
                unreachable!("the layer computes it")
            }
        }
    }};
}

impl Activation {
    /// Whether the slope is known from h alone, so that z need not be kept.
    pub(crate) fn has_slope_by_h(self) -> bool {
        match self {
            Self::Sigmoid {} | Self::Tanh {} | Self::ScaledSigmoid {} | Self::Identity {} => true,
            Self::Relu { at_zero } => at_zero == 0.0,
            _ => false,
        }
    }

    /// h = f(z), element by element. What is learned (PReLU, maxout) is the layer's business.
    #[inline(always)]
    pub(crate) fn apply<T: Real>(self, z: &[T], h: &mut [T]) {
        let (z, h) = (T::elements(z), T::elements_mut(h));
        apply!(self, T::Element; [z] => h [z]);
    }

    /// The same of z in place.
    #[inline(always)]
    pub(crate) fn apply_in_place<T: Real>(self, z: &mut [T]) {
        let z = T::elements_mut(z);
        apply!(self, T::Element; [] => z [z]);
    }

    /// delta *= f'(z), element by element, given h = f(z); where the slope is known from h, z is
    /// not looked at.
    #[inline(always)]
    pub(crate) fn backward<T: Real>(self, z: &[T], h: &[T], delta: &mut [T]) {
        let elements = (T::elements(z), T::elements(h));
        self.backward_on_elements(elements, T::elements_mut(delta));
    }

    #[inline(always)]
    fn backward_on_elements<T: Real>(self, (z, h): (&[T], &[T]), delta: &mut [T]) {
        let (zero, one) = (T::zero(), T::one());
        match self {
            Self::Sigmoid {} => each!(T; [h] => [delta] [delta * (h * (one - h))]),
            Self::Tanh {} | Self::ScaledSigmoid {} => {
                each!(T; [h] => [delta] [delta * ((-h).mul_add(h, one))]);
            }
            // h is above 0 where z is.
            Self::Relu { at_zero: 0.0 } => {
                each!(T; [h] => [delta] [delta * T::if_less(zero, h, one, zero)]);
            }
            Self::Relu { at_zero } => {
                let at_zero = T::splat(at_zero);
                each!(T; [z] => [delta] [delta * (T::if_less(z, zero, zero, T::if_less(zero, z, one, at_zero)))]);
            }
            Self::LeakyRelu { slope } => {
                let slope = T::splat(slope);
                each!(T; [z] => [delta] [delta * (T::if_less(z, zero, slope, one))]);
            }
            Self::AbsoluteValue {} => {
                each!(T; [z] => [delta] [delta * (T::if_less(z, zero, -one, T::if_less(zero, z, one, zero)))]);
            }
            // Not h + alpha, which is 0 long before a e^z is.
            Self::Elu { alpha } => {
                let alpha = T::splat(alpha);
                each!(T; [z] => [delta] [delta * (T::if_less(z, zero, alpha * z.exp(), one))]);
            }
            Self::Softplus {} => each!(T; [z] => [delta] [delta * (sigmoid(z))]),
            Self::Identity {} => {}
            Self::Clamp { low, high } => {
                let (low, high) = (T::splat(low), T::splat(high));
                each!(T; [z] => [delta] [delta * (T::if_less(z, low, zero, T::if_less(high, z, zero, one)))]);
            }
            Self::Prelu { .. } | Self::Maxout { .. } => unreachable!("the layer computes it"),
        }
    }
}
