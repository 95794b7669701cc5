//! An update of one's own, from the library's gradients: signs alone, a step of the same length for
//! every parameter (Riedmiller and Braun 1993, without the adaptation).

use mlp::{Architecture, Data, Initialization, Matrix, Network, Random, Simd, Workspace};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut network = Network::<f64>::new(Architecture::regression(&[1, 8, 1]))?;
    Initialization::GlorotUniform.fill(&mut network, 0.0, &mut [Random::from_number(1)]);
    let x: Vec<f64> = (0..32).map(|i| f64::from(i) / 16.0 - 1.0).collect();
    let y = x.iter().map(|&x| libm::sin(3.0 * x)).collect();
    let data = Data { input: Matrix::new(32, 1, x), target: Matrix::new(32, 1, y) };
    let mut workspace = Workspace::new(&network, 32, Simd::from_environment()?);
    let mut step = 0.02;
    for epoch in 0..400 {
        let (input, target) = (data.input.as_slice(), data.target.as_slice());
        let (loss, gradient) = workspace.gradient(&network, input, target);
        if epoch % 100 == 0 {
            println!("epoch {epoch}: J = {loss:.4}");
        }
        for (p, g) in network.parameters.iter_mut().zip(gradient) {
            *p -= step * g.signum();
        }
        step *= 0.99;
    }
    Ok(())
}
