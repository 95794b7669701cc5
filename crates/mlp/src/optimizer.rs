//! Optimisers: from a gradient g to new parameters.

use kernels::cast::{MadeOf, cast, view, view_mut};
use kernels::{Path, Real, Stride, Work};
use serde::{Deserialize, Serialize};

use crate::checked;

/// How the parameters p follow the gradient g at the rate r.
///
/// Element by element: p, g and the optimiser's memory, initially 0, have the same length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Optimizer {
    /// p <- p - r g. Source: Cauchy 1847.
    #[default]
    GradientDescent,
    /// v <- m v + g; p <- p - r v. Source: Polyak 1964.
    Momentum {
        /// m.
        #[serde(deserialize_with = "checked::single::fraction")]
        momentum: f64,
    },
    /// v <- m v + g; p <- p - r (g + m v), with the new v.
    ///
    /// Source: Nesterov 1983, as momentum in Sutskever et al. 2013; p is their look-ahead point,
    /// where g is evaluated, as in Bengio, Boulanger-Lewandowski and Pascanu 2013.
    Nesterov {
        /// m.
        #[serde(deserialize_with = "checked::single::fraction")]
        momentum: f64,
    },
    /// m <- b1 m + (1 - b1) g; v <- b2 v + (1 - b2) g^2;
    /// p <- p - r (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + e), at step t = 1, 2, ...
    ///
    /// Source: Kingma and Ba 2015.
    Adam {
        /// b1; 0.9 unless given.
        #[serde(default = "beta1", deserialize_with = "checked::single::fraction")]
        beta1: f64,
        /// b2; 0.999 unless given.
        #[serde(default = "beta2", deserialize_with = "checked::single::fraction")]
        beta2: f64,
        /// e; 1e-8 unless given.
        #[serde(default = "epsilon", deserialize_with = "checked::single::positive")]
        epsilon: f64,
    },
}

fn beta1() -> f64 {
    0.9
}
fn beta2() -> f64 {
    0.999
}
fn epsilon() -> f64 {
    1e-8
}

/// What an optimiser remembers between steps.
#[derive(Clone, Debug)]
pub struct Memory<T> {
    /// v of momentum, m of Adam.
    first: Vec<T>,
    /// v of Adam.
    second: Vec<T>,
    /// b1^t and b2^t, by repeated multiplication.
    decays: [f64; 2],
}

impl Optimizer {
    /// Every optimiser, with the usual constants.
    pub const ALL: [Optimizer; 4] =
        [Self::GradientDescent, Self::momentum(), Self::nesterov(), Self::adam()];

    /// Momentum with m = 0.9.
    pub const fn momentum() -> Self {
        Self::Momentum { momentum: 0.9 }
    }

    /// Nesterov's momentum with m = 0.9.
    pub const fn nesterov() -> Self {
        Self::Nesterov { momentum: 0.9 }
    }

    /// Adam with b1 = 0.9, b2 = 0.999 and e = 1e-8.
    pub const fn adam() -> Self {
        Self::Adam { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
    }

    /// Whether its constants are still in range once they are rounded to `T`.
    pub(crate) fn fits<T: Real>(self) -> bool {
        let rounded = |x: f64| T::splat(x).lane(0);
        let fraction = |x: f64| (0.0..1.0).contains(&rounded(x));
        match self {
            Self::GradientDescent => true,
            Self::Momentum { momentum } | Self::Nesterov { momentum } => fraction(momentum),
            Self::Adam { beta1, beta2, epsilon } => {
                let epsilon = rounded(epsilon);
                fraction(beta1) && fraction(beta2) && epsilon > 0.0 && epsilon.is_finite()
            }
        }
    }

    /// The memory for `count` parameters.
    pub(crate) fn memory<T: Real>(self, count: usize) -> Memory<T> {
        let (first, second) = match self {
            Self::GradientDescent => (0, 0),
            Self::Momentum { .. } | Self::Nesterov { .. } => (count, 0),
            Self::Adam { .. } => (count, count),
        };
        Memory { first: vec![T::zero(); first], second: vec![T::zero(); second], decays: [1.0; 2] }
    }

    /// The update of `parameters` as work for dispatch: at `rate`, in the lanes where `active` is
    /// 1, with a weight decay.
    pub(crate) fn update<'a, T: Real>(
        self,
        memory: &'a mut Memory<T>,
        parameters: &'a mut [T],
        gradient: &'a [T],
        (rate, active, decay): (T, T, f64),
    ) -> Update<'a, T> {
        if let Self::Adam { beta1, beta2, .. } = self {
            memory.decays[0] *= beta1;
            memory.decays[1] *= beta2;
        }
        Update {
            optimizer: self,
            parameters,
            gradient,
            first: &mut memory.first,
            second: &mut memory.second,
            rate,
            active,
            decay,
            decays: memory.decays,
        }
    }
}

/// One update, with every buffer it reads or writes.
#[derive(Debug)]
pub struct Update<'a, T> {
    optimizer: Optimizer,
    parameters: &'a mut [T],
    gradient: &'a [T],
    first: &'a mut [T],
    second: &'a mut [T],
    rate: T,
    active: T,
    decay: f64,
    decays: [f64; 2],
}

impl<T> Work<T> for Update<'_, T> {
    #[inline(always)]
    fn run<U: Real, P: Path<U>>(self, _: P)
    where
        T: MadeOf<U>,
    {
        let stride = Stride::new(*cast(&self.rate), *cast(&self.active));
        let parameters: &mut [U] = view_mut(self.parameters);
        if self.decay != 0.0 {
            let decay = U::splat(self.decay);
            for p in &mut *parameters {
                *p = stride.descend(*p, decay * *p);
            }
        }
        let pairs = (parameters, view(self.gradient));
        let memory = (view_mut(self.first), view_mut(self.second));
        update::<U>(self.optimizer, pairs, memory, &stride, self.decays);
    }
}

/// Updates p and the memory, element by element; the rate is applied in [`Stride::descend`].
#[inline(always)]
fn update<T: Real>(
    optimizer: Optimizer,
    (parameters, gradient): (&mut [T], &[T]),
    (first, second): (&mut [T], &mut [T]),
    stride: &Stride<T>,
    decays: [f64; 2],
) {
    let pairs = parameters.iter_mut().zip(gradient);
    match optimizer {
        Optimizer::GradientDescent => {
            for (p, &g) in pairs {
                *p = stride.descend(*p, g);
            }
        }
        Optimizer::Momentum { momentum } => {
            let momentum = T::splat(momentum);
            for ((p, &g), v) in pairs.zip(first) {
                *v = momentum.mul_add(*v, g);
                *p = stride.descend(*p, *v);
            }
        }
        Optimizer::Nesterov { momentum } => {
            let momentum = T::splat(momentum);
            for ((p, &g), v) in pairs.zip(first) {
                *v = momentum.mul_add(*v, g);
                *p = stride.descend(*p, momentum.mul_add(*v, g));
            }
        }
        Optimizer::Adam { beta1, beta2, epsilon } => {
            let (b1, b2) = (T::splat(beta1), T::splat(beta2));
            let (c1, c2) = (T::splat(1.0 - beta1), T::splat(1.0 - beta2));
            let correct1 = T::splat(1.0 / (1.0 - decays[0]));
            let correct2 = T::splat(1.0 / (1.0 - decays[1]));
            let epsilon = T::splat(epsilon);
            for ((p, &g), (m, v)) in pairs.zip(first.iter_mut().zip(second)) {
                *m = b1.mul_add(*m, c1 * g);
                *v = b2.mul_add(*v, c2 * (g * g));
                let direction = *m * correct1 / ((*v * correct2).sqrt() + epsilon);
                *p = stride.descend(*p, direction);
            }
        }
    }
}
