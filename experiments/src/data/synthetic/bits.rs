//! x = s + noise, where s is +1 or -1; the class is whether the product of the first four s is -1.

use mlp::Random;

use super::family::Family;

/// Parity of some of the bits.
pub(super) const PARITY: Family =
    Family { name: "parity", shape: (INPUTS, 2), rule: |_| Box::new(parity) };

const INPUTS: usize = 8;
/// How many of the bits count. The others only distract.
const COUNTED: usize = 4;
/// Of each input: 5 of it are the way to the other sign.
const NOISE: f64 = 0.2;

/// No three of the four bits say anything of the class, so that no part of it is learned first.
///
/// Source: Minsky and Papert 1969, "Perceptrons".
fn parity(random: &mut Random, input: &mut [f64]) -> usize {
    let mut negative = 0;
    for (i, x) in input.iter_mut().enumerate() {
        let bit = random.below(2) as usize;
        negative += if i < COUNTED { bit } else { 0 };
        *x = 1.0 - 2.0 * bit as f64 + NOISE * random.normal();
    }
    negative % 2
}

#[cfg(test)]
mod tests {
    use mlp::Random;

    use super::{COUNTED, PARITY};

    #[test]
    fn the_signs_give_the_class() {
        let data = PARITY.split(&mut Random::from_number(1)).train;
        for (i, target) in data.target.as_slice().chunks_exact(2).enumerate() {
            let product: f32 = data.input.row(i)[..COUNTED].iter().map(|x| x.signum()).product();
            assert_eq!(target[1], (1.0 - product) / 2.0);
        }
    }
}
