//! Numbers that training uses in single precision: they must also be valid there. 1e-46 is above 0
//! in double precision, but 0 in single.
//!
//! Used with serde's `deserialize_with`, so that the error carries the place in the file.

use serde::{Deserialize, Deserializer, de::Error};

fn check<'de, D: Deserializer<'de>>(
    deserializer: D,
    holds: impl Fn(f32) -> bool,
    wanted: &str,
) -> Result<f64, D::Error> {
    let value = f64::deserialize(deserializer)?;
    if holds(value as f32) {
        return Ok(value);
    }
    Err(D::Error::custom(format!("{value} is not {wanted} in single precision")))
}

/// A number that is neither NaN nor infinite in single precision.
///
/// # Errors
/// Names the value and what is wanted.
pub fn finite<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    check(deserializer, f32::is_finite, "a finite number")
}

/// A number that is finite and above 0 in single precision.
///
/// # Errors
/// Names the value and what is wanted.
pub fn positive<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    check(deserializer, |x| x.is_finite() && x > 0.0, "a finite number above 0")
}

/// The same for a value that may be left out.
///
/// # Errors
/// Names the value and what is wanted.
pub fn optional_positive<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<f64>, D::Error> {
    positive(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Positive {
        #[serde(deserialize_with = "super::positive")]
        x: f64,
    }

    #[derive(Deserialize)]
    struct Finite {
        #[serde(deserialize_with = "super::finite")]
        x: f64,
    }

    #[test]
    fn what_single_precision_lacks_is_refused() {
        // Half of the smallest float, 2^-149, is rounded to 0; the largest is 3.4028235e38.
        for (text, is_positive, is_finite) in [
            ("x = 1e-45", true, true),
            ("x = 1e-46", false, true),
            ("x = 3.4028235e38", true, true),
            ("x = 3.5e38", false, false),
            ("x = -1.0", false, true),
            ("x = nan", false, false),
        ] {
            let positive = toml::from_str::<Positive>(text).map(|read| read.x);
            let finite = toml::from_str::<Finite>(text).map(|read| read.x);
            assert_eq!((positive.is_ok(), finite.is_ok()), (is_positive, is_finite), "{text}");
        }
    }
}
