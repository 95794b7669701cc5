//! What the tests share.
#![allow(dead_code, reason = "each test file uses a part of it")]

use mlp::{
    Activation, Architecture, Compiled, Cost, Data, Initialization, Matrix, Network, Optimizer,
    Output, Random,
};

/// Every activation, and a maxout of more than two pieces.
pub(crate) fn activations() -> Vec<Activation> {
    let mut activations = Activation::ALL.to_vec();
    activations.push(Activation::Maxout { pieces: 3, form: mlp::MaxoutForm::Pointwise });
    activations
}

/// Every cost on every output unit on which it is defined.
pub(crate) fn heads() -> Vec<(Output, Cost)> {
    let pairs = Output::ALL.into_iter().flat_map(|output| Cost::ALL.map(|cost| (output, cost)));
    pairs.filter(|&(output, cost)| cost.accepts(output)).collect()
}

/// Every activation with every head; under Miri, which takes a thousand times as long, each once.
pub(crate) fn pairs() -> Vec<(Activation, (Output, Cost))> {
    let heads = heads();
    let of = |activation| heads.iter().map(move |&head| (activation, head));
    let all = activations().into_iter().flat_map(of);
    // One more than there are heads: the next activation comes with the next head.
    all.step_by(if cfg!(miri) { heads.len() + 1 } else { 1 }).collect()
}

/// All optimisers; under Miri the simplest, whose steps are fused, and the one that remembers most.
pub(crate) fn optimizers() -> Vec<Optimizer> {
    let all = Optimizer::ALL;
    if cfg!(miri) { vec![all[0], all[3]] } else { all.to_vec() }
}

/// A network of these parts whose lane k is drawn from stream `seed + k`.
pub(crate) fn network<T: Compiled>(
    sizes: &[usize],
    activation: Activation,
    (output, cost): (Output, Cost),
    seed: u64,
) -> Network<T> {
    let architecture = Architecture { sizes: sizes.to_vec(), activation, output, cost };
    let mut network = Network::new(architecture).expect("the parts fit");
    let mut randoms: Vec<Random> = (seed..).take(T::LANES).map(Random::from_number).collect();
    Initialization::GlorotNormal.fill(&mut network, 0.1, &mut randoms);
    network
}

/// Normal inputs and one-hot targets.
pub(crate) fn data<T: Compiled>(
    examples: usize,
    inputs: usize,
    outputs: usize,
    seed: u64,
) -> Data<T> {
    let mut random = Random::from_number(seed);
    let input = (0..examples * inputs).map(|_| T::splat(random.normal())).collect();
    let mut target = Matrix::zeros(examples, outputs);
    for row in target.as_mut_slice().chunks_exact_mut(outputs) {
        let class = random.below(outputs.max(2) as u32) as usize;
        if let Some(right) = row.get_mut(class) {
            *right = T::one();
        }
    }
    Data { input: Matrix::new(examples, inputs, input), target }
}

/// Equal bits, all NaNs being one.
pub(crate) fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}
