//! One network at a time, each operation rounded to a format: low precision, and published
//! experiments whose networks have connections past the hidden layer.

use claims::Streams;
use mlp::functions::sigmoid;
use mlp::{Initialization, Network};

use super::settings::{Arm, Published, Settings};
use crate::format::Format;
use crate::xor_linear::{INPUTS, TARGETS};
use crate::xor_relu::{Ended, architecture};

/// What the hidden units and the output are.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Units {
    /// Rectified, and a linear output.
    Relu,
    /// Sigmoids, and a sigmoid at the output.
    Sigmoid,
}

/// A network 2-H-1 with J = 1/2 sum (y - t)^2.
struct Single {
    units: Units,
    format: Format,
    /// How many hidden units.
    width: usize,
    /// Of each hidden unit its weights, bias and output weight; the output's bias; if there are any,
    /// the weights from the inputs to the output.
    parameters: Vec<f64>,
    gradient: Vec<f64>,
    velocity: Vec<f64>,
}

/// Of a unit, in the list of parameters.
const PER_UNIT: usize = 4;

impl Single {
    fn new(units: Units, format: Format, width: usize, parameters: Vec<f64>) -> Self {
        let parameters: Vec<f64> = parameters.into_iter().map(|x| format.round(x)).collect();
        let zeros = vec![0.0; parameters.len()];
        Self { units, format, width, parameters, gradient: zeros.clone(), velocity: zeros }
    }

    /// h of a unit for an input, and dh/dz.
    fn hidden(&self, unit: usize, x: [f64; 2]) -> (f64, f64) {
        let r = |x| self.format.round(x);
        let p = &self.parameters[PER_UNIT * unit..];
        let z = r(r(p[0] * x[0] + p[1] * x[1]) + p[2]);
        match self.units {
            Units::Relu if z > 0.0 => (z, 1.0),
            Units::Relu => (0.0, 0.0),
            Units::Sigmoid => {
                let h = r(sigmoid(z));
                (h, r(h * r(1.0 - h)))
            }
        }
    }

    /// The output for an input, and dy/ds, s being what it is given.
    fn output(&self, hidden: &[(f64, f64)], x: [f64; 2]) -> (f64, f64) {
        let r = |x| self.format.round(x);
        let (of_units, rest) = self.parameters.split_at(PER_UNIT * self.width);
        let mut s = rest[0];
        for (p, (h, _)) in of_units.chunks_exact(PER_UNIT).zip(hidden) {
            s = r(s + r(p[3] * h));
        }
        for (weight, x) in rest[1..].iter().zip(x) {
            s = r(s + weight * x);
        }
        match self.units {
            Units::Relu => (s, 1.0),
            Units::Sigmoid => {
                let y = r(sigmoid(s));
                (y, r(y * r(1.0 - y)))
            }
        }
    }

    /// Fills the gradient; J, and the largest error of an output.
    fn sweep(&mut self) -> (f64, f64) {
        let format = self.format;
        let r = |x| format.round(x);
        self.gradient.fill(0.0);
        let (mut loss, mut largest) = (0.0, 0.0);
        let mut hidden = vec![(0.0, 0.0); self.width];
        for (x, t) in INPUTS.into_iter().zip(TARGETS) {
            for (unit, h) in hidden.iter_mut().enumerate() {
                *h = self.hidden(unit, x);
            }
            let (y, slope) = self.output(&hidden, x);
            let error = r(y - t);
            loss = r(loss + r(0.5 * r(error * error)));
            // NaN stays: it is never below a goal.
            largest = if error.abs() <= largest { largest } else { error.abs() };
            let delta = r(error * slope);
            let (of_units, rest) = self.gradient.split_at_mut(PER_UNIT * self.width);
            let places = of_units.chunks_exact_mut(PER_UNIT).zip(&hidden).enumerate();
            for (unit, (g, (h, slope))) in places {
                let back = r(r(delta * self.parameters[PER_UNIT * unit + 3]) * slope);
                g[0] = r(g[0] + back * x[0]);
                g[1] = r(g[1] + back * x[1]);
                g[2] = r(g[2] + back);
                g[3] = r(g[3] + r(delta * h));
            }
            rest[0] = r(rest[0] + delta);
            for (g, x) in rest[1..].iter_mut().zip(x) {
                *g = r(*g + delta * x);
            }
        }
        (loss, largest)
    }

    /// v <- m v + g; p <- p - r v.
    fn descend(&mut self, rate: f64, momentum: f64) {
        let format = self.format;
        let r = |x| format.round(x);
        let pairs = self.parameters.iter_mut().zip(&self.gradient).zip(&mut self.velocity);
        for ((p, g), v) in pairs {
            *v = r(r(momentum * *v) + g);
            *p = r(*p - r(rate * *v));
        }
    }

    /// Trains until `is_solved` says so of J and the largest error, for so many steps at most.
    fn train(
        mut self,
        (rate, momentum): (f64, f64),
        steps: usize,
        is_solved: impl Fn(f64, f64) -> bool,
    ) -> Ended {
        let (rate, momentum) = (self.format.round(rate), self.format.round(momentum));
        let mut loss = f64::NAN;
        for step in 0..=steps {
            let (now, largest) = self.sweep();
            loss = now;
            if is_solved(loss, largest) {
                return Ended { solved: true, steps: step, loss };
            }
            if step < steps {
                self.descend(rate, momentum);
            }
        }
        Ended { solved: false, steps, loss }
    }
}

/// A ReLU network in a format, from the weights that it has side by side with others.
pub(super) fn rounded(
    (arm, width, format): (&Arm, usize, Format),
    settings: &Settings,
    rate: f64,
    streams: &Streams,
) -> Ended {
    let mut network: Network<f32> =
        Network::new(architecture(arm.activation, width)).expect("checked before the run");
    arm.initialization.fill(&mut network, 0.0, &mut [streams.stream("init")]);
    let of_layer = |layer: usize| &network.parameters[network.layers[layer].weights.clone()];
    let (first, second) = (of_layer(0), of_layer(1));
    let unit = |unit: usize| [first[unit], first[width + unit], 0.0, second[unit]];
    let mut parameters: Vec<f64> = (0..width).flat_map(unit).map(f64::from).collect();
    parameters.push(0.0);
    let single = Single::new(Units::Relu, format, width, parameters);
    single.train((rate, 0.0), settings.steps, |loss, _| loss < settings.goal)
}

/// A network of a published experiment; all its parameters are drawn alike.
pub(super) fn published(
    (arm, width, published): (&Arm, usize, Published),
    settings: &Settings,
    rate: f64,
    streams: &Streams,
) -> Ended {
    let random = &mut streams.stream("init");
    let Initialization::Uniform { limit } = arm.initialization else {
        unreachable!("checked before the run")
    };
    let count = PER_UNIT * width + 1 + if published.skip { INPUTS[0].len() } else { 0 };
    let parameters = (0..count).map(|_| random.between(-limit, limit)).collect();
    let single = Single::new(Units::Sigmoid, Format::Double, width, parameters);
    let Published { momentum, within, .. } = published;
    single.train((rate, momentum), settings.steps, |_, largest| largest < within)
}

#[cfg(test)]
mod tests {
    use super::{Format, Single, Units};

    /// dJ/dp by differences at a point where no unit has its kink.
    #[test]
    fn the_gradient_is_that_of_the_cost() {
        for units in [Units::Relu, Units::Sigmoid] {
            let parameters = vec![0.7, -0.4, 0.1, 0.9, -0.3, 0.8, 0.2, -1.1, 0.05, 0.3, -0.2];
            let of = |parameters: &[f64]| {
                let mut single = Single::new(units, Format::Double, 2, parameters.to_vec());
                let (loss, _) = single.sweep();
                (loss, single.gradient)
            };
            let (_, gradient) = of(&parameters);
            for i in 0..parameters.len() {
                let moved = |by: f64| {
                    let mut moved = parameters.clone();
                    moved[i] += by;
                    of(&moved).0
                };
                let slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
                // Differences of this step are right to about 1e-10.
                assert!((gradient[i] - slope).abs() < 1e-8, "{units:?} {i}: {}", gradient[i]);
            }
        }
    }

    #[test]
    fn a_small_step_is_lost_in_few_digits() {
        let still = |format| {
            let mut single = Single::new(Units::Relu, format, 1, vec![1.0, 1.0, 0.0, 1.0, 0.0]);
            single.sweep();
            let before = single.parameters.clone();
            single.descend(1e-4, 0.0);
            single.parameters[0] == before[0]
        };
        // The gradient in the first weight is 2: a step of 2e-4 is below half a unit of binary16 at 1.
        assert!(still(Format::Half) && !still(Format::Single));
    }
}
