//! Data sets made from a stream: 512 examples to learn from and 512 to test on, of about unit size.

mod bits;
mod family;
mod mixture;
mod plane;
mod teacher;

use family::Family;

/// Every family.
pub(super) static FAMILIES: [Family; 9] = [
    plane::TWO_SPIRALS,
    plane::THREE_TURNS,
    plane::CHECKERBOARD,
    plane::RINGS,
    teacher::TEACHER,
    teacher::DEEP_TEACHER,
    bits::PARITY,
    mixture::GAUSSIAN_MIXTURE,
    mixture::WAVEFORM,
];

/// The family of a name.
pub(super) fn family(name: &str) -> Option<&'static Family> {
    FAMILIES.iter().find(|family| family.name == name)
}

#[cfg(test)]
mod tests {
    use mlp::Random;

    use super::FAMILIES;

    #[test]
    fn inputs_are_of_about_unit_size() {
        for family in &FAMILIES {
            let split = family.split(&mut Random::from_number(1));
            assert_eq!(split.shape(), family.shape);
            assert_ne!(split.train, split.test);
            let inputs = split.train.input.as_slice();
            let squares = inputs.iter().fold(0.0, |sum, &x| sum + f64::from(x) * f64::from(x));
            let size = (squares / inputs.len() as f64).sqrt();
            assert!((0.4..1.6).contains(&size), "{}: {size}", family.name);
        }
    }
}
