//! Films of training: watching changes nothing, and shows what was there.
#![cfg(not(miri))] // Nothing here is unsafe, and thousands of epochs take Miri an hour.

use std::ops::ControlFlow;

use mlp::film::filmed;
use mlp::{
    Architecture, Compiled, Data, Ending, Initialization, Lanes, Matrix, Network, Number,
    Optimizer, Plan, Random, Simd, Stop, Trainer,
};

fn xor() -> Data<f32> {
    let input = Matrix::from_rows(&[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]);
    Data { input, target: Matrix::from_rows(&[[0.0], [1.0], [1.0], [0.0]]) }
}

fn network<T: Compiled>() -> Network<T> {
    let mut network = Network::new(Architecture::regression(&[2, 4, 1])).expect("2-4-1");
    let streams = &mut vec![Random::from_number(3); T::LANES];
    Initialization::GlorotNormal.fill(&mut network, 0.0, streams);
    network
}

/// Trains lane k at the k-th of some rates; the networks before each epoch in the first lane.
fn train<T: Compiled<Scalar = f32>>(rate: T, plan: &Plan) -> (Vec<Vec<f64>>, Vec<Ending>) {
    let mut trainer = Trainer::new(network::<T>(), Optimizer::GradientDescent, 4, Simd::fastest());
    let mut seen = Vec::new();
    let observer = &mut |_: usize, trainer: &mut Trainer<T>| {
        seen.push(trainer.network.parameters.iter().map(|p| p.lane(0)).collect());
        ControlFlow::Continue(())
    };
    let endings = trainer.fit_observed(&xor(), rate, plan, &mut [], observer);
    (seen, endings)
}

#[test]
fn a_film_shows_what_an_observer_sees_and_changes_nothing() {
    let plan = Plan { epochs: 1000, stop: Stop::Never, ..Plan::default() };
    let unseen = train(0.5_f32, &plan);
    let (seen, films) = filmed(20, || train(0.5_f32, &plan));
    assert_eq!(unseen, seen);
    let [film] = &films[..] else { panic!("{} films of one fit", films.len()) };
    assert_eq!((film.ending, film.examples, film.batch_size), (Ending::Exhausted(1000), 4, 4));
    assert!(film.is_single && film.learning_rate == 0.5);
    let epochs: Vec<usize> = film.frames.iter().map(|frame| frame.epoch).collect();
    // Each of the first 40 (two are apart by 40/20 only from there), then ever fewer, and the last.
    assert!((0..=40).eq(epochs[..41].iter().copied()), "{epochs:?}");
    assert!(epochs.len() < 130 && epochs.last() == Some(&1000), "{epochs:?}");
    assert!(epochs.windows(2).all(|pair| pair[0] < pair[1]));
    for frame in &film.frames {
        assert_eq!(frame.network.parameters, seen.0[frame.epoch], "epoch {}", frame.epoch);
    }
    assert_eq!(film.steps(&film.frames[7]), 7);
}

#[test]
fn of_lanes_the_first_is_filmed_until_it_ends() {
    let plan = Plan { epochs: 3000, stop: Stop::LossBelow(0.2), ..Plan::default() };
    // The others learn nothing, and go on to the end.
    let rates = Lanes::<16>::splat(1e-6).with_lane(0, 0.5);
    let ((_, endings), films) = filmed(1000, || train(rates, &plan));
    let (_, alone) = filmed(1000, || train(0.5_f32, &plan));
    let (film, alone) = (&films[0], &alone[0]);
    assert!(matches!(endings[1], Ending::Exhausted(3000)), "{endings:?}");
    assert_eq!(film.ending, alone.ending);
    assert!(matches!(film.ending, Ending::Reached(_)), "{:?}", film.ending);
    assert_eq!(film.frames.len(), alone.frames.len());
    for (ours, theirs) in film.frames.iter().zip(&alone.frames) {
        assert_eq!((ours.epoch, &ours.network), (theirs.epoch, &theirs.network));
    }
}

#[test]
fn nobody_watches_once_the_work_is_done() {
    let plan = Plan { epochs: 2, ..Plan::default() };
    let (_, films) = filmed(5, || {
        let (_, inner) = filmed(5, || train(0.5_f32, &plan));
        assert_eq!(inner.len(), 1);
        train(0.5_f32, &plan);
        train(0.5_f32, &plan)
    });
    assert_eq!(films.len(), 2, "those of the inner work are its own");
    train(0.5_f32, &plan);
    assert!(filmed(5, || ()).1.is_empty());
}
