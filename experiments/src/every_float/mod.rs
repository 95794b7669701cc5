//! The laws of the activation functions, at every number that single precision has.
//!
//! A trial is one block of neighbouring bit patterns, and all trials together are all 2^32 of them.

mod laws;
mod settings;

use claims::{Cell, Metrics, Streams};
use experiment::Work;
use mlp::{Activation, Function};

use laws::{Laws, Seen};
pub use settings::{Arm, Settings};

/// Every number of single precision.
pub struct Experiment;

impl experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] = &[
        "numbers",
        "falls",
        "largest_fall",
        "beyond",
        "not_a_number_kept",
        "asymmetry",
        "centre_error",
        "identity_error",
        "least_slope",
        "largest_slope",
        "slope_rises",
        "zero_slope_from",
        "slope_until",
        "zero_slope_from_below",
        "slope_until_below",
        "below_relu",
        "above_relu",
        "wrong",
    ];

    fn check(arm: &Arm, settings: &Settings, cell: &Cell) -> anyhow::Result<()> {
        crate::unit::check(arm.activation)?;
        let is_prelu = matches!(arm.activation, Activation::Prelu { .. });
        anyhow::ensure!(!is_prelu, "arm {}: PReLU is a leaky ReLU; give that", cell.arm);
        let blocks = settings.blocks;
        let fits = blocks.is_power_of_two() && (256..=65536).contains(&blocks);
        anyhow::ensure!(fits, "blocks = {blocks}: give a power of 2 from 256 to 65536");
        Ok(())
    }

    fn run(work: &Work<'_, Arm, Settings>) -> Vec<Metrics> {
        work.seeds.iter().map(|streams| block(work, streams)).collect()
    }
}

/// Numbers are looked at so many at a time.
const CHUNK: usize = 4096;

fn block(work: &Work<'_, Arm, Settings>, streams: &Streams) -> Metrics {
    let Settings { blocks, stride } = *work.settings;
    let size = (1_u64 << 32) / blocks as u64;
    // An odd multiple, so that the first blocks are of numbers of ordinary size.
    let start = (streams.seed * 149 + 63 * blocks as u64 / 256) % blocks as u64 * size;
    let activation = work.arm.activation;
    let apply = |function: Function, x: &[f32]| {
        let mut y = vec![0.0; x.len()];
        function.apply(work.simd, x, &mut y);
        y
    };
    let has_symmetry = [Activation::Tanh {}, Activation::Sigmoid {}].contains(&activation);
    let mut laws = Laws::new(work.arm);
    let count = size.div_ceil(stride);
    for first in (0..count).step_by(CHUNK) {
        let seen = (count - first).min(CHUNK as u64);
        // One more than are looked at, the neighbour of the last, if it has the same sign.
        let bits = (first..=first + seen).map(|i| start + i * stride);
        let bits = bits.filter(|bits| *bits < 1 << 32 && bits >> 31 == start >> 31);
        let x: Vec<f32> = bits.map(|bits| f32::from_bits(bits as u32)).collect();
        let times = |factor: f32| -> Vec<f32> {
            x.iter().take_while(|_| has_symmetry).map(|x| factor * x).collect()
        };
        let (minus, twice) = (times(-1.0), times(2.0));
        laws.see(&Seen {
            count: seen as usize,
            value: &apply(Function::Activation(activation), &x),
            mirrored: &apply(Function::Activation(activation), &minus),
            slope: &apply(Function::Slope(activation), &x),
            sigmoid_of_twice: &apply(Function::Activation(Activation::Sigmoid {}), &twice),
            x: &x,
        });
    }
    laws.metrics()
}
