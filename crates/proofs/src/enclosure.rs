//! Intervals that contain the value of a formula, on big integers, rounded outwards.
//!
//! Trusted. Bounds are whole multiples of 2^-BITS; series are cut where their remainder is bounded
//! by the last term.

use num_bigint::BigInt;

use crate::formula::tree::{Node, Operation};
use crate::polynomial::Rational;

const BITS: usize = 160;
/// Beyond e^128, numbers would only be long.
const LARGEST_EXPONENT: i64 = 128;

/// Longer numbers enclose nothing.
const MOST_BITS: u64 = 8192;

/// low <= x <= high.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Interval {
    low: BigInt,
    high: BigInt,
}

fn whole(n: i64) -> BigInt {
    BigInt::from(n) << BITS
}

/// n / d, rounded down; d > 0.
fn floor(n: &BigInt, d: &BigInt) -> BigInt {
    let quotient = n / d;
    if &quotient * d > *n { quotient - 1 } else { quotient }
}

fn ceiling(n: &BigInt, d: &BigInt) -> BigInt {
    -floor(&-n, d)
}

impl Interval {
    fn new(low: BigInt, high: BigInt) -> Self {
        Self { low, high }
    }

    /// All numbers between two.
    pub(crate) fn between(low: &Rational, high: &Rational) -> Self {
        let (low, high) =
            ((low.numer() << BITS, low.denom()), (high.numer() << BITS, high.denom()));
        Self::new(floor(&low.0, low.1), ceiling(&high.0, high.1))
    }

    fn of(n: i64) -> Self {
        Self::new(whole(n), whole(n))
    }

    pub(crate) fn is_above(&self) -> bool {
        self.low > whole(0)
    }

    pub(crate) fn is_at_least(&self) -> bool {
        self.low >= whole(0)
    }

    pub(crate) fn negated(&self) -> Self {
        Self::new(-&self.high, -&self.low)
    }

    fn plus(&self, other: &Self) -> Self {
        Self::new(&self.low + &other.low, &self.high + &other.high)
    }

    /// All numbers in either.
    fn hull(self, other: Self) -> Self {
        Self::new(self.low.min(other.low), self.high.max(other.high))
    }

    fn times(&self, other: &Self) -> Self {
        let products = [&self.low, &self.high].map(|a| [a * &other.low, a * &other.high]);
        let [[a, b], [c, d]] = products;
        let low = (&a).min(&b).min((&c).min(&d)) >> BITS;
        let high = -(-(&a).max(&b).max((&c).max(&d)).clone() >> BITS);
        Self::new(low, high)
    }

    fn inverse(&self) -> Option<Self> {
        if self.is_above() {
            let one = BigInt::from(1) << (2 * BITS);
            return Some(Self::new(floor(&one, &self.high), ceiling(&one, &self.low)));
        }
        self.negated().is_above().then(|| self.negated().inverse())?.map(|i| i.negated())
    }

    fn power(&self, n: u32) -> Self {
        let product = |of: &Self, n| (0..n).fold(Self::of(1), |product, _| product.times(of));
        if n % 2 == 1 || self.is_at_least() {
            product(self, n)
        } else if self.negated().is_at_least() {
            product(&self.negated(), n)
        } else {
            product(self, n).hull(Self::of(0)).hull(product(&self.negated(), n))
        }
    }

    /// Of an increasing function, from its values at the ends.
    fn increasing(&self, f: fn(&Self) -> Option<Self>) -> Option<Self> {
        let at = |x: &BigInt| f(&Self::new(x.clone(), x.clone()));
        Some(Self::new(at(&self.low)?.low, at(&self.high)?.high))
    }

    fn divided(&self, n: u32) -> Self {
        let n = BigInt::from(n);
        Self::new(floor(&self.low, &n), ceiling(&self.high, &n))
    }

    fn magnitude(&self) -> BigInt {
        (-&self.low).max(self.high.clone())
    }

    /// This, or any number so close.
    fn widened(&self, by: &BigInt) -> Self {
        Self::new(&self.low - by, &self.high + by)
    }

    /// Sums terms, each made from the one before and its number, that end as small as one of the
    /// last bits; from the 16th on each must be at most half of the one before.
    fn series(
        first: Self,
        next: impl Fn(&Self, u32) -> Self,
        value: impl Fn(&Self, u32) -> Self,
    ) -> Self {
        let (mut sum, mut term, mut n) = (Self::of(0), first, 0);
        while n < 16 || term.magnitude() > BigInt::from(1) {
            sum = sum.plus(&value(&term, n));
            n += 1;
            term = next(&term, n);
        }
        sum.widened(&BigInt::from(2))
    }

    /// z + z^3/3 + z^5/5 + ..., or the same with alternating signs, for abs(z) <= 1/3.
    fn inverse_tangent(z: &Self, is_alternating: bool) -> Self {
        let square = z.times(z);
        let square = if is_alternating { square.negated() } else { square };
        let odd = |term: &Self, n: u32| term.divided(2 * n + 1);
        Self::series(z.clone(), |term, _| term.times(&square), odd)
    }

    /// pi = 16 atan(1/5) - 4 atan(1/239), after Machin.
    fn pi() -> Self {
        let atan = |n| Self::inverse_tangent(&Self::of(1).divided(n), true);
        atan(5).times(&Self::of(16)).plus(&atan(239).times(&Self::of(-4)))
    }

    /// e^x = (e^(x / 256))^256.
    fn exp(&self) -> Option<Self> {
        let is_small = self.magnitude() <= whole(LARGEST_EXPONENT);
        let part = Some(self.divided(256)).filter(|_| is_small)?;
        let part = Self::series(
            Self::of(1),
            |term, n| term.times(&part).divided(n),
            |term, _| term.clone(),
        );
        Some((0..8).fold(part, |power, _| power.times(&power)))
    }

    /// ln(2^k m) = k ln 2 + ln m, with 1/2 <= m < 1.
    fn ln(&self) -> Option<Self> {
        let bits = Some(&self.low).filter(|_| self.is_above())?.bits() as i64;
        let k = bits - BITS as i64;
        let ln = |m: &Self| {
            let (above, below) = (m.plus(&Self::of(-1)), m.plus(&Self::of(1)));
            Some(Self::inverse_tangent(&above.times(&below.inverse()?), false).times(&Self::of(2)))
        };
        let half = Self::of(1).divided(2);
        let two = if k < 0 { Self::of(2) } else { half.clone() };
        let m = (0..k.abs()).fold(self.clone(), |m, _| m.times(&two));
        Some(ln(&m)?.plus(&ln(&half)?.times(&Self::of(-k))))
    }

    fn sqrt(&self) -> Option<Self> {
        let is_defined = self.is_at_least();
        let root = |x: &BigInt| (x << BITS).sqrt();
        is_defined.then(|| Self::new(root(&self.low), root(&self.high) + 1))
    }

    /// The sine, or the cosine, by its series at the centre; it changes no faster than x.
    fn wave(&self, is_cosine: bool) -> Self {
        let centre: BigInt = (&self.low + &self.high) >> 1;
        let radius = &self.high - &self.low;
        let x = Self::new(centre.clone(), centre);
        if x.magnitude() > whole(8) {
            return Self::new(whole(-1), whole(1));
        }
        let minus_square = x.times(&x).negated();
        let odd = u32::from(!is_cosine);
        let next = |term: &Self, n: u32| {
            term.times(&minus_square).divided((2 * n - 1 + odd) * (2 * n + odd))
        };
        let first = if is_cosine { Self::of(1) } else { x.clone() };
        Self::series(first, next, |term, _| term.clone()).widened(&radius)
    }
}

/// Contains the value of a formula without definitions and derivatives, for all values of the
/// variables in their intervals; none if it may be undefined there.
pub(crate) fn enclosure(node: &Node, at: &[(String, Interval)]) -> Option<Interval> {
    let (operation, parts) = match node {
        Node::Number(number) => return Some(Interval::between(&number.exact, &number.exact)),
        Node::Variable(name) => {
            return at.iter().find(|(known, _)| known == name).map(|(_, x)| x.clone());
        }
        Node::Operation(operation, parts) => (*operation, parts),
    };
    let part = |i: usize| enclosure(&parts[i], at);
    match operation {
        Operation::Pi => Some(Interval::pi()),
        Operation::Add => Some(part(0)?.plus(&part(1)?)),
        Operation::Subtract => Some(part(0)?.plus(&part(1)?.negated())),
        Operation::Negate => Some(part(0)?.negated()),
        Operation::Multiply => {
            Some(part(0)?.times(&part(1)?)).filter(|x| x.magnitude().bits() <= MOST_BITS)
        }
        Operation::Divide => Some(part(0)?.times(&part(1)?.inverse()?)),
        Operation::Power => {
            let Node::Number(n) = &parts[1] else { return None };
            let n: i32 = Some(&n.exact).filter(|n| n.is_integer())?.to_integer().try_into().ok()?;
            let base = part(0)?;
            let is_short = |n: &u32| base.magnitude().bits() * u64::from(*n) <= MOST_BITS;
            let power = base.power(Some(n.unsigned_abs()).filter(is_short)?);
            if n < 0 { power.inverse() } else { Some(power) }
        }
        Operation::Exp => part(0)?.increasing(Interval::exp),
        Operation::Ln => part(0)?.increasing(Interval::ln),
        Operation::Sqrt => part(0)?.increasing(Interval::sqrt),
        Operation::Sin => Some(part(0)?.wave(false)),
        Operation::Cos => Some(part(0)?.wave(true)),
        Operation::Where => {
            let rise = part(1)?.plus(&part(0)?.negated());
            match (rise.is_above(), rise.negated().is_at_least()) {
                (true, _) => part(2),
                (_, true) => part(3),
                _ => Some(part(2)?.hull(part(3)?)),
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Interval, enclosure};
    use crate::formula::parse;
    use crate::polynomial::ratio;

    #[test]
    fn values_are_enclosed_closely() {
        // To 40 digits, by another library.
        for (text, low, high) in [
            (
                "exp(1)",
                "2.718281828459045235360287471352662497757",
                "2.718281828459045235360287471352662497758",
            ),
            (
                "exp(-20)",
                "0.000000002061153622438557827965940380155820976",
                "0.000000002061153622438557827965940380155820977",
            ),
            (
                "ln(10)",
                "2.302585092994045684017991454684364207601",
                "2.302585092994045684017991454684364207602",
            ),
            (
                "ln(1/1000)",
                "-6.907755278982137052053974364053092622804",
                "-6.907755278982137052053974364053092622803",
            ),
            (
                "pi",
                "3.141592653589793238462643383279502884197",
                "3.141592653589793238462643383279502884198",
            ),
            (
                "sin(6)",
                "-0.279415498198925872811555446611894759628",
                "-0.279415498198925872811555446611894759627",
            ),
            (
                "cos(6)",
                "0.960170286650366020545652297922924405451",
                "0.960170286650366020545652297922924405452",
            ),
            (
                "sqrt(2)",
                "1.414213562373095048801688724209698078569",
                "1.414213562373095048801688724209698078570",
            ),
        ] {
            let read = |text: &str| parse::formula(text).expect(text).defined();
            let of = |text: &str| enclosure(&read(text), &[]).expect(text);
            let (value, low, high) = (of(text), of(low), of(high));
            assert!(value.plus(&low.negated()).is_above(), "{text}: {value:?} is below {low:?}");
            assert!(high.plus(&value.negated()).is_above(), "{text}: {value:?} is above {high:?}");
        }
    }

    #[test]
    fn all_values_of_an_interval_are_enclosed() {
        let x = [("x".to_owned(), Interval::between(&ratio(-1, 2), &ratio(3, 1)))];
        for text in [
            "x^2 - x",
            "x^3",
            "exp(x)",
            "sin(x)",
            "cos(2*x)",
            "sigmoid(x)",
            "max(x, 1/4)",
            "1/(x + 1)",
            "softplus(x)",
        ] {
            let node = parse::formula(text).expect(text).defined();
            let all = enclosure(&node, &x).expect(text);
            for i in -8..=48 {
                let at = [("x".to_owned(), Interval::between(&ratio(i, 16), &ratio(i, 16)))];
                let one = enclosure(&node, &at).expect(text);
                assert!(one.plus(&all.negated()).low <= one.high, "{text}");
                assert!(all.low <= one.low && one.high <= all.high, "{text} at {i}/16");
            }
        }
        let undefined = |text: &str| enclosure(&parse::formula(text).expect(text).defined(), &x);
        assert!(undefined("1/x").is_none() && undefined("ln(x)").is_none());
        assert!(undefined("sqrt(x)").is_none() && undefined("exp(1000*x)").is_none());
    }
}
