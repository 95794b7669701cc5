//! How often the gradient of a batch has one sign.

use mlp::Random;

use super::sample::Draw;

/// The share of batches whose gradient, the sum of error times input, has entries of one sign, the
/// errors being standard normal.
pub fn one_sign(
    (inputs, batch): (usize, usize),
    draw: &Draw,
    batches: usize,
    random: &mut Random,
) -> f64 {
    let mut x = vec![0.0; inputs];
    let count = (0..batches).filter(|_| {
        let mut gradient = vec![0.0; inputs];
        for _ in 0..batch {
            let error = random.normal();
            draw.example(&mut x, random);
            for (g, x) in gradient.iter_mut().zip(&x) {
                *g += error * x;
            }
        }
        gradient.iter().all(|&g| g >= 0.0) || gradient.iter().all(|&g| g <= 0.0)
    });
    count.count() as f64 / batches as f64
}
