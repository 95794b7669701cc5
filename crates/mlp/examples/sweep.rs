//! 10,000 seeds of XOR, sixteen side by side in the lanes of one number: how many networks of four
//! tanh units solve it. Lane k is, bit for bit, the run of its seed alone.

use mlp::{Architecture, Cost, Data, Ending, Initialization, Lanes, Matrix, Network, Number};
use mlp::{Optimizer, Plan, Random, Simd, Stop, Trainer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cost = Cost::HalfSquaredError;
    let architecture = Architecture { cost, ..Architecture::regression(&[2, 4, 1]) };
    let data = Data {
        input: Matrix::from_rows(&[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]),
        target: Matrix::from_rows(&[[0.0], [1.0], [1.0], [0.0]]),
    };
    let plan = Plan { epochs: 1000, stop: Stop::LossBelow(1e-2), ..Plan::default() };
    let simd = Simd::from_environment()?;
    let mut solved = 0;
    for first in (0..10_000).step_by(16) {
        let mut network = Network::<Lanes<16>>::new(architecture.clone())?;
        let mut streams: Vec<Random> = (first..first + 16).map(Random::from_number).collect();
        Initialization::GlorotUniform.fill(&mut network, 0.0, &mut streams);
        let mut trainer = Trainer::new(network, Optimizer::default(), 4, simd);
        let endings = trainer.fit(&data, Lanes::splat(0.3), &plan, &mut []);
        solved += endings.iter().filter(|ending| matches!(ending, Ending::Reached(_))).count();
    }
    println!("{solved} of 10000 seeds solve XOR within 1000 epochs");
    Ok(())
}
