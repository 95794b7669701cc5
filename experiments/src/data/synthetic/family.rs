//! A family of data sets: one stream gives what the examples share, then one after another.

use mlp::{Data, Matrix, Random};

use crate::data::split::Split;

/// Examples of each part.
const EXAMPLES: usize = 512;

/// Draws an example: fills its inputs and gives its class.
pub(super) type Rule = Box<dyn FnMut(&mut Random, &mut [f64]) -> usize>;

/// Data sets of one kind, another for each stream.
pub(crate) struct Family {
    /// What claim.toml calls it.
    pub(crate) name: &'static str,
    /// Inputs and classes.
    pub(crate) shape: (usize, usize),
    /// Draws what all examples share, such as a teacher's weights.
    pub(super) rule: fn(&mut Random) -> Rule,
}

impl Family {
    /// The data set of a stream: what all examples share, the training part, the testing part.
    pub(crate) fn split(&self, random: &mut Random) -> Split {
        let (inputs, classes) = self.shape;
        let mut rule = (self.rule)(random);
        let mut part = || {
            let mut input = Matrix::zeros(EXAMPLES, inputs);
            let mut labels = Vec::with_capacity(EXAMPLES);
            let mut drawn = vec![0.0; inputs];
            for row in input.as_mut_slice().chunks_exact_mut(inputs) {
                labels.push(rule(random, &mut drawn));
                row.iter_mut().zip(&drawn).for_each(|(to, &from)| *to = from as f32);
            }
            Data::classes(input, &labels, classes)
        };
        Split { train: part(), test: part() }
    }
}
