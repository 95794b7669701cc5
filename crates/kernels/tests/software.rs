//! The fused multiply-add in software equals the processor's.
#![allow(clippy::disallowed_methods, reason = "the oracle is the processor's")]

mod common;

use common::Draws;
use kernels::Number;
use kernels::software::Software;

/// x y + z in software: the numbers pass through `f64` unchanged.
fn single(x: f32, y: f32, z: f32) -> f32 {
    let [x, y, z] = [x, y, z].map(|x| Software::<f32>::splat(f64::from(x)));
    x.mul_add(y, z).lane(0) as f32
}

fn double(x: f64, y: f64, z: f64) -> f64 {
    let [x, y, z] = [x, y, z].map(Software::<f64>::splat);
    x.mul_add(y, z).lane(0)
}

/// A number with random bits, or one at an edge.
fn draw(random: &mut Draws) -> u64 {
    let edges = [0.0, 1.0, f64::MIN_POSITIVE, f64::MAX, f64::INFINITY, f64::NAN, 5e-324];
    match random.below(8) {
        0 => edges[random.below(7) as usize].to_bits() | u64::from(random.below(2)) << 63,
        _ => u64::from(random.below(u32::MAX)) << 32 | u64::from(random.below(u32::MAX)),
    }
}

#[test]
fn software_equals_the_processor() {
    let mut random = Draws::new(3);
    for i in 0..if cfg!(miri) { 1000 } else { 300_000 } {
        let [x, y, mut z] = [0; 3].map(|_| f64::from_bits(draw(&mut random)));
        // Near cancellation and near the product's last bit, where rounding is hard.
        match i % 4 {
            0 => z = -(x * y),
            1 => z = x * y * f64::from_bits(0x3cb0_0000_0000_0000 + u64::from(random.below(9))),
            _ => {}
        }
        let (found, wanted) = (double(x, y, z), x.mul_add(y, z));
        let same = found.to_bits() == wanted.to_bits() || found.is_nan() && wanted.is_nan();
        assert!(same, "{x:e} {y:e} {z:e}: {found:e}, wanted {wanted:e}");

        let [x, y] = [0; 2].map(|_| f32::from_bits((draw(&mut random) >> 32) as u32));
        let z = match i % 4 {
            0 => -(x * y),
            1 => x * y * f32::from_bits(0x3380_0000 + random.below(9)),
            _ => f32::from_bits((draw(&mut random) >> 32) as u32),
        };
        let (found, wanted) = (single(x, y, z), x.mul_add(y, z));
        let same = found.to_bits() == wanted.to_bits() || found.is_nan() && wanted.is_nan();
        assert!(same, "{x:e} {y:e} {z:e}: {found:e}, wanted {wanted:e}");
    }
}

#[test]
fn sums_half_way_between_two_numbers_go_to_the_even_one() {
    let mut random = Draws::new(4);
    for _ in 0..if cfg!(miri) { 50 } else { 10_000 } {
        let bits = random.below(1 << 23) | (100 + random.below(50)) << 23;
        let z = f32::from_bits(bits | random.below(2) << 31);
        let half = f32::from_bits((bits >> 23 << 23) - (24 << 23));
        for x in [1.0, -1.0, 3.0, -3.0] {
            assert_eq!(single(x, half, z).to_bits(), x.mul_add(half, z).to_bits(), "{x} {z:e}");
        }
        let (x, half, z) = (3.0, f64::from(half), f64::from(z));
        let half = half * f64::from_bits((1023 - 29) << 52);
        assert_eq!(double(x, half, z).to_bits(), x.mul_add(half, z).to_bits(), "{z:e}");
    }
}

/// What is left of a difference may have fewer bits than a number holds, or be the smallest.
#[test]
fn little_may_be_left_of_a_difference() {
    let e = f64::EPSILON;
    assert_eq!(double(1.0 + e, 1.0 + e, -(1.0 + 2.0 * e)), e * e);
    assert_eq!(double(1.0 + e, 1.0 - e, -1.0), -e * e);
    assert_eq!(double(3.0, 5e-324, -1e-323), 5e-324);
    assert_eq!(double(0.5, 5e-324, 0.0), 0.0);
    assert_eq!(double(f64::MAX, 2.0, -f64::MAX), f64::MAX);
    assert_eq!(double(f64::MAX, 2.0, f64::MAX), f64::INFINITY);
    let e = f32::EPSILON;
    assert_eq!(single(1.0 + e, 1.0 + e, -(1.0 + 2.0 * e)), e * e);
    assert_eq!(single(f32::MAX, 2.0, -f32::MAX), f32::MAX);
}
