//! A table of numbers with a label at the end of each line: mini-batches, Adam, and an eye on the
//! error of held-out rows, which ends training when it no longer falls.

use std::ops::ControlFlow;

use mlp::Trainer;
use mlp::{Architecture, Data, Initialization, Matrix, Network, Optimizer, Plan, Random, Simd};

/// Two noisy circles, one class inside the other; a file would be read the same way.
fn table() -> String {
    let mut random = Random::from_number(7);
    let mut line = |class: usize| {
        let angle = random.between(0.0, std::f64::consts::TAU);
        let radius = 1.0 + class as f64 + 0.2 * random.normal();
        format!("{},{},{class}\n", radius * libm::cos(angle), radius * libm::sin(angle))
    };
    (0..600).map(|i| line(i % 2)).collect()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rows = Vec::new();
    for line in table().lines() {
        rows.push(line.split(',').map(str::parse).collect::<Result<Vec<f32>, _>>()?);
    }
    let data = |rows: &[Vec<f32>]| {
        let inputs = rows.iter().flat_map(|row| row[..2].to_vec()).collect();
        let labels: Vec<usize> = rows.iter().map(|row| row[2] as usize).collect();
        Data::classes(Matrix::new(rows.len(), 2, inputs), &labels, 2)
    };
    let (training, held_out) = (data(&rows[..400]), data(&rows[400..]));
    let mut network = Network::<f32>::new(Architecture::classifier(&[2, 16, 2]))?;
    Initialization::HeNormal.fill(&mut network, 0.0, &mut [Random::from_number(1)]);
    let mut trainer = Trainer::new(network, Optimizer::adam(), 32, Simd::from_environment()?);
    let plan = Plan { batch_size: Some(32), epochs: 100, ..Plan::default() };
    let (mut fewest, mut since) = (usize::MAX, 0);
    let mut watch = |epoch: usize, trainer: &mut Trainer<f32>| {
        let errors = trainer.errors(&held_out)[0];
        println!("epoch {epoch}: {errors} of 200 held-out rows are wrong");
        (fewest, since) = if errors < fewest { (errors, 0) } else { (fewest, since + 1) };
        if since < 10 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let order = &mut [Random::from_number(2)];
    let ending = trainer.fit_observed(&training, 0.01, &plan, order, &mut watch);
    println!("{:?}; {fewest} wrong at best", ending[0]);
    Ok(())
}
