//! One unit of the library seen from outside: its value and its slope at a point.

use mlp::{
    Activation, Architecture, Compiled, Cost, Initialization, Network, Output, Random, Simd,
    Workspace,
};

use crate::search::bisect;

/// Refuses what is more than one unit.
///
/// # Errors
/// Says so.
pub fn check(activation: Activation) -> anyhow::Result<()> {
    anyhow::ensure!(!matches!(activation, Activation::Maxout { .. }), "a maxout is not one unit");
    Ok(())
}

/// A network of one unit behind one input of weight 1.
#[derive(Clone, Debug)]
pub struct Unit<T> {
    network: Network<T>,
    workspace: Workspace<T>,
}

impl<T: Compiled> Unit<T> {
    /// A unit with this activation.
    ///
    /// # Panics
    /// For a grouped maxout, which is not one unit.
    pub fn new(activation: Activation, simd: Simd) -> Self {
        // The hinge passes back exactly 1 from the first of two outputs while its margin is
        // positive, which the bias sees to: the gradient in the unit's bias is then its slope.
        let architecture = Architecture {
            sizes: vec![1, 1, 2],
            activation,
            output: Output::Linear,
            cost: Cost::MulticlassHinge,
        };
        let mut network = Network::new(architecture).expect("a single unit");
        let ones = Initialization::Constant { value: 1.0 };
        ones.fill(&mut network, 0.0, &mut vec![Random::from_number(0); T::LANES]);
        let last = network.layers[1].clone();
        network.parameters[last.weights.end - 1] = T::zero();
        network.parameters[last.biases.start] = T::splat(1e6);
        let workspace = Workspace::new(&network, 1, simd);
        Self { network, workspace }
    }

    /// f(x).
    pub fn value(&mut self, x: f64) -> f64 {
        self.workspace.logits(&self.network, &[T::splat(x)]);
        self.workspace.hidden(&self.network, 0, 1)[0].lane(0)
    }

    /// f'(x), as training uses it.
    pub fn slope(&mut self, x: f64) -> f64 {
        let bias = self.network.layers[0].biases.start;
        let target = [T::zero(), T::one()];
        let (_, gradient) = self.workspace.gradient(&self.network, &[T::splat(x)], &target);
        gradient[bias].lane(0)
    }

    /// The smallest magnitude from which on the slope on one side (1 or -1) is exactly 0, or none
    /// up to `most`: by bisection, so for slopes that fall.
    pub fn vanishes_from(&mut self, side: f64, most: f64) -> Option<f64> {
        if self.slope(side * most) != 0.0 {
            return None;
        }
        Some(bisect((0.0, most), 60, |x| self.slope(side * x) == 0.0).1)
    }
}

#[cfg(test)]
mod tests {
    use super::Unit;
    use mlp::{Activation, Simd};

    #[test]
    fn a_unit_is_its_activation() {
        let mut tanh = Unit::<f64>::new(Activation::Tanh {}, Simd::available()[0]);
        assert_eq!(tanh.value(0.5), libm::tanh(0.5));
        assert!((tanh.slope(0.5) - (1.0 - libm::tanh(0.5) * libm::tanh(0.5))).abs() < 1e-15);
        let mut leaky =
            Unit::<f32>::new(Activation::LeakyRelu { slope: 0.25 }, Simd::available()[0]);
        assert_eq!((leaky.value(-2.0), leaky.slope(-2.0), leaky.slope(2.0)), (-0.5, 0.25, 1.0));
        let mut prelu = Unit::<f64>::new(
            Activation::Prelu { initial: 0.125, per_unit: false },
            Simd::available()[0],
        );
        assert_eq!((prelu.slope(-2.0), prelu.slope(1e30)), (0.125, 1.0));
    }
}
