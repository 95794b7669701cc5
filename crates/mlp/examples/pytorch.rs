//! Weights to PyTorch and back: a file for `torch.nn.Sequential`, read again with its architecture.
//!
//! In Python, the file is
//! `model.load_state_dict(safetensors.torch.load_file("network.safetensors"))` of
//! `model = Sequential(Linear(4, 8), ReLU(), Linear(8, 3))`; what
//! `safetensors.torch.save_file(model.state_dict(), ...)` writes is read by `Network::load`.

use mlp::{Architecture, Initialization, Matrix, Names, Network, Optimizer, Random, Simd, Trainer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut network = Network::<f32>::new(Architecture::classifier(&[4, 8, 3]))?;
    Initialization::HeUniform.fill(&mut network, 0.0, &mut [Random::from_number(1)]);
    let folder = std::env::temp_dir().join(format!("mlp-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("network.safetensors");
    network.save(&path, Names::Sequential)?;
    let read = Network::open(&path)?;
    std::fs::remove_dir_all(&folder)?;
    assert_eq!(read, network);
    let input = Matrix::from_rows(&[[0.5, -1.0, 2.0, 0.0]]);
    let mut trainer = Trainer::new(read, Optimizer::default(), 1, Simd::from_environment()?);
    println!("the probabilities of three classes: {:?}", trainer.predict(&input).row(0));
    Ok(())
}
