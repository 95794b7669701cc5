//! class = argmax of the outputs of a random network, the teacher, for normal inputs.

use mlp::Random;

use super::family::{Family, Rule};

/// One hidden layer, half of its units rectified.
pub(super) const TEACHER: Family =
    Family { name: "teacher", shape: (INPUTS, CLASSES), rule: teacher };
/// Three hidden layers, tanh.
pub(super) const DEEP_TEACHER: Family =
    Family { name: "deep_teacher", shape: (INPUTS, CLASSES), rule: deep_teacher };

const INPUTS: usize = 16;
const CLASSES: usize = 4;
/// Units of a hidden layer.
const UNITS: usize = 16;
/// Hidden layers of the deep teacher.
const LAYERS: usize = 3;
/// The deviation of z in its hidden layers, were all |h| = 1: with 1 it would be nearly linear.
const GAIN: f64 = 2.0;
/// Inputs over which its outputs are centred and its classes counted.
const SAMPLE: usize = 512;
/// How many of them a class must have.
const FEWEST: usize = SAMPLE / 8;

/// A network of one hidden layer. Half of its units are rectified and half tanh, so that it is no
/// student's twin.
fn teacher(random: &mut Random) -> Rule {
    let first = normals(random, INPUTS * UNITS, (2.0 / INPUTS as f64).sqrt());
    let second = normals(random, UNITS * CLASSES, 1.0);
    Box::new(move |random, input| {
        input.fill_with(|| random.normal());
        let mut scores = [0.0; CLASSES];
        for (j, (z, weights)) in
            product(&first, input).zip(second.chunks_exact(CLASSES)).enumerate()
        {
            let h = match j % 2 {
                0 if z > 0.0 => z,
                0 => 0.0,
                _ => libm::tanh(z),
            };
            scores.iter_mut().zip(weights).for_each(|(score, w)| *score += w * h);
        }
        largest(&scores)
    })
}

/// A network of three hidden layers of tanh. Those for which a class is rare are passed over.
fn deep_teacher(random: &mut Random) -> Rule {
    loop {
        if let Some(class) = deep_network(random) {
            return Box::new(move |random, input| {
                input.fill_with(|| random.normal());
                class(input)
            });
        }
    }
}

/// What a network of random weights says of an input, unless one of its classes is rare. From each
/// output its mean over a drawn sample is taken off.
fn deep_network(random: &mut Random) -> Option<impl Fn(&[f64]) -> usize + use<>> {
    let deviation = GAIN / (UNITS as f64).sqrt();
    // The first layer is like the others: there are as many inputs as units.
    let hidden: [Vec<f64>; LAYERS] =
        std::array::from_fn(|_| normals(random, UNITS * UNITS, deviation));
    let last = normals(random, CLASSES * UNITS, 1.0);
    let outputs = move |input: &[f64]| -> Vec<f64> {
        let through =
            |h: Vec<f64>, weights: &Vec<f64>| product(weights, &h).map(libm::tanh).collect();
        product(&last, &hidden.iter().fold(input.to_vec(), through)).collect()
    };
    let sample: Vec<Vec<f64>> =
        (0..SAMPLE).map(|_| outputs(&normals(random, INPUTS, 1.0))).collect();
    let means: [f64; CLASSES] = std::array::from_fn(|class| {
        sample.iter().fold(0.0, |sum, y| sum + y[class]) / SAMPLE as f64
    });
    let class = move |y: Vec<f64>| {
        let scores: Vec<f64> = y.iter().zip(&means).map(|(y, mean)| y - mean).collect();
        largest(&scores)
    };
    let mut members = [0; CLASSES];
    for y in sample {
        members[class(y)] += 1;
    }
    let all_there = members.iter().all(|&members| members >= FEWEST);
    all_there.then_some(move |input: &[f64]| class(outputs(input)))
}

fn normals(random: &mut Random, count: usize, deviation: f64) -> Vec<f64> {
    (0..count).map(|_| deviation * random.normal()).collect()
}

/// W h, where a row of W is as long as h.
fn product<'a>(weights: &'a [f64], h: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    let rows = weights.chunks_exact(h.len());
    rows.map(move |row| row.iter().zip(h).fold(0.0, |sum, (w, x)| sum + w * x))
}

/// Where the largest score is: the first of equal ones.
fn largest(scores: &[f64]) -> usize {
    let largest = claims::statistics::max(scores);
    scores.iter().position(|&score| score == largest).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use mlp::Random;

    use super::{CLASSES, DEEP_TEACHER};

    #[test]
    fn no_class_of_the_deep_teacher_is_rare() {
        for seed in 0..8 {
            let data = DEEP_TEACHER.split(&mut Random::from_number(seed)).test;
            for class in 0..CLASSES {
                let members = data.target.as_slice().iter().skip(class).step_by(CLASSES);
                assert!(members.sum::<f32>() > 0.08 * data.target.rows() as f32, "{seed}: {class}");
            }
        }
    }
}
