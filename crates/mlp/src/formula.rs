//! An activation given by a formula: the steps of f and of its slope, as data.
//!
//! Nothing is parsed or differentiated here: whoever reads formulas (the crate `claims`) hands over what
//! to do, step by step, for a machine with a stack.

use std::sync::Mutex;

use kernels::Real;
use serde::{Deserialize, Serialize};

use crate::functions::{larger, relu, sigmoid, softplus};

/// Values are computed so many at a time: loops of fixed length become vector code, which WebAssembly as
/// it is used here has not.
const BLOCK: usize = if cfg!(target_arch = "wasm32") { 1 } else { 32 };
/// So many intermediate values there can be.
const DEEPEST: usize = 16;
/// A power is a product of so many factors at most.
const LARGEST_POWER: u32 = 64;

/// One step: it takes what it needs from the top of the stack, and leaves its value there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// z.
    Z,
    /// A number.
    Number(f64),
    /// a + b.
    Add,
    /// a - b.
    Subtract,
    /// a b.
    Multiply,
    /// a / b.
    Divide,
    /// -a.
    Negate,
    /// `a^n`, for n from -64 to 64, by multiplication.
    Power(i32),
    /// e^a.
    Exp,
    /// ln a.
    Ln,
    /// ln(1 + a).
    Ln1p,
    /// The square root of a.
    Sqrt,
    /// sin a.
    Sin,
    /// cos a.
    Cos,
    /// 2 / sqrt(pi) times the integral of e^-t^2 from 0 to a.
    Erf,
    /// abs(a).
    Abs,
    /// The larger of a and b.
    Max,
    /// The smaller of a and b.
    Min,
    /// sigmoid(a).
    Sigmoid,
    /// tanh a.
    Tanh,
    /// max(0, a).
    Relu,
    /// ln(1 + e^a).
    Softplus,
    /// c if a < b, d otherwise.
    Where,
}

/// f and its slope, step by step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Steps {
    /// The formula as it was written.
    pub text: String,
    /// f(z).
    pub value: Vec<Step>,
    /// f'(z).
    pub slope: Vec<Step>,
}

/// A formula that can be computed; copies are the same one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Steps", into = "Steps")]
pub struct Formula(&'static Steps);

/// Every formula there is: an activation is copied into each layer, so that they live for good.
static KNOWN: Mutex<Vec<&'static Steps>> = Mutex::new(Vec::new());

impl TryFrom<Steps> for Formula {
    type Error = String;

    fn try_from(steps: Steps) -> Result<Self, String> {
        for part in [&steps.value, &steps.slope] {
            check(part).map_err(|problem| format!("`{}`: {problem}", steps.text))?;
        }
        let mut known = KNOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(known) = known.iter().find(|known| ***known == steps) {
            return Ok(Self(known));
        }
        let steps: &'static Steps = Box::leak(Box::new(steps));
        known.push(steps);
        Ok(Self(steps))
    }
}

impl From<Formula> for Steps {
    fn from(formula: Formula) -> Self {
        formula.0.clone()
    }
}

impl Step {
    /// How many values it takes.
    fn takes(self) -> usize {
        match self {
            Self::Z | Self::Number(_) => 0,
            Self::Add | Self::Subtract | Self::Multiply | Self::Divide | Self::Max | Self::Min => 2,
            Self::Where => 4,
            _ => 1,
        }
    }
}

/// Whether the steps leave one value, and never want more than there are or than have room.
fn check(steps: &[Step]) -> Result<(), String> {
    let mut depth = 0_usize;
    for step in steps {
        if let Step::Power(n) = step
            && n.unsigned_abs() > LARGEST_POWER
        {
            return Err(format!("a power beyond {LARGEST_POWER}"));
        }
        let left = depth.checked_sub(step.takes());
        depth = left.ok_or("a step lacks a value")? + 1;
        if depth > DEEPEST {
            return Err(format!("more than {DEEPEST} intermediate values; write it flatter"));
        }
    }
    if depth == 1 { Ok(()) } else { Err(format!("its steps leave {depth} values")) }
}

impl Formula {
    /// The formula as it was written.
    pub fn text(self) -> &'static str {
        &self.0.text
    }

    /// Every constant, in f and its slope.
    pub(crate) fn constants(self) -> impl Iterator<Item = f64> {
        let steps = self.0.value.iter().chain(&self.0.slope);
        steps.filter_map(|step| if let Step::Number(x) = step { Some(*x) } else { None })
    }

    /// y = f(z).
    #[inline(always)]
    pub(crate) fn apply<T: Real>(self, z: &[T], y: &mut [T]) {
        for (z, y) in z.chunks(BLOCK).zip(y.chunks_mut(BLOCK)) {
            y.copy_from_slice(&compute(&self.0.value, z)[..z.len()]);
        }
    }

    /// f(z) in the place of z.
    #[inline(always)]
    pub(crate) fn apply_in_place<T: Real>(self, z: &mut [T]) {
        for z in z.chunks_mut(BLOCK) {
            let h = compute(&self.0.value, z);
            z.copy_from_slice(&h[..z.len()]);
        }
    }

    /// delta *= f'(z).
    #[inline(always)]
    pub(crate) fn multiply_by_slope<T: Real>(self, z: &[T], delta: &mut [T]) {
        for (z, delta) in z.chunks(BLOCK).zip(delta.chunks_mut(BLOCK)) {
            let slope = compute(&self.0.slope, z);
            for (delta, slope) in delta.iter_mut().zip(slope) {
                *delta = *delta * slope;
            }
        }
    }
}

/// What the steps leave of a block of z, padded with zeros.
///
/// Inlined where the processor's features belong to the caller; those of WebAssembly belong to the whole
/// module, which one copy keeps small.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn compute<T: Real>(steps: &[Step], z: &[T]) -> [T; BLOCK] {
    let mut padded = [T::zero(); BLOCK];
    padded[..z.len()].copy_from_slice(z);
    let mut stack = [[T::zero(); BLOCK]; DEEPEST];
    let mut depth = 0;
    for &step in steps {
        let first = depth - step.takes();
        depth = first + 1;
        // The operands; the value takes the place of the first.
        let operand = |k: usize| stack[(first + k).min(DEEPEST - 1)];
        let (a, b) = (operand(0), operand(1));
        let value = &mut stack[first];
        // A macro, since a closure that is not inlined is compiled without the processor's features.
        macro_rules! each {
            ($x:ident => $value:expr) => {
                for (value, $x) in value.iter_mut().zip(a) {
                    *value = $value;
                }
            };
            ($x:ident, $y:ident => $value:expr) => {
                for (value, ($x, $y)) in value.iter_mut().zip(a.into_iter().zip(b)) {
                    *value = $value;
                }
            };
        }
        match step {
            Step::Z => *value = padded,
            Step::Number(x) => *value = [T::splat(x); BLOCK],
            Step::Add => each!(a, b => a + b),
            Step::Subtract => each!(a, b => a - b),
            Step::Multiply => each!(a, b => a * b),
            Step::Divide => each!(a, b => a / b),
            Step::Negate => each!(a => -a),
            Step::Power(n) => {
                *value = [T::one(); BLOCK];
                for _ in 0..n.unsigned_abs() {
                    for (power, a) in value.iter_mut().zip(a) {
                        *power = *power * a;
                    }
                }
                if n < 0 {
                    for power in value {
                        *power = T::one() / *power;
                    }
                }
            }
            Step::Exp => each!(a => a.exp()),
            Step::Ln => each!(a => a.ln()),
            Step::Ln1p => each!(a => a.ln_1p()),
            Step::Sqrt => by_lane(value, f64::sqrt),
            Step::Sin => by_lane(value, libm::sin),
            Step::Cos => by_lane(value, libm::cos),
            Step::Erf => by_lane(value, libm::erf),
            Step::Abs => each!(a => a.abs()),
            Step::Max => each!(a, b => larger(a, b)),
            Step::Min => each!(a, b => -larger(-a, -b)),
            Step::Sigmoid => each!(a => sigmoid(a)),
            Step::Tanh => each!(a => a.tanh()),
            Step::Relu => each!(a => relu(a)),
            Step::Softplus => each!(a => softplus(a)),
            Step::Where => {
                let (c, d) = (stack[first + 2], stack[first + 3]);
                for i in 0..BLOCK {
                    stack[first][i] = T::if_less(a[i], b[i], c[i], d[i]);
                }
            }
        }
    }
    stack[0]
}

/// A function in double precision, rounded; slow, and the same bits everywhere.
#[inline(always)]
fn by_lane<T: Real>(a: &mut [T], function: fn(f64) -> f64) {
    for a in a {
        *a = (0..T::LANES).fold(*a, |a, k| a.with_lane(k, function(a.lane(k))));
    }
}
