//! What a training step is made of: a matrix product, a function of many numbers; ours and gemm's.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use gemm::Parallelism;
use mlp::functions::Function;
use mlp::product::{Left, Panel, Right, Shape, multiply};
use mlp::{Activation, Random, Simd};
use rayon::ThreadPool;
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

    /// Where its file is.
    fn path(&self, folder: &Path) -> PathBuf {
        folder.join(self.name).with_extension("safetensors")
    }

    /// Writes the numbers that a function in another language is taken of.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let bytes: Vec<u8> = arguments().iter().flat_map(|x| x.to_le_bytes()).collect();
        let input = TensorView::new(Dtype::F32, vec![ELEMENTS], &bytes)?;
        let path = self.path(folder);
        std::fs::write(&path, safetensors::serialize([("input", input)], None)?)
            .with_context(|| format!("{} cannot be written", path.display()))
    }

    /// The kernel in a system of this language, on so many threads.
    pub fn peer(&self, system: &str, threads: usize) -> Result<Peer<'static>> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        match (system, self.work) {
            ("mlp", Work::Product(sizes, layout)) => ours(sizes, layout, threads, pool),
            ("gemm", Work::Product(sizes, layout)) => gemm(sizes, layout, threads, pool),
            ("mlp", Work::Function(function)) => {
                let (simd, x, mut y) =
                    (Simd::from_environment()?, arguments(), vec![0.0; ELEMENTS]);
                function.apply(simd, &x, &mut y);
                let steps = 20;
                let loss = mean(&y);
                peer(env!("CARGO_PKG_VERSION"), loss, steps * ELEMENTS, move || {
                    (0..steps).for_each(|_| function.apply(simd, &x, &mut y));
                })
            }
            _ => bail!("{system} has no {}", self.name),
        }
    }
}

/// Positive numbers for the logarithms; of both signs would be more usual, and no different.
fn arguments() -> Vec<f32> {
    let mut random = Random::from_number(1);
    (0..ELEMENTS).map(|_| random.normal().abs() as f32).collect()
}

fn mean(numbers: &[f32]) -> f64 {
    numbers.iter().map(|&x| f64::from(x)).sum::<f64>() / numbers.len() as f64
}

fn peer(
    version: &str,
    result: f64,
    steps: usize,
    mut work: impl FnMut() + 'static,
) -> Result<Peer<'static>> {
    Ok(Peer {
        version: version.to_owned(),
        losses: vec![result],
        reference: None,
        losses_in_double: None,
        steps,
        work: Box::new(move || {
            work();
            Ok(())
        }),
    })
}

/// Factors of positive numbers, whose sums do not cancel, and how often to multiply them.
fn factors([rows, depth, columns]: [usize; 3]) -> (Vec<f32>, Vec<f32>, usize) {
    let mut random = Random::from_number(2);
    let mut draw = |count: usize| (0..count).map(|_| random.normal().abs() as f32).collect();
    let work = rows * depth * columns;
    (draw(rows * depth), draw(depth * columns), 1_000_000_usize.div_ceil(work))
}

fn ours(
    sizes @ [rows, depth, columns]: [usize; 3],
    layout: Layout,
    threads: usize,
    pool: ThreadPool,
) -> Result<Peer<'static>> {
    let (a, b, times) = factors(sizes);
    let (simd, shape) = (Simd::from_environment()?, Shape { rows, depth, columns });
    let mut c = vec![0.0; rows * columns];
    let mut panel = Panel::new(depth).on_threads(threads);
    let product = move |c: &mut [f32], panel: &mut Panel<f32>| {
        let factors = match layout {
            Layout::Plain => (Left::of(&a, depth), Right::Of(&b)),
            Layout::LeftTransposed => (Left::transposed(&a, rows), Right::Of(&b)),
            Layout::RightTransposed => (Left::of(&a, depth), Right::Transposed(&b)),
        };
        multiply(simd, shape, None, factors, c, panel);
    };
    product(&mut c, &mut panel);
    let result = mean(&c);
    peer(env!("CARGO_PKG_VERSION"), result, times * rows * depth * columns, move || {
        pool.install(|| (0..times).for_each(|_| product(&mut c, &mut panel)));
    })
}

fn gemm(
    sizes @ [rows, depth, columns]: [usize; 3],
    layout: Layout,
    threads: usize,
    pool: ThreadPool,
) -> Result<Peer<'static>> {
    let (a, b, times) = factors(sizes);
    let mut c = vec![0.0; rows * columns];
    let threads = if threads == 1 { Parallelism::None } else { Parallelism::Rayon(threads) };
    // Strides from column to column and from row to row.
    let (row_major, transposed) = (|width: usize| (1, width as isize), |height| (height, 1));
    let (left, right) = match layout {
        Layout::Plain => (row_major(depth), row_major(columns)),
        Layout::LeftTransposed => (transposed(rows as isize), row_major(columns)),
        Layout::RightTransposed => (row_major(depth), transposed(depth as isize)),
    };
    let product = move |c: &mut [f32]| {
        let (to, a, b) = (c.as_mut_ptr(), a.as_ptr(), b.as_ptr());
        let (to_columns, to_rows) = row_major(columns);
        // SAFETY: each matrix has as many numbers as its sizes and strides reach.
        unsafe {
            gemm::gemm(
                rows, columns, depth, to, to_columns, to_rows, false, a, left.0, left.1, b,
                right.0, right.1, 0.0, 1.0, false, false, false, threads,
            );
        }
    };
    product(&mut c);
    let result = mean(&c);
    peer("0.19", result, times * rows * depth * columns, move || {
        pool.install(|| (0..times).for_each(|_| product(&mut c)));
    })
}
