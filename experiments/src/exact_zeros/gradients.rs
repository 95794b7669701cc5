//! Whether gradients differ where, and only where, a score is exactly 0.

use mlp::{Activation, Compiled, Data, Network, Random, Simd, Workspace};

use super::scores::{Stack, Zeros, uniform};
use crate::training::classifier;

/// Whether a batch's gradients for ReLU'(0) = 0 and 1 differ in every batch in which a score is
/// exactly 0, and not in the first of the others: at every depth, with an output layer of its own.
pub(super) fn agree<T: Compiled>(
    stack: &Stack,
    zeros: &[Zeros],
    depths: &[usize],
    (examples, batch_size): (&Data<f32>, usize),
    heads: &mut Random,
    simd: Simd,
) -> bool {
    let classes = examples.target.columns();
    depths.iter().all(|&depth| {
        let head = uniform(stack.width, classes, heads);
        let [mut off, mut on] = [0.0, 1.0].map(|at_zero| {
            let shape = (examples.input.columns(), classes);
            let relu = Activation::Relu { at_zero };
            let architecture = classifier(shape, (depth, stack.width), relu);
            let mut network = Network::<T>::new(architecture).expect("checked before the run");
            let layers = stack.layers[..depth].iter().flat_map(|(_, parameters)| parameters);
            let drawn = layers.chain(&head).map(|&p| T::splat(f64::from(p)));
            network.parameters.iter_mut().zip(drawn).for_each(|(p, drawn)| *p = drawn);
            let workspace = Workspace::new(&network, batch_size, simd);
            (network, workspace)
        });
        let has_zero = |batch: &Zeros| batch[..depth].iter().any(|&zeros| zeros > 0);
        let without = zeros.iter().position(|batch| !has_zero(batch));
        let with = (0..zeros.len()).filter(|&batch| has_zero(&zeros[batch]));
        with.chain(without).all(|batch| {
            let part = |columns: usize, numbers: &[f32]| -> Vec<T> {
                let numbers = numbers.chunks(batch_size * columns).nth(batch).expect("a batch");
                numbers.iter().map(|&x| T::splat(f64::from(x))).collect()
            };
            let input = part(examples.input.columns(), examples.input.as_slice());
            let target = part(classes, examples.target.as_slice());
            let [off, on] = [&mut off, &mut on].map(|(network, workspace)| {
                workspace.gradient(network, &input, &target).1.to_vec()
            });
            (off != on) == has_zero(&zeros[batch])
        })
    })
}
