//! XOR, as in the notes: two inputs, a hidden layer, one output, the four points as one batch.

use mlp::{Activation, Architecture, Cost, Data, Initialization, Matrix, Network, Optimizer};
use mlp::{Plan, Random, Simd, Stop, Trainer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let architecture = Architecture {
        activation: Activation::Tanh {},
        cost: Cost::HalfSquaredError,
        ..Architecture::regression(&[2, 4, 1])
    };
    let mut network = Network::<f32>::new(architecture)?;
    Initialization::GlorotUniform.fill(&mut network, 0.0, &mut [Random::from_number(1)]);
    let data = Data {
        input: Matrix::from_rows(&[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]),
        target: Matrix::from_rows(&[[0.0], [1.0], [1.0], [0.0]]),
    };
    let mut trainer = Trainer::new(network, Optimizer::default(), 4, Simd::from_environment()?);
    let plan = Plan { epochs: 2000, stop: Stop::LossBelow(1e-3), ..Plan::default() };
    let ending = trainer.fit(&data, 0.3, &plan, &mut []);
    println!("{:?}: {:?}", ending[0], trainer.predict(&data.input).as_slice());
    Ok(())
}
