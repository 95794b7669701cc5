//! The numbers of a tensor on disk: of any type, converted to single precision; and written as they are.

use kernels::Real;
use safetensors::tensor::Dtype;

/// A number that is written to a file.
pub trait Stored: Real {
    /// Its type there.
    const DTYPE: Dtype;

    /// Its bytes, the lowest first.
    fn bytes(self) -> impl IntoIterator<Item = u8>;
}

impl Stored for f32 {
    const DTYPE: Dtype = Dtype::F32;

    fn bytes(self) -> impl IntoIterator<Item = u8> {
        self.to_le_bytes()
    }
}

impl Stored for f64 {
    const DTYPE: Dtype = Dtype::F64;

    fn bytes(self) -> impl IntoIterator<Item = u8> {
        self.to_le_bytes()
    }
}

/// The numbers of little-endian `bytes`: half and bfloat16 exactly, doubles rounded to the nearest
/// single; none for other types.
pub(crate) fn singles(dtype: Dtype, bytes: &[u8]) -> Option<Vec<f32>> {
    let halves = |of: fn(u16) -> f32| {
        bytes.as_chunks::<2>().0.iter().map(|&two| of(u16::from_le_bytes(two))).collect()
    };
    match dtype {
        Dtype::F16 => Some(halves(half)),
        Dtype::BF16 => Some(halves(|bits| f32::from_bits(u32::from(bits) << 16))),
        Dtype::F32 => {
            Some(bytes.as_chunks::<4>().0.iter().map(|&four| f32::from_le_bytes(four)).collect())
        }
        Dtype::F64 => Some(
            bytes
                .as_chunks::<8>()
                .0
                .iter()
                .map(|&eight| f64::from_le_bytes(eight) as f32)
                .collect(),
        ),
        _ => None,
    }
}

/// A number of IEEE 754's binary16: a sign, five bits of exponent, ten of fraction.
fn half(bits: u16) -> f32 {
    let sign = u32::from(bits >> 15) << 31;
    let (exponent, fraction) = (u32::from(bits >> 10 & 0x1f), u32::from(bits & 0x3ff));
    let magnitude = match exponent {
        // Subnormal: a multiple of 2^-24.
        0 => fraction as f32 * (1.0 / 16_777_216.0),
        31 => f32::from_bits(0x7f80_0000 | fraction << 13),
        _ => f32::from_bits((exponent + 112) << 23 | fraction << 13),
    };
    f32::from_bits(magnitude.to_bits() | sign)
}

/// `to[j][i] = from[i][j]`, where `from` has `columns` columns.
pub(crate) fn transpose<T: Copy>(from: &[T], columns: usize, to: &mut [T]) {
    let rows = from.len() / columns;
    for (i, row) in from.chunks_exact(columns).enumerate() {
        for (j, &value) in row.iter().enumerate() {
            to[j * rows + i] = value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dtype, singles};

    #[test]
    fn every_type_is_read_as_the_number_it_is() {
        // numpy: np.float16(x).view(np.uint16).
        for (bits, wanted) in [
            (0x3c00_u16, 1.0_f32),
            (0xc248, -3.140625),
            (0x7bff, 65504.0),
            (0x0001, 5.9604645e-8),
            (0x03ff, 6.097555e-5),
            (0x0400, 6.1035156e-5),
            (0x8000, -0.0),
            (0x7c00, f32::INFINITY),
        ] {
            let found = singles(Dtype::F16, &bits.to_le_bytes()).expect("known")[0];
            assert_eq!(found.to_bits(), wanted.to_bits(), "{bits:x}");
        }
        let of = |dtype, bytes: &[u8]| singles(dtype, bytes).map(|numbers| numbers[0]);
        assert!(of(Dtype::F16, &0x7e00_u16.to_le_bytes()).expect("known").is_nan());
        assert_eq!(of(Dtype::BF16, &0x4049_u16.to_le_bytes()), Some(3.140625));
        assert_eq!(of(Dtype::F64, &0.1_f64.to_le_bytes()), Some(0.1));
        assert_eq!(of(Dtype::I32, &1_i32.to_le_bytes()), None);
    }
}
