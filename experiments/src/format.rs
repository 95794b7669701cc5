//! Numbers of fewer digits, emulated: double precision, rounded after every operation.

use serde::Deserialize;

/// A binary format, in which numbers are rounded to the nearest, ties to even.
///
/// A sum, difference, product or quotient in double precision, then rounded to one of these, is the
/// rounded exact result: double precision has more than twice their digits and two more. Source:
/// Figueroa 1995, "When is double rounding innocuous?".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// IEEE binary16: 11 digits, up to 65,504.
    Half,
    /// The first 16 bits of single precision: 8 digits.
    Bfloat16,
    /// IEEE binary32: 24 digits.
    Single,
    /// IEEE binary64: as it is.
    Double,
}

impl Format {
    /// The number of this format that is nearest to x.
    pub fn round(self, x: f64) -> f64 {
        match self {
            Self::Double => x,
            Self::Single => f64::from(x as f32),
            Self::Half => rounded(x, 11, -14, 65504.0),
            // The largest number of eight digits below 2^128.
            Self::Bfloat16 => rounded(x, 8, -126, 255.0 * libm::ldexp(1.0, 120)),
        }
    }
}

/// x to so many binary digits, fewer below 2^`least`; infinite beyond `most`.
fn rounded(x: f64, digits: i32, least: i32, most: f64) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    // x is from 2^exponent to below twice that.
    let exponent = (x.to_bits() >> 52 & 0x7ff) as i32 - 1023;
    let exponent = if exponent > least { exponent } else { least };
    // 3/2 2^52 units: numbers about there are whole units, so that adding it rounds.
    let biased = (exponent + 1 - digits + 52 + 1023) as u64;
    let large = f64::from_bits(biased << 52 | 1 << 51);
    let nearest = ((x + large) - large).copysign(x);
    if nearest.abs() > most { f64::INFINITY.copysign(x) } else { nearest }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn numbers_are_rounded_to_their_digits() {
        let half = |x| Format::Half.round(x);
        // 0.1 in binary16 is 0x2e66; 65,520 is the tie between the largest number and infinity.
        assert_eq!(
            (half(0.1), half(65519.9), half(65520.0)),
            (0.0999755859375, 65504.0, f64::INFINITY)
        );
        // The smallest number is 2^-24, half of it the tie with 0.
        let smallest = 1.0 / 16_777_216.0;
        assert_eq!(
            (half(smallest), half(0.5 * smallest), half(0.51 * smallest)),
            (smallest, 0.0, smallest)
        );
        assert_eq!((half(2049.0), half(2051.0), half(-2051.0)), (2048.0, 2052.0, -2052.0));
        let brain = |x| Format::Bfloat16.round(x);
        // 1 + 2^-8 lies between 1 and 1 + 2^-7, and 1 is the even one.
        assert_eq!((brain(1.0 + 1.0 / 256.0), brain(1.0 + 3.0 / 256.0)), (1.0, 1.0 + 2.0 / 128.0));
        assert_eq!((brain(0.1), brain(3.4e38)), (0.10009765625, f64::INFINITY));
        assert_eq!(Format::Single.round(0.1), f64::from(0.1_f32));
        assert!(half(f64::NAN).is_nan() && half(-0.0).is_sign_negative());
    }

    #[test]
    fn eight_digits_are_the_first_sixteen_bits() {
        let mut bits = 0x0001_2345_u32;
        while bits < 0x7f7e_0000 {
            let x = f32::from_bits(bits);
            let even = (bits >> 16) & 1;
            let wanted = f32::from_bits((bits + 0x7fff + even) & 0xffff_0000);
            assert_eq!(Format::Bfloat16.round(f64::from(x)), f64::from(wanted), "{x}");
            bits += 0x0123_4567 >> 7;
        }
    }
}
