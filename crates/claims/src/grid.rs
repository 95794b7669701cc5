//! The learning rates that tuning chooses from.

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::statistics::significant;

/// Learning rates in increasing order: a list, or the powers of the square root of 2 between two
/// ends, which grow where the best rate is one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    rates: Vec<f64>,
    is_open: bool,
}

/// How many rates a grid grows by at an end: a factor of 4.
const GROWTH: i32 = 4;
/// How many digits a rate has, so that tables can be read; the factor is the square root of 2 to a
/// half percent.
const DIGITS: usize = 3;

impl Grid {
    /// `from` times the powers of the square root of 2, up to `to`.
    fn between(from: f64, to: f64) -> Self {
        let rates = (0..).map(|k| power(from, k)).take_while(|&rate| rate <= to * 1.01);
        Self { rates: rates.collect(), is_open: true }
    }

    /// The rates.
    pub fn rates(&self) -> &[f64] {
        &self.rates
    }

    /// Whether tuning may come to try this rate.
    pub fn may_try(&self, rate: f64) -> bool {
        let ends = self.rates.first().zip(self.rates.last());
        let is_beyond = ends.is_some_and(|(&first, &last)| rate < first || rate > last);
        self.rates.contains(&rate) || (self.is_open && is_beyond)
    }

    /// The grid with four rates more beyond `best`, if that is an end of it; none if it is not, if
    /// the rates are a list, or if single precision has no such rates.
    pub fn grown(&self, best: f64) -> Option<Self> {
        let (first, last) = (*self.rates.first()?, *self.rates.last()?);
        let steps = 1..=GROWTH;
        let (beyond, rates) = if best == last {
            let beyond: Vec<f64> = steps.map(|k| power(last, k)).collect();
            let rates = [&self.rates[..], &beyond].concat();
            (beyond, rates)
        } else if best == first {
            let beyond: Vec<f64> = steps.rev().map(|k| power(first, -k)).collect();
            let rates = [&beyond[..], &self.rates].concat();
            (beyond, rates)
        } else {
            return None;
        };
        let is_positive = |rate: &f64| *rate as f32 > 0.0 && (*rate as f32).is_finite();
        let grows = self.is_open && beyond.iter().all(is_positive);
        grows.then_some(Self { rates, is_open: true })
    }
}

/// rate 2^(k / 2) to three digits.
fn power(rate: f64, k: i32) -> f64 {
    let odd = if k.rem_euclid(2) == 1 { std::f64::consts::SQRT_2 } else { 1.0 };
    // A power of 2 is exact, and 2^-1022 far below any rate.
    significant(rate * odd * libm::ldexp(1.0, k.div_euclid(2)), DIGITS)
}

/// A rate that training may use in single precision.
#[derive(Deserialize)]
struct Rate(#[serde(deserialize_with = "mlp::checked::single::positive")] f64);

/// The ends of an open grid.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ends {
    #[serde(deserialize_with = "mlp::checked::single::positive")]
    from: f64,
    #[serde(deserialize_with = "mlp::checked::single::positive")]
    to: f64,
}

struct GridVisitor;

impl<'de> Visitor<'de> for GridVisitor {
    type Value = Grid;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("learning rates in increasing order, or { from = .., to = .. }")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Grid, A::Error> {
        let rates: Vec<Rate> = Vec::deserialize(SeqAccessDeserializer::new(list))?;
        let rates: Vec<f64> = rates.into_iter().map(|Rate(rate)| rate).collect();
        if rates.is_empty() || rates.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(A::Error::custom("give one or more learning rates in increasing order"));
        }
        Ok(Grid { rates, is_open: false })
    }

    fn visit_map<A: MapAccess<'de>>(self, ends: A) -> Result<Grid, A::Error> {
        let Ends { from, to } = Ends::deserialize(MapAccessDeserializer::new(ends))?;
        // A thousand million times is more than any learning rate is off by.
        if !(from < to && to / from <= 1e9) {
            return Err(A::Error::custom(format!(
                "from = {from}, to = {to}: give a higher end above the lower one, and at most 1e9 \
                 times it"
            )));
        }
        Ok(Grid::between(from, to))
    }
}

impl<'de> Deserialize<'de> for Grid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GridVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::Grid;

    #[test]
    fn a_grid_has_the_powers_of_the_root_of_two_and_grows_at_its_ends() {
        let grid = Grid::between(0.01, 0.08);
        assert_eq!(grid.rates(), [0.01, 0.0141, 0.02, 0.0283, 0.04, 0.0566, 0.08]);
        assert_eq!(grid.grown(0.02), None);
        let above = grid.grown(0.08).expect("an end");
        assert_eq!(above.rates()[7..], [0.113, 0.16, 0.226, 0.32]);
        let below = grid.grown(0.01).expect("an end");
        assert_eq!(below.rates()[..5], [0.0025, 0.00354, 0.005, 0.00707, 0.01]);
        let list = Grid { is_open: false, ..grid };
        assert_eq!(list.grown(0.08), None);
    }
}
