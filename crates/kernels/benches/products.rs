//! The matrix product by shape: operations a second, a multiply-add counting as two.

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kernels::{Dispatch, Lanes, Left, Panel, Right, Shape, Simd, multiply};

/// Short enough that all benches take less than five minutes on two cores.
fn criterion() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2))
        .sample_size(40)
        .configure_from_args()
}

/// Which factor lies transposed.
#[derive(Clone, Copy)]
enum Layout {
    /// x W.
    Plain,
    /// x^T delta.
    LeftTransposed,
    /// delta W^T.
    RightTransposed,
}

/// The products of the workloads and square ones: rows, depth, columns.
const SHAPES: [(&str, [usize; 3], Layout); 11] = [
    ("forward", [128, 784, 512], Layout::Plain),
    ("forward", [128, 512, 512], Layout::Plain),
    ("forward", [128, 512, 10], Layout::Plain),
    ("forward", [32, 64, 128], Layout::Plain),
    ("forward", [32, 128, 10], Layout::Plain),
    ("weights", [784, 128, 512], Layout::LeftTransposed),
    ("weights", [64, 32, 128], Layout::LeftTransposed),
    ("weights", [512, 128, 10], Layout::LeftTransposed),
    ("inputs", [128, 512, 512], Layout::RightTransposed),
    ("inputs", [128, 10, 512], Layout::RightTransposed),
    ("square", [512, 512, 512], Layout::Plain),
];

fn product<T: Dispatch>(
    criterion: &mut Criterion,
    number: &str,
    name: &str,
    [rows, depth, columns]: [usize; 3],
    layout: Layout,
) {
    let shape = Shape { rows, depth, columns };
    let numbers = |count| (0..count).map(|i| T::splat((i % 13) as f64 / 13.0 - 0.5)).collect();
    let (a, b): (Vec<T>, Vec<T>) = (numbers(rows * depth), numbers(depth * columns));
    let simd = Simd::from_environment().expect("a path of this machine");
    let mut c = vec![T::zero(); rows * columns];
    let mut panel = Panel::new(depth);
    let left = match layout {
        Layout::LeftTransposed => Left::transposed(&a, rows),
        _ => Left::of(&a, depth),
    };
    let right = match layout {
        Layout::RightTransposed => Right::Transposed(&b),
        _ => Right::Of(&b),
    };
    let mut group = criterion.benchmark_group(format!("product_{number}"));
    group.throughput(Throughput::Elements((2 * rows * depth * columns * T::LANES) as u64));
    group.bench_function(format!("{name}_{rows}x{depth}x{columns}"), |bencher| {
        bencher.iter(|| multiply(simd, shape, None, (left, right), &mut c, &mut panel));
    });
    group.finish();
}

fn products(criterion: &mut Criterion) {
    for (name, shape, layout) in SHAPES {
        product::<f32>(criterion, "f32", name, shape, layout);
    }
    product::<f64>(criterion, "f64", "forward", [128, 512, 512], Layout::Plain);
    product::<Lanes<16>>(criterion, "lanes", "forward", [32, 64, 128], Layout::Plain);
    product::<Lanes<16>>(criterion, "lanes", "weights", [64, 32, 128], Layout::LeftTransposed);
}

criterion_group!(name = benches; config = criterion(); targets = products);
criterion_main!(benches);
