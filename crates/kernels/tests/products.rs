//! The matrix products equal the naive triple loop to the last bit, on every path.
#![allow(clippy::disallowed_methods, reason = "the oracle is the processor's fused multiply-add")]

mod common;

use common::{Draws, same};
use kernels::{Dispatch, Lanes, Left, Panel, Right, Shape, Simd, multiply};
use proptest::prelude::*;

/// A plain matrix, `at(i, k)` being any of its layouts.
struct Naive {
    data: Vec<f64>,
    columns: usize,
    transposed: bool,
}

impl Naive {
    fn at(&self, i: usize, k: usize) -> f64 {
        let (row, column) = if self.transposed { (k, i) } else { (i, k) };
        self.data[row * self.columns + column]
    }
}

/// Numbers, a different one in every lane; the lowest bits are such that sums round.
fn draw<T: Dispatch>(random: &mut Draws, count: usize) -> Vec<T> {
    let lane = |random: &mut Draws, x: T, k: usize| x.with_lane(k, random.number());
    (0..count).map(|_| (0..T::LANES).fold(T::zero(), |x, k| lane(random, x, k))).collect()
}

/// `start[j] + a[i][0] b[0][j] + a[i][1] b[1][j] + ...` against the product, in every lane.
fn check<T: Dispatch>(
    shape: Shape,
    (a_transposed, b_transposed, starts): (bool, bool, bool),
    seed: u64,
    fused: impl Fn(f64, f64, f64) -> f64,
) {
    let Shape { rows, depth, columns } = shape;
    let mut random = Draws::new(seed);
    let start: Vec<T> = draw(&mut random, columns);
    let (a, b): (Vec<T>, Vec<T>) =
        (draw(&mut random, rows * depth), draw(&mut random, depth * columns));
    let left = if a_transposed { Left::transposed(&a, rows) } else { Left::of(&a, depth) };
    let right = if b_transposed { Right::Transposed(&b) } else { Right::Of(&b) };
    let lane = |numbers: &[T], k: usize| numbers.iter().map(|x| x.lane(k)).collect();
    for simd in Simd::available() {
        let mut c = draw(&mut random, rows * columns);
        let mut panel = Panel::new(depth);
        multiply(simd, shape, starts.then_some(&start[..]), (left, right), &mut c, &mut panel);
        for k in 0..T::LANES {
            let columns_of = |transposed, down, across| if transposed { down } else { across };
            let a = Naive {
                data: lane(&a, k),
                columns: columns_of(a_transposed, rows, depth),
                transposed: a_transposed,
            };
            let b = Naive {
                data: lane(&b, k),
                columns: columns_of(b_transposed, depth, columns),
                transposed: b_transposed,
            };
            for i in 0..rows {
                for j in 0..columns {
                    let from = if starts { start[j].lane(k) } else { 0.0 };
                    let wanted = (0..depth).fold(from, |sum, p| fused(a.at(i, p), b.at(p, j), sum));
                    let found = c[i * columns + j].lane(k);
                    let layout = (a_transposed, b_transposed, starts);
                    assert!(
                        same(found, wanted),
                        "{shape:?} {layout:?} [{i}][{j}] lane {k} on {simd}: {found:e}, not {wanted:e}"
                    );
                }
            }
        }
    }
}

fn single(x: f64, y: f64, z: f64) -> f64 {
    f64::from((x as f32).mul_add(y as f32, z as f32))
}

fn check_all(shape: Shape, layout: (bool, bool, bool), seed: u64) {
    check::<f32>(shape, layout, seed, single);
    check::<f64>(shape, layout, seed, f64::mul_add);
}

/// Miri takes a thousand times as long: it sees every kind of tile, few times.
const MIRI: bool = cfg!(miri);

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if MIRI { 4 } else { 96 },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn products_equal_the_naive_loop(
        rows in 0..if MIRI { 14 } else { 65usize }, depth in 0..if MIRI { 9 } else { 65usize },
        columns in 0..if MIRI { 36 } else { 65usize },
        layout in any::<(bool, bool, bool)>(), seed in 0u64..1000,
    ) {
        check_all(Shape { rows, depth, columns }, layout, seed);
    }

    #[test]
    fn products_of_lanes_equal_the_naive_loop(
        rows in 0..if MIRI { 6 } else { 20usize }, depth in 0..if MIRI { 4 } else { 20usize },
        columns in 0..if MIRI { 6 } else { 20usize },
        layout in any::<(bool, bool, bool)>(), seed in 0u64..1000,
    ) {
        check::<Lanes<16>>(Shape { rows, depth, columns }, layout, seed, single);
    }
}

/// Every edge of the tiles (8 x 32, 8 x 16, 6 x 16, 4 x 4, 4 x 1; 4 x 4 and 2 x 2 of lanes) in every
/// layout, with B read in place (fewer than 48 rows) and packed.
#[test]
fn products_equal_the_naive_loop_at_the_edges_of_the_tiles() {
    let all_rows = [1, 2, 5, 6, 7, 8, 9, 12, 16, 17, 48, 55];
    let all_columns = [1, 2, 3, 4, 5, 15, 16, 17, 18, 20, 21, 31, 32, 33, 49];
    let (some_rows, some_columns) = ([1, 7], [1, 7]);
    let (every_rows, every_columns): (&[usize], &[usize]) =
        if MIRI { (&some_rows, &some_columns) } else { (&all_rows, &all_columns) };
    // In three of the eight layouts each choice is made both ways.
    for layout in (0..8).step_by(if MIRI { 3 } else { 1 }) {
        let layout = (layout & 1 > 0, layout & 2 > 0, layout & 4 > 0);
        for &rows in every_rows {
            for &columns in every_columns {
                check_all(Shape { rows, depth: 3, columns }, layout, 1);
            }
        }
        for rows in (1..6).step_by(if MIRI { 4 } else { 1 }) {
            for columns in (1..6).step_by(if MIRI { 4 } else { 1 }) {
                check::<Lanes<16>>(Shape { rows, depth: 3, columns }, layout, 1, single);
            }
        }
    }
}

/// A right factor beyond the first-level cache, which is packed strip by strip.
#[test]
#[cfg_attr(
    miri,
    ignore = "minutes; ragged and transposed strips, which are smaller, are packed too"
)]
fn products_equal_the_naive_loop_where_strips_are_packed() {
    for layout in [(false, false, true), (true, false, false), (false, true, false)] {
        check::<f32>(Shape { rows: 13, depth: 301, columns: 67 }, layout, 5, single);
        check::<Lanes<16>>(Shape { rows: 7, depth: 37, columns: 22 }, layout, 5, single);
    }
}

/// Few rows or few terms of a matrix that is large or not; rows and terms that fill every register,
/// one of two sizes, or none.
#[test]
#[cfg_attr(miri, ignore = "minutes; the same accesses to memory as in smaller products")]
fn products_equal_the_naive_loop_where_memory_bounds_them() {
    for layout in 0..8 {
        let layout = (layout & 1 > 0, layout & 2 > 0, layout & 4 > 0);
        for rows in [1, 4, 7, 8, 9] {
            for (depth, columns) in [(8, 16), (24, 7), (203, 41), (64, 64), (1, 40)] {
                check_all(Shape { rows, depth, columns }, layout, 2);
            }
        }
        for depth in [1, 3, 8, 9] {
            check_all(Shape { rows: 260, depth, columns: 70 }, layout, 3);
        }
    }
}

/// Large enough to be divided: ten million multiply-adds, the larger part on five threads once more;
/// or a large matrix, with one row or few.
#[test]
#[cfg_attr(
    miri,
    ignore = "smaller products are not divided, and ten million multiply-adds take days"
)]
fn products_on_several_threads_equal_those_on_one() {
    fn check<T: Dispatch>(shape: Shape, a_transposed: bool, b_transposed: bool) {
        let Shape { rows, depth, columns } = shape;
        let mut random = Draws::new(3);
        let (a, b): (Vec<T>, Vec<T>) =
            (draw(&mut random, rows * depth), draw(&mut random, depth * columns));
        let left = if a_transposed { Left::transposed(&a, rows) } else { Left::of(&a, depth) };
        let right = if b_transposed { Right::Transposed(&b) } else { Right::Of(&b) };
        for simd in Simd::available() {
            let product = |threads| {
                let mut c = vec![T::zero(); rows * columns];
                let mut panel = Panel::new(depth).on_threads(threads);
                multiply(simd, shape, None, (left, right), &mut c, &mut panel);
                c
            };
            let alone = product(1);
            for threads in [2, 3, 5] {
                let same = product(threads).iter().zip(&alone).all(|(a, b)| a.lane(0) == b.lane(0));
                assert!(same, "{threads} threads on {simd}");
            }
        }
    }
    for (a_transposed, b_transposed) in [(false, false), (true, false), (false, true)] {
        for (rows, depth, columns) in [(300, 257, 129), (1, 513, 519), (3, 513, 519), (513, 1, 519)]
        {
            check::<f32>(Shape { rows, depth, columns }, a_transposed, b_transposed);
            check::<f64>(Shape { rows, depth, columns }, a_transposed, b_transposed);
        }
    }
}

#[test]
fn an_unknown_or_missing_path_is_an_error() {
    let unknown = Simd::named("sse9").expect_err("there is none").to_string();
    assert!(unknown.contains("no such path") && unknown.contains("portable"), "{unknown}");
    let lacking = if cfg!(target_arch = "aarch64") { "avx2" } else { "neon" };
    let lacking = Simd::named(lacking).expect_err("another processor's").to_string();
    assert!(lacking.contains("this machine lacks it"), "{lacking}");
    assert_eq!(Simd::named("portable").expect("always there").to_string(), "portable");
}

/// Factors of as many numbers in other shapes, or of other numbers in the right ones.
#[test]
fn factors_of_another_shape_are_refused() {
    let refused = |left: Left<'_, f64>, right: usize, result: usize| {
        let (b, mut c) = (vec![0.0; right], vec![0.0; result]);
        let (shape, mut panel) = (Shape { rows: 2, depth: 3, columns: 4 }, Panel::new(3));
        let simd = Simd::available()[0];
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            multiply(simd, shape, None, (left, Right::Of(&b)), &mut c, &mut panel);
        }))
        .is_err()
    };
    let (six, nine) = ([0.0; 6], [0.0; 9]);
    assert!(!refused(Left::of(&six, 3), 12, 8));
    assert!(!refused(Left::transposed(&six, 2), 12, 8));
    assert!(refused(Left::of(&six, 2), 12, 8));
    assert!(refused(Left::of(&nine, 3), 12, 8));
    assert!(refused(Left::transposed(&six, 3), 12, 8));
    assert!(refused(Left::transposed(&nine, 2), 12, 8));
    assert!(refused(Left::of(&six, 3), 11, 8));
    assert!(refused(Left::of(&six, 3), 12, 9));
}
