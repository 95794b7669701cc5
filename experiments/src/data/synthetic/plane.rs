//! Families of two inputs: spirals and rings within about [-1, 1]^2, a board within [-2, 2]^2.

use std::f64::consts::{PI, TAU};

use mlp::Random;

use super::family::{Family, Rule};

/// Arms of one and a half turns, 1/3 apart.
pub(super) const TWO_SPIRALS: Family =
    Family { name: "two_spirals", shape: (2, 2), rule: |_| spirals(3.0, 0.02) };
/// Arms of three turns, 1/6 apart.
pub(super) const THREE_TURNS: Family =
    Family { name: "three_turns", shape: (2, 2), rule: |_| spirals(6.0, 0.01) };
/// A board of 4 x 4 squares.
pub(super) const CHECKERBOARD: Family =
    Family { name: "checkerboard", shape: (2, 2), rule: |_| Box::new(square) };
/// Three rings, 1/3 apart.
pub(super) const RINGS: Family =
    Family { name: "rings", shape: (2, RING_COUNT as usize), rule: |_| Box::new(ring) };

/// Squares of a side of the board.
const SIDE: u32 = 4;
/// The share of a square's side that is left empty, at each end: without it, what is learned would
/// hang on the few points next to a border.
const MARGIN: f64 = 0.1;
/// How many rings.
const RING_COUNT: u32 = 3;
/// Of the rings' points, in each coordinate: 3.3 of it are half the way to the next ring.
const RING_NOISE: f64 = 0.05;

/// Two interlocking spirals, the radius in proportion to the angle, with noise in each coordinate.
///
/// Source: after Lang and Witbrock 1988, "Learning to tell two spirals apart", whose spirals have
/// three turns and no noise.
fn spirals(half_turns: f64, noise: f64) -> Rule {
    Box::new(move |random, input| {
        let class = random.below(2) as usize;
        // The square root spreads the points evenly along the arm, nearly.
        let share = random.uniform().sqrt();
        let angle = half_turns * PI * share + PI * class as f64;
        input[0] = share * libm::cos(angle) + noise * random.normal();
        input[1] = share * libm::sin(angle) + noise * random.normal();
        class
    })
}

/// A point of one of the board's squares, all equally likely; the class is the square's colour.
fn square(random: &mut Random, input: &mut [f64]) -> usize {
    let squares = [random.below(SIDE), random.below(SIDE)];
    for (x, &square) in input.iter_mut().zip(&squares) {
        let within = random.between(MARGIN, 1.0 - MARGIN);
        *x = f64::from(square) + within - f64::from(SIDE) / 2.0;
    }
    ((squares[0] + squares[1]) % 2) as usize
}

/// A point of one of the rings about 0, whose radii are 1/3, 2/3 and 1, with noise.
fn ring(random: &mut Random, input: &mut [f64]) -> usize {
    let class = random.below(RING_COUNT);
    let radius = f64::from(class + 1) / f64::from(RING_COUNT);
    let angle = TAU * random.uniform();
    input[0] = radius * libm::cos(angle) + RING_NOISE * random.normal();
    input[1] = radius * libm::sin(angle) + RING_NOISE * random.normal();
    class as usize
}

#[cfg(test)]
mod tests {
    use mlp::Random;

    use super::{CHECKERBOARD, RINGS};

    #[test]
    fn a_square_s_colour_is_its_class_and_borders_are_empty() {
        let data = CHECKERBOARD.split(&mut Random::from_number(1)).train;
        for (i, target) in data.target.as_slice().chunks_exact(2).enumerate() {
            let place = [0, 1].map(|j| data.input.row(i)[j] + 2.0);
            assert!(place.iter().all(|x| (0.0999..0.9001).contains(&(x - x.floor()))));
            let colour = (place[0].floor() + place[1].floor()) % 2.0;
            assert_eq!(target[1], colour, "{place:?}");
        }
    }

    #[test]
    fn most_points_are_nearest_to_their_own_ring() {
        let data = RINGS.split(&mut Random::from_number(1)).train;
        let nearest =
            |point: &[f32]| (3.0 * (point[0] * point[0] + point[1] * point[1]).sqrt()).round();
        let rows = data.target.as_slice().chunks_exact(3).enumerate();
        let own = rows.filter(|(i, target)| {
            let class = nearest(data.input.row(*i)) as usize;
            (1..=3).contains(&class) && target[class - 1] == 1.0
        });
        assert!(own.count() > 505);
    }
}
