//! A training step allocates nothing, nor does an epoch.
#![allow(unsafe_code, reason = "a global allocator that counts")]

mod common;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use common::{activations, data, heads, network};
use mlp::Trainer;
use mlp::{Activation, Compiled, Ending, Lanes, Optimizer, Plan, Random, Schedule, Simd, Stop};

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: passes everything on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.with(Cell::get);
    work();
    ALLOCATIONS.with(Cell::get) - before
}

/// Of steps in two halves and of whole ones.
fn allocations_of_steps<T: Compiled>(
    activation: Activation,
    optimizer: Optimizer,
    simd: Simd,
) -> [usize; 2] {
    let data = data::<T>(6, 3, 2, 1);
    let (input, target) = (data.input.as_slice(), data.target.as_slice());
    let network = network::<T>(&[3, 4, 4, 2], activation, heads()[0], 1);
    let mut trainer = Trainer::new(network, optimizer, 6, simd);
    let halves = allocations(|| {
        for _ in 0..3 {
            trainer.gradient(input, target);
            trainer.update(T::splat(0.1));
        }
    });
    let whole = allocations(|| {
        for _ in 0..3 {
            trainer.step(input, target, T::splat(0.1), f64::NEG_INFINITY);
        }
    });
    [halves, whole]
}

#[test]
#[cfg_attr(miri, ignore = "what is counted here, Miri does not look for")]
fn a_step_allocates_nothing() {
    assert_ne!(ALLOCATIONS.with(Cell::get), 0, "the counter counts");
    for simd in Simd::available() {
        for activation in activations() {
            for optimizer in Optimizer::ALL {
                let counts = [
                    allocations_of_steps::<f32>(activation, optimizer, simd),
                    allocations_of_steps::<f64>(activation, optimizer, simd),
                    allocations_of_steps::<Lanes<16>>(activation, optimizer, simd),
                ];
                assert_eq!(counts, [[0; 2]; 3], "{activation:?} {optimizer:?} {simd}");
            }
        }
    }
}

/// A run allocates its buffers when it begins; batches are gathered and shuffled in them.
fn check_run<T: Compiled<Scalar: Compiled>>(optimizer: Optimizer, batch_size: Option<usize>) {
    let data = data::<T::Scalar>(7, 3, 2, 1);
    let start = network::<T>(&[3, 4, 2], Activation::Tanh {}, heads()[0], 1);
    for stop in [Stop::Never, Stop::LossBelow(1e-9)] {
        let [short, long] = [1, 9].map(|epochs| {
            let mut trainer = Trainer::new(start.clone(), optimizer, 7, Simd::available()[0]);
            let mut orders: Vec<Random> = (1..).take(T::LANES).map(Random::from_number).collect();
            let plan = Plan { schedule: Schedule::Constant, batch_size, epochs, stop };
            allocations(|| {
                let endings = trainer.fit(&data, T::splat(0.01), &plan, &mut orders);
                assert_eq!(endings[0], Ending::Exhausted(epochs), "all epochs were gone through");
            })
        });
        assert_eq!(short, long, "{optimizer:?} {batch_size:?} {stop:?}");
    }
}

#[test]
#[cfg_attr(miri, ignore = "what is counted here, Miri does not look for")]
fn nine_epochs_allocate_as_much_as_one() {
    for optimizer in Optimizer::ALL {
        for batch_size in [None, Some(3)] {
            check_run::<f32>(optimizer, batch_size);
            check_run::<f64>(optimizer, batch_size);
            check_run::<Lanes<16>>(optimizer, batch_size);
        }
    }
}
