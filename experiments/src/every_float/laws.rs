//! What is looked at in every number: order, symmetry, range, slope, and where it vanishes.

use claims::Metrics;
use mlp::Activation;

use super::settings::Arm;

/// Numbers with what the code makes of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen<'a> {
    /// How many are looked at; what lies behind them is a neighbour.
    pub(super) count: usize,
    pub(super) x: &'a [f32],
    /// f(x).
    pub(super) value: &'a [f32],
    /// f(-x), for the sigmoid and tanh.
    pub(super) mirrored: &'a [f32],
    /// f'(x), as training uses it.
    pub(super) slope: &'a [f32],
    /// sigmoid(2x), for tanh.
    pub(super) sigmoid_of_twice: &'a [f32],
}

/// The worst that was seen of each law.
#[derive(Clone, Debug)]
pub(super) struct Laws {
    activation: Activation,
    low: f32,
    high: f32,
    numbers: u64,
    falls: u64,
    largest_fall: u32,
    beyond: u64,
    kept: u64,
    not_numbers: u64,
    asymmetry: u64,
    centre_error: f64,
    identity_error: f64,
    slopes: [f32; 2],
    slope_rises: u64,
    /// Above 0 and below: the least size with slope 0, the greatest with another.
    zero_from: [f32; 2],
    until: [f32; 2],
    sides: [bool; 2],
    below_relu: f64,
    above_relu: f64,
    wrong: u64,
}

// A value that is no number changes neither; it lies beyond every bound.
#[inline]
fn lower<T: PartialOrd>(least: &mut T, x: T) {
    if x < *least {
        *least = x;
    }
}

#[inline]
fn raise<T: PartialOrd>(largest: &mut T, x: T) {
    if x > *largest {
        *largest = x;
    }
}

impl Laws {
    pub(super) fn new(arm: &Arm) -> Self {
        Self {
            activation: arm.activation,
            low: arm.low as f32,
            high: arm.high.map_or(f32::INFINITY, |high| high as f32),
            numbers: 0,
            falls: 0,
            largest_fall: 0,
            beyond: 0,
            kept: 0,
            not_numbers: 0,
            asymmetry: 0,
            centre_error: 0.0,
            identity_error: 0.0,
            slopes: [f32::INFINITY, f32::NEG_INFINITY],
            slope_rises: 0,
            zero_from: [f32::INFINITY; 2],
            until: [0.0; 2],
            sides: [false; 2],
            below_relu: f64::NEG_INFINITY,
            above_relu: f64::NEG_INFINITY,
            wrong: 0,
        }
    }

    #[allow(clippy::needless_range_loop, reason = "several slices side by side")]
    pub(super) fn see(&mut self, seen: &Seen<'_>) {
        let n = seen.count;
        self.numbers += n as u64;
        let (x, value, slope) = (&seen.x[..n], &seen.value[..n], &seen.slope[..n]);
        // Neighbours in a block have one sign.
        let side = usize::from(x[0].is_sign_negative());
        let (low, high) = (self.low, self.high);
        let [mut least, mut largest] = self.slopes;
        let (mut zero_from, mut until, mut beyond) = (self.zero_from[side], self.until[side], 0);
        for i in 0..n {
            if x[i].is_nan() {
                self.not_numbers += 1;
                self.kept += u64::from(value[i].is_nan());
                continue;
            }
            self.sides[side] = true;
            if !(value[i] >= low && value[i] <= high) {
                beyond += 1;
            }
            lower(&mut least, slope[i]);
            raise(&mut largest, slope[i]);
            if slope[i] == 0.0 {
                lower(&mut zero_from, x[i].abs());
            } else {
                raise(&mut until, x[i].abs());
            }
        }
        self.slopes = [least, largest];
        (self.zero_from[side], self.until[side]) = (zero_from, until);
        self.beyond += beyond;
        // Neighbours, from 0 outwards; what is no number falls nowhere.
        let (value, slope) = (seen.value, seen.slope);
        for i in 1..value.len() {
            let (before, after) = (value[i - 1], value[i]);
            if if side == 0 { after < before } else { after > before } {
                self.falls += 1;
                let fall = before.to_bits().abs_diff(after.to_bits());
                self.largest_fall = self.largest_fall.max(fall);
            }
            if slope[i] > slope[i - 1] {
                self.slope_rises += 1;
            }
        }
        match self.activation {
            Activation::Sigmoid {} => self.see_sigmoid(seen),
            Activation::Tanh {} => self.see_tanh(seen),
            Activation::Softplus {} => self.see_softplus(seen),
            Activation::Relu { .. } => self.see_relu(seen),
            _ => {}
        }
    }

    fn see_sigmoid(&mut self, seen: &Seen<'_>) {
        let mut worst = self.centre_error;
        for i in 0..seen.count {
            let sum = f64::from(seen.value[i]) + f64::from(seen.mirrored[i]);
            raise(&mut worst, (sum - 1.0).abs());
        }
        self.centre_error = worst;
    }

    fn see_tanh(&mut self, seen: &Seen<'_>) {
        let mut worst = self.identity_error;
        for i in 0..seen.count {
            let value = seen.value[i];
            if seen.mirrored[i].to_bits() != (-value).to_bits() && !value.is_nan() {
                self.asymmetry += 1;
            }
            let other = 2.0 * f64::from(seen.sigmoid_of_twice[i]) - 1.0;
            raise(&mut worst, (f64::from(value) - other).abs());
        }
        self.identity_error = worst;
    }

    fn see_softplus(&mut self, seen: &Seen<'_>) {
        for i in 0..seen.count {
            let (x, value) = (seen.x[i], seen.value[i]);
            let relu = if x > 0.0 { x } else { 0.0 };
            // At infinity both are; what is no number has no gap.
            let gap = if value == relu { 0.0 } else { f64::from(value) - f64::from(relu) };
            if !x.is_nan() {
                raise(&mut self.below_relu, -gap);
                raise(&mut self.above_relu, gap);
            }
        }
    }

    fn see_relu(&mut self, seen: &Seen<'_>) {
        for i in 0..seen.count {
            let x = seen.x[i];
            let (wanted, wanted_slope) = if x > 0.0 { (x, 1.0) } else { (0.0, 0.0) };
            if !x.is_nan() && (seen.value[i] != wanted || seen.slope[i] != wanted_slope) {
                self.wrong += 1;
            }
        }
    }

    pub(super) fn metrics(&self) -> Metrics {
        const EPS: f64 = f32::EPSILON as f64;
        let mut metrics: Metrics = vec![
            ("numbers", self.numbers as f64),
            ("falls", self.falls as f64),
            ("largest_fall", f64::from(self.largest_fall)),
            ("beyond", self.beyond as f64),
            ("slope_rises", self.slope_rises as f64),
        ];
        if self.not_numbers > 0 {
            metrics.push(("not_a_number_kept", self.kept as f64 / self.not_numbers as f64));
        }
        if self.sides.contains(&true) {
            let [least, largest] = self.slopes.map(f64::from);
            metrics.extend([("least_slope", least), ("largest_slope", largest)]);
        }
        let names =
            [("zero_slope_from", "slope_until"), ("zero_slope_from_below", "slope_until_below")];
        for (side, (zero, until)) in
            names.into_iter().enumerate().filter(|(side, _)| self.sides[*side])
        {
            metrics.push((until, f64::from(self.until[side])));
            if self.zero_from[side] < f32::INFINITY {
                metrics.push((zero, f64::from(self.zero_from[side])));
            }
        }
        match self.activation {
            Activation::Sigmoid {} => metrics.push(("centre_error", self.centre_error / EPS)),
            Activation::Tanh {} => metrics.extend([
                ("asymmetry", self.asymmetry as f64),
                ("identity_error", self.identity_error / EPS),
            ]),
            Activation::Softplus {} if self.sides.contains(&true) => {
                metrics.extend([("below_relu", self.below_relu), ("above_relu", self.above_relu)]);
            }
            Activation::Relu { .. } => metrics.push(("wrong", self.wrong as f64)),
            _ => {}
        }
        metrics
    }
}
