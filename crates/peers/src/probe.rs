//! What the machine can do: multiply-adds in registers, and bytes read or moved, from a working set
//! of a given size. No network can be faster.
#![allow(clippy::disallowed_methods, reason = "what comes out is timed, not used")]

use std::thread;
use std::time::Instant;

/// Seconds of each measurement.
const SECONDS: f64 = 0.1;

/// Multiply-adds a second on so many threads, in single precision; half of it in double.
pub fn peak(threads: usize) -> f64 {
    // Sixteen sums of sixteen numbers, a multiply-add each.
    rate(threads, |_| multiply_adds(10_000) as f64)
}

/// Bytes a second that can be read from `bytes` of memory, and that can be changed in place.
pub fn bandwidth(threads: usize, bytes: usize) -> [f64; 2] {
    let numbers = (bytes / threads / size_of::<f32>()).next_multiple_of(WIDTH * SUMS);
    let mut parts = vec![vec![1.0_f32; numbers]; threads];
    let times = (1_usize << 20).div_ceil(numbers);
    let work = (times * numbers * size_of::<f32>()) as f64;
    let read = {
        let parts = &parts;
        rate(threads, |thread| {
            for _ in 0..times {
                std::hint::black_box(sum(&parts[thread]));
            }
            work
        })
    };
    let mut at = parts.iter_mut();
    let cells: Vec<std::sync::Mutex<&mut Vec<f32>>> =
        at.by_ref().map(std::sync::Mutex::new).collect();
    let moved = rate(threads, |thread| {
        let mut part = cells[thread].lock().expect("its own");
        (0..times).for_each(|_| shift(&mut part));
        work
    });
    [read, moved]
}

/// The work of all threads a second: the median of five measurements.
fn rate(threads: usize, work: impl Fn(usize) -> f64 + Sync) -> f64 {
    let once = |thread: usize| {
        let (start, mut done) = (Instant::now(), 0.0);
        while start.elapsed().as_secs_f64() < SECONDS {
            done += work(thread);
        }
        done / start.elapsed().as_secs_f64()
    };
    let mut rates = [0.0; 5];
    for rate in &mut rates {
        *rate = thread::scope(|scope| {
            let once = &once;
            let all: Vec<_> = (0..threads).map(|i| scope.spawn(move || once(i))).collect();
            all.into_iter().map(|one| one.join().expect("does not panic")).sum()
        });
    }
    rates.sort_by(f64::total_cmp);
    rates[2]
}

const WIDTH: usize = 16;
const SUMS: usize = 8;

#[inline(always)]
fn sums(numbers: &[f32]) -> [f32; WIDTH * SUMS] {
    let mut sums = [0.0_f32; WIDTH * SUMS];
    for block in numbers.as_chunks::<{ WIDTH * SUMS }>().0 {
        for i in 0..WIDTH * SUMS {
            sums[i] += block[i];
        }
    }
    sums
}

#[inline(always)]
fn shifts(numbers: &mut [f32]) {
    for x in numbers {
        *x = 1e-9_f32.mul_add(*x, *x);
    }
}

#[cfg(target_arch = "x86_64")]
mod inside {
    use std::arch::x86_64::{_mm256_fmadd_ps, _mm256_set1_ps, _mm512_fmadd_ps, _mm512_set1_ps};
    use std::hint::black_box;

    #[target_feature(enable = "avx512f")]
    pub fn wide(times: usize) -> usize {
        let (x, mut sums) = (black_box(_mm512_set1_ps(0.5)), [_mm512_set1_ps(0.0); 16]);
        for _ in 0..times {
            for sum in &mut sums {
                *sum = _mm512_fmadd_ps(x, *sum, x);
            }
        }
        black_box(sums);
        times * 16 * 16
    }

    #[target_feature(enable = "avx2,fma")]
    pub fn narrow(times: usize) -> usize {
        let (x, mut sums) = (black_box(_mm256_set1_ps(0.5)), [_mm256_set1_ps(0.0); 12]);
        for _ in 0..times {
            for sum in &mut sums {
                *sum = _mm256_fmadd_ps(x, *sum, x);
            }
        }
        black_box(sums);
        times * 12 * 8
    }

    #[target_feature(enable = "avx512f")]
    pub fn sum_wide(numbers: &[f32]) -> [f32; 128] {
        super::sums(numbers)
    }

    #[target_feature(enable = "avx2,fma")]
    pub fn sum_narrow(numbers: &[f32]) -> [f32; 128] {
        super::sums(numbers)
    }

    #[target_feature(enable = "avx512f")]
    pub fn shift_wide(numbers: &mut [f32]) {
        super::shifts(numbers);
    }

    #[target_feature(enable = "avx2,fma")]
    pub fn shift_narrow(numbers: &mut [f32]) {
        super::shifts(numbers);
    }
}

/// The processor's widest code.
#[cfg(target_arch = "x86_64")]
macro_rules! widest {
    ($wide:ident, $narrow:ident, $argument:expr, $else:expr) => {
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: it was detected.
            unsafe { inside::$wide($argument) }
        } else if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            // SAFETY: both were detected.
            unsafe { inside::$narrow($argument) }
        } else {
            $else
        }
    };
}
#[cfg(not(target_arch = "x86_64"))]
macro_rules! widest {
    ($wide:ident, $narrow:ident, $argument:expr, $else:expr) => {
        $else
    };
}

fn multiply_adds(times: usize) -> usize {
    widest!(wide, narrow, times, {
        let mut sums = [[0.0_f32; 4]; 16];
        let x = std::hint::black_box(0.5_f32);
        for _ in 0..times {
            sums.iter_mut().flatten().for_each(|sum| *sum = x.mul_add(*sum, x));
        }
        std::hint::black_box(sums);
        times * 64
    })
}

fn sum(numbers: &[f32]) -> [f32; WIDTH * SUMS] {
    widest!(sum_wide, sum_narrow, numbers, sums(numbers))
}

fn shift(numbers: &mut [f32]) {
    widest!(shift_wide, shift_narrow, numbers, shifts(numbers));
}
