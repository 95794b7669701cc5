//! Data sets made from a stream: two spirals, and what a teacher network says.

use mlp::{Data, Matrix, Random};

use super::split::Split;

/// Inputs and classes of the two spirals.
pub(super) const TWO_SPIRALS: (usize, usize) = (2, 2);
/// Inputs and classes of the teacher's data.
pub(super) const TEACHER: (usize, usize) = (16, 4);

/// Examples of each part.
const EXAMPLES: usize = 512;
/// Of the spirals' points, in each coordinate; the arms are 1/3 apart.
const NOISE: f64 = 0.02;
/// Hidden units of the teacher.
const UNITS: usize = 16;

/// Two interlocking spirals of one and a half turns, within [-1, 1]^2, with a little noise.
///
/// Source: after Lang and Witbrock 1988, whose spirals have three turns and no noise.
pub(super) fn two_spirals(random: &mut Random) -> Split {
    split(TWO_SPIRALS, |input| {
        let class = random.below(2) as usize;
        // The square root spreads the points evenly along the arm, nearly.
        let share = random.uniform().sqrt();
        let angle = 3.0 * std::f64::consts::PI * share + std::f64::consts::PI * class as f64;
        input[0] = share * libm::cos(angle) + NOISE * random.normal();
        input[1] = share * libm::sin(angle) + NOISE * random.normal();
        class
    })
}

/// Normal inputs, classified by a random network of one hidden layer: the largest of its outputs.
/// Half of its units are rectified and half tanh, so that it is no student's twin.
pub(super) fn teacher(random: &mut Random) -> Split {
    let (inputs, classes) = TEACHER;
    let mut normals = |count: usize, deviation: f64| -> Vec<f64> {
        (0..count).map(|_| deviation * random.normal()).collect()
    };
    let first = normals(inputs * UNITS, (2.0 / inputs as f64).sqrt());
    let second = normals(UNITS * classes, 1.0);
    split(TEACHER, |input| {
        input.fill_with(|| random.normal());
        let mut scores = vec![0.0; classes];
        for (j, (row, weights)) in
            first.chunks_exact(inputs).zip(second.chunks_exact(classes)).enumerate()
        {
            let z = row.iter().zip(&*input).fold(0.0, |sum, (w, x)| sum + w * x);
            let h = match j % 2 {
                0 if z > 0.0 => z,
                0 => 0.0,
                _ => libm::tanh(z),
            };
            scores.iter_mut().zip(weights).for_each(|(score, w)| *score += w * h);
        }
        let largest = claims::statistics::max(&scores);
        scores.iter().position(|&score| score == largest).unwrap_or(0)
    })
}

/// Both parts, example by example; `draw` fills the inputs and gives the class.
fn split((inputs, classes): (usize, usize), mut draw: impl FnMut(&mut [f64]) -> usize) -> Split {
    let mut part = || {
        let mut input = Matrix::zeros(EXAMPLES, inputs);
        let mut labels = Vec::with_capacity(EXAMPLES);
        let mut drawn = vec![0.0; inputs];
        for row in input.as_mut_slice().chunks_exact_mut(inputs) {
            labels.push(draw(&mut drawn));
            row.iter_mut().zip(&drawn).for_each(|(to, &from)| *to = from as f32);
        }
        Data::classes(input, &labels, classes)
    };
    Split { train: part(), test: part() }
}

#[cfg(test)]
mod tests {
    use super::{EXAMPLES, teacher, two_spirals};
    use mlp::Random;

    #[test]
    fn every_class_is_there_and_a_stream_repeats_itself() {
        for draw in [two_spirals, teacher] {
            let data = draw(&mut Random::from_number(1));
            assert_eq!(data, draw(&mut Random::from_number(1)));
            assert_ne!(data.train, data.test);
            let classes = data.train.target.columns();
            for class in 0..classes {
                let members = data.train.target.as_slice().iter().skip(class).step_by(classes);
                assert!(members.sum::<f32>() > 0.02 * EXAMPLES as f32, "class {class}");
            }
        }
    }
}
