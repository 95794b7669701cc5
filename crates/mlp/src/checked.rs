//! Numbers read from configuration: an invalid value is rejected with an error that names it.
//!
//! Used with serde's `deserialize_with`, so that the error carries the place in the file.

use serde::{Deserialize, Deserializer, de::Error};

fn check<'de, D: Deserializer<'de>>(
    deserializer: D,
    holds: impl Fn(f64) -> bool,
    wanted: &str,
) -> Result<f64, D::Error> {
    let value = f64::deserialize(deserializer)?;
    if holds(value) { Ok(value) } else { Err(D::Error::custom(format!("{value} is not {wanted}"))) }
}

/// A number that is neither NaN nor infinite.
///
/// # Errors
/// Names the value and what is wanted.
pub fn finite<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    check(deserializer, f64::is_finite, "a finite number")
}

/// A finite number above 0.
///
/// # Errors
/// Names the value and what is wanted.
pub fn positive<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    check(deserializer, |x| x.is_finite() && x > 0.0, "a finite number above 0")
}

/// A number from 0 to 1, 1 excluded.
///
/// # Errors
/// Names the value and what is wanted.
pub fn fraction<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    check(deserializer, |x| (0.0..1.0).contains(&x), "a number from 0 to 1, 1 excluded")
}

/// Numbers that training uses in single precision: checked after rounding to it.
pub mod single {
    use serde::Deserializer;

    use super::check;

    /// A number that is neither NaN nor infinite once rounded to single precision.
    ///
    /// # Errors
    /// Names the value and what is wanted.
    pub fn finite<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        let finite = |x: f64| (x as f32).is_finite();
        check(deserializer, finite, "a finite number in single precision")
    }

    /// A number that is finite and above 0 once rounded to single precision.
    ///
    /// # Errors
    /// Names the value and what is wanted.
    pub fn positive<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        let positive = |x: f64| x as f32 > 0.0 && (x as f32).is_finite();
        check(deserializer, positive, "a finite number above 0 in single precision")
    }

    /// [`positive`], for a value that may be left out.
    ///
    /// # Errors
    /// Names the value and what is wanted.
    pub fn optional_positive<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<f64>, D::Error> {
        positive(deserializer).map(Some)
    }

    /// A number from 0 to 1, 1 excluded, once rounded to single precision.
    ///
    /// # Errors
    /// Names the value and what is wanted.
    pub fn fraction<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        let fraction = |x: f64| x >= 0.0 && (x as f32) < 1.0;
        check(deserializer, fraction, "a number from 0 to 1, 1 excluded, in single precision")
    }
}

/// A whole number above 0.
///
/// # Errors
/// Names the value and what is wanted.
pub fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    let value = i64::deserialize(deserializer)?;
    match usize::try_from(value) {
        Ok(count) if count > 0 => Ok(count),
        _ => Err(D::Error::custom(format!("{value} is not a whole number above 0"))),
    }
}

/// Whole numbers above 0, at least one of them.
///
/// # Errors
/// Names the value and what is wanted.
pub fn counts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<usize>, D::Error> {
    #[derive(Deserialize)]
    struct Count(#[serde(deserialize_with = "count")] usize);
    let counts = Vec::<Count>::deserialize(deserializer)?;
    if counts.is_empty() {
        return Err(D::Error::custom("the list is empty; give at least one whole number above 0"));
    }
    Ok(counts.into_iter().map(|Count(count)| count).collect())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Positive {
        #[serde(deserialize_with = "super::single::positive")]
        x: f64,
    }

    #[derive(Deserialize)]
    struct Finite {
        #[serde(deserialize_with = "super::single::finite")]
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
