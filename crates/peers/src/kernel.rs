//! What a training step is made of: a matrix product, a function of many numbers; ours and gemm's.

use std::path::Path;

use anyhow::{Context, Result, bail};
use gemm::Parallelism;
use kernels::{Left, Panel, Right, Shape, multiply};
use mlp::{Activation, Function, Random, Simd};
use safetensors::tensor::{Dtype, TensorView};

use crate::peer::Peer;

/// How the factors of a product lie.
#[derive(Clone, Copy)]
pub enum Layout {
    /// x W: forward.
    Plain,
    /// x^T delta: the gradient of W.
    LeftTransposed,
    /// delta W^T: the gradient of x.
    RightTransposed,
}

/// What is timed.
#[derive(Clone, Copy)]
pub enum Work {
    /// Of rows x depth and depth x columns.
    Product([usize; 3], Layout),
    /// Of 64 Ki numbers.
    Function(Function),
}

/// One of them, as in the table.
pub struct Kernel {
    pub name: &'static str,
    pub work: Work,
}

const ELEMENTS: usize = 64 * 1024;

const fn product(name: &'static str, sizes: [usize; 3], layout: Layout) -> Kernel {
    Kernel { name, work: Work::Product(sizes, layout) }
}

const fn activation(name: &'static str, activation: Activation) -> Kernel {
    Kernel { name, work: Work::Function(Function::Activation(activation)) }
}

/// All of them: the products of the workloads, and a large one.
pub const KERNELS: [Kernel; 18] = [
    product("product_xor", [4, 2, 4], Layout::Plain),
    product("product_digits_output", [32, 128, 10], Layout::Plain),
    product("product_digits", [32, 64, 128], Layout::Plain),
    product("product_digits_weights", [64, 32, 128], Layout::LeftTransposed),
    product("product_digits_input", [32, 10, 128], Layout::RightTransposed),
    product("product_mnist", [128, 784, 512], Layout::Plain),
    product("product_mnist_weights", [784, 128, 512], Layout::LeftTransposed),
    product("product_mnist_input", [128, 512, 512], Layout::RightTransposed),
    product("product_1000", [1000, 1000, 1000], Layout::Plain),
    Kernel { name: "function_exp", work: Work::Function(Function::Exp) },
    Kernel { name: "function_log", work: Work::Function(Function::Ln) },
    Kernel { name: "function_log1p", work: Work::Function(Function::Ln1p) },
    activation("function_sigmoid", Activation::Sigmoid {}),
    activation("function_tanh", Activation::Tanh {}),
    activation("function_relu", Activation::Relu { at_zero: 0.0 }),
    activation("function_leaky_relu", Activation::LeakyRelu { slope: 0.01 }),
    activation("function_elu", Activation::Elu { alpha: 1.0 }),
    activation("function_softplus", Activation::Softplus {}),
];

impl Kernel {
    /// The kernel of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        KERNELS.iter().find(|kernel| kernel.name == name)
    }

    /// The systems that have it, ours first.
    pub fn systems(&self) -> &'static [&'static str] {
        match self.work {
            Work::Product(..) => &["mlp", "gemm"],
            Work::Function(_) => &["mlp", "pytorch"],
        }
    }

    /// What is counted a second.
    pub fn unit(&self) -> &'static str {
        match self.work {
            Work::Product(..) => "multiply_adds_per_second",
            Work::Function(_) => "elements_per_second",
        }
    }

    /// Writes the numbers that a function in another language is taken of.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let Work::Function(function) = self.work else { return Ok(()) };
        let bytes: Vec<u8> = arguments(function).iter().flat_map(|x| x.to_le_bytes()).collect();
        let input = TensorView::new(Dtype::F32, vec![ELEMENTS], &bytes)?;
        let path = folder.join(self.name).with_extension("safetensors");
        std::fs::write(&path, safetensors::serialize([("input", input)], None)?)
            .with_context(|| format!("{} cannot be written", path.display()))
    }

    /// The kernel in a system of this language, on one thread.
    pub fn peer(&self, system: &str) -> Result<Peer<'static>> {
        let ours = env!("CARGO_PKG_VERSION");
        match (system, self.work) {
            ("mlp", Work::Function(function)) => {
                let (simd, x) = (Simd::from_environment()?, arguments(function));
                Ok(peer(ours, ELEMENTS, ELEMENTS, move |y| function.apply(simd, &x, y)))
            }
            ("mlp", Work::Product(sizes @ [rows, depth, columns], layout)) => {
                let work = rows * depth * columns;
                Ok(peer(ours, rows * columns, work, mlp_product(sizes, layout)?))
            }
            ("gemm", Work::Product(sizes @ [rows, depth, columns], layout)) => {
                let work = rows * depth * columns;
                Ok(peer("0.19", rows * columns, work, gemm_product(sizes, layout)))
            }
            _ => bail!("{system} has no {}", self.name),
        }
    }
}

/// What a function is taken of: normal numbers, as a layer has them, or what there is a logarithm of.
fn arguments(function: Function) -> Vec<f32> {
    match function {
        Function::Ln | Function::Ln1p => positive(1, ELEMENTS),
        _ => normal(1, ELEMENTS),
    }
}

fn normal(seed: u64, count: usize) -> Vec<f32> {
    let mut random = Random::from_number(seed);
    (0..count).map(|_| random.normal() as f32).collect()
}

/// Magnitudes of normal numbers: no sum of them cancels.
fn positive(seed: u64, count: usize) -> Vec<f32> {
    normal(seed, count).into_iter().map(f32::abs).collect()
}

/// A kernel that writes so many results at a cost of `steps`: the mean of their magnitudes, then a
/// million steps a call.
fn peer(
    version: &str,
    results: usize,
    steps: usize,
    mut kernel: impl FnMut(&mut [f32]) + 'static,
) -> Peer<'static> {
    let mut results = vec![0.0; results];
    kernel(&mut results);
    let sum: f64 = results.iter().map(|&x| f64::from(x.abs())).sum();
    let times = 1_000_000_usize.div_ceil(steps);
    Peer {
        version: version.to_owned(),
        losses: vec![sum / results.len() as f64],
        reference: None,
        losses_in_double: None,
        steps: times * steps,
        work: Box::new(move || {
            (0..times).for_each(|_| kernel(&mut results));
            Ok(())
        }),
    }
}

fn factors([rows, depth, columns]: [usize; 3]) -> [Vec<f32>; 2] {
    [positive(2, rows * depth), positive(3, depth * columns)]
}

fn mlp_product(
    sizes @ [rows, depth, columns]: [usize; 3],
    layout: Layout,
) -> Result<impl FnMut(&mut [f32])> {
    let ([a, b], mut panel) = (factors(sizes), Panel::new(depth));
    let (simd, shape) = (Simd::from_environment()?, Shape { rows, depth, columns });
    Ok(move |c: &mut [f32]| {
        let factors = match layout {
            Layout::Plain => (Left::of(&a, depth), Right::Of(&b)),
            Layout::LeftTransposed => (Left::transposed(&a, rows), Right::Of(&b)),
            Layout::RightTransposed => (Left::of(&a, depth), Right::Transposed(&b)),
        };
        multiply(simd, shape, None, factors, c, &mut panel);
    })
}

fn gemm_product(
    sizes @ [rows, depth, columns]: [usize; 3],
    layout: Layout,
) -> impl FnMut(&mut [f32]) {
    let [a, b] = factors(sizes);
    // Strides from column to column and from row to row.
    let (row_major, transposed) = (|width: usize| (1, width as isize), |height| (height, 1));
    let (left, right) = match layout {
        Layout::Plain => (row_major(depth), row_major(columns)),
        Layout::LeftTransposed => (transposed(rows as isize), row_major(columns)),
        Layout::RightTransposed => (row_major(depth), transposed(depth as isize)),
    };
    move |c: &mut [f32]| {
        assert_eq!(c.len(), rows * columns);
        let (to, a, b) = (c.as_mut_ptr(), a.as_ptr(), b.as_ptr());
        let (to_columns, to_rows) = row_major(columns);
        // SAFETY: each matrix has as many numbers as its sizes and strides reach.
        unsafe {
            gemm::gemm(
                rows,
                columns,
                depth,
                to,
                to_columns,
                to_rows,
                false,
                a,
                left.0,
                left.1,
                b,
                right.0,
                right.1,
                0.0,
                1.0,
                false,
                false,
                false,
                Parallelism::None,
            );
        }
    }
}
