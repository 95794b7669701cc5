//! A film of a training: the network at some of its epochs, for whoever looks on.
//!
//! Who trains need not know that it is watched: [`filmed`] keeps what every `fit` goes through that its
//! work starts on the same thread. Nothing that is computed changes.

use std::cell::RefCell;

use kernels::Real;

use crate::data::Data;
use crate::matrix::Matrix;
use crate::network::Network;
use crate::plan::{Ending, Plan};

/// A film keeps this many examples of what was trained on, the first ones.
pub const MOST_EXAMPLES: usize = 2000;

/// The training of one network; of several side by side, that in the first lane.
#[derive(Clone, Debug)]
pub struct Film {
    /// What it was trained on; of many examples, the first [`MOST_EXAMPLES`].
    pub data: Data<f64>,
    /// How many examples it was trained on.
    pub examples: usize,
    /// Examples a step.
    pub batch_size: usize,
    /// The learning rate of the first epoch.
    pub learning_rate: f64,
    /// Whether it was trained in single precision.
    pub is_single: bool,
    /// The network before the first epoch, at some between, and at the end.
    pub frames: Vec<Frame>,
    /// How it ended.
    pub ending: Ending,
}

/// A network after so many epochs.
#[derive(Clone, Debug)]
pub struct Frame {
    /// How many epochs are over.
    pub epoch: usize,
    /// The network; in double precision, which has every number of single precision.
    pub network: Network<f64>,
}

impl Film {
    /// The number of optimiser steps before a frame.
    pub fn steps(&self, frame: &Frame) -> usize {
        frame.epoch * self.examples.div_ceil(self.batch_size)
    }
}

/// What is kept while there is work to be watched.
struct Reel {
    density: usize,
    films: Vec<Film>,
}

thread_local! {
    static REEL: RefCell<Option<Reel>> = const { RefCell::new(None) };
}

/// Does the work, and returns with its result a film of every `fit` in it, in the order in which they
/// ended. A film has a frame of each of the first `density` epochs, where most happens; later two are
/// apart by 1/`density` of the epochs that are over.
pub fn filmed<R>(density: usize, work: impl FnOnce() -> R) -> (R, Vec<Film>) {
    let reel = Reel { density: density.max(1), films: Vec::new() };
    let before = REEL.replace(Some(reel));
    let result = work();
    let films = REEL.replace(before).map_or_else(Vec::new, |reel| reel.films);
    (result, films)
}

/// What takes the frames of one `fit`.
pub(crate) struct Camera {
    film: Film,
    density: usize,
    /// The epoch of the next frame.
    next: usize,
    /// What was seen since the last frame.
    last: Option<Frame>,
}

impl Camera {
    /// One that is ready, if somebody watches.
    pub(crate) fn ready<T: Real>(
        data: &Data<T::Scalar>,
        plan: &Plan,
        learning_rate: T,
    ) -> Option<Self> {
        let density = REEL.with_borrow(|reel| reel.as_ref().map(|reel| reel.density))?;
        let examples = data.input.rows();
        let film = Film {
            data: Data { input: first(&data.input), target: first(&data.target) },
            examples,
            batch_size: plan.batch_size.unwrap_or(examples),
            learning_rate: learning_rate.lane(0),
            is_single: size_of::<T::Scalar>() == size_of::<f32>(),
            frames: Vec::new(),
            ending: Ending::Exhausted(0),
        };
        Some(Self { film, density, next: 0, last: None })
    }

    /// Sees the network after so many epochs.
    pub(crate) fn sees<T: Real>(&mut self, epoch: usize, network: &Network<T>) {
        let network = Network {
            architecture: network.architecture.clone(),
            layers: network.layers.clone(),
            parameters: network.parameters.iter().map(|x| x.lane(0)).collect(),
        };
        let frame = Frame { epoch, network };
        if epoch < self.next {
            self.last = Some(frame);
        } else {
            self.last = None;
            self.film.frames.push(frame);
            self.next = epoch + (epoch / self.density).max(1);
        }
    }

    /// Hands the film over.
    pub(crate) fn stop(mut self, ending: Ending) {
        self.film.ending = ending;
        self.film.frames.extend(self.last);
        // Where the first lane ended while others went on, it stood still.
        let end = ending.epochs();
        let after = self.film.frames.iter().position(|frame| frame.epoch >= end);
        if let Some(after) = after {
            self.film.frames.truncate(after + 1);
            self.film.frames[after].epoch = end;
        }
        REEL.with_borrow_mut(|reel| {
            if let Some(reel) = reel {
                reel.films.push(self.film);
            }
        });
    }
}

/// The first rows of a matrix.
fn first<T: Real>(matrix: &Matrix<T>) -> Matrix<f64> {
    let rows = matrix.rows().min(MOST_EXAMPLES);
    let numbers = matrix.as_slice()[..rows * matrix.columns()].iter().map(|x| x.lane(0));
    Matrix::new(rows, matrix.columns(), numbers.collect())
}
