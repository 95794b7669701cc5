//! Plain stochastic gradient descent for so many epochs.

use claims::Streams;
use mlp::{Data, Network, Optimizer, Plan, Schedule, Simd, Stop, Trainer};

/// A network after so many epochs on `data`: learning rate, epochs, examples a batch. Batches come
/// in the order of the stream `order`.
pub fn train(
    network: Network<f32>,
    data: &Data<f32>,
    (rate, epochs, batch_size): (f32, usize, usize),
    streams: &Streams,
    simd: Simd,
) -> Trainer<f32> {
    let batch_size = batch_size.min(data.input.rows());
    let (schedule, stop) = (Schedule::Constant, Stop::Never);
    let plan = Plan { schedule, batch_size: Some(batch_size), epochs, stop };
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, batch_size, simd);
    trainer.fit(data, rate, &plan, &mut [streams.stream("order")]);
    trainer
}
