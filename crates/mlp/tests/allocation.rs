//! A training step allocates nothing.
#![allow(unsafe_code, reason = "a global allocator that counts")]

mod common;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use common::{activations, data, heads, network};
use mlp::{Activation, Compiled, Lanes, Optimizer, Simd, Trainer};

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

fn allocations_of_a_step<T: Compiled>(
    activation: Activation,
    optimizer: Optimizer,
    simd: Simd,
) -> usize {
    let data = data::<T>(6, 3, 2, 1);
    let (input, target) = (data.input.as_slice(), data.target.as_slice());
    let network = network::<T>(&[3, 4, 4, 2], activation, heads()[0], 1);
    let mut trainer = Trainer::new(network, optimizer, 6, simd);
    let before = ALLOCATIONS.with(Cell::get);
    for _ in 0..3 {
        trainer.gradient(input, target);
        trainer.update(T::splat(0.1));
    }
    ALLOCATIONS.with(Cell::get) - before
}

#[test]
fn a_step_allocates_nothing() {
    assert_ne!(ALLOCATIONS.with(Cell::get), 0, "the counter counts");
    for simd in Simd::available() {
        for activation in activations() {
            for optimizer in Optimizer::ALL {
                let counts = [
                    allocations_of_a_step::<f32>(activation, optimizer, simd),
                    allocations_of_a_step::<f64>(activation, optimizer, simd),
                    allocations_of_a_step::<Lanes<16>>(activation, optimizer, simd),
                ];
                assert_eq!(counts, [0, 0, 0], "{activation:?} {optimizer:?} {simd}");
            }
        }
    }
}
