use kernels::*;
use std::time::Instant;
fn time(name: &str, work: f64, mut f: impl FnMut()) {
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let n = (2e8 / work).ceil().max(1.0) as usize;
        let s = Instant::now();
        for _ in 0..n {
            f()
        }
        let t = s.elapsed().as_secs_f64() / n as f64;
        if t < best {
            best = t
        }
    }
    println!("{name}: {:.2} us, {:.1} Gmac/s", best * 1e6, work / best / 1e9);
}
fn main() {
    let a: Vec<usize> = std::env::args().skip(1).map(|x| x.parse().unwrap()).collect();
    let (batch, n, m) = (a[0], a[1], a[2]);
    let simd = Simd::fastest();
    let v = |k: usize| (0..k).map(|i| (i % 13) as f32 / 13.0 - 0.5).collect::<Vec<f32>>();
    let (x, mut w, delta) = (v(batch * n), v(n * m), v(batch * m));
    let work = (batch * n * m) as f64;
    let mut panel = Panel::new(n.max(m).max(batch));
    let mut z = v(batch * m);
    let mut dx = v(batch * n);
    time("forward ", work, || {
        multiply(
            simd,
            Shape { rows: batch, depth: n, columns: m },
            None,
            (Left::of(&x, n), Right::of(&w, m)),
            &mut z,
            &mut panel,
        )
    });
    time("input   ", work, || {
        multiply(
            simd,
            Shape { rows: batch, depth: m, columns: n },
            None,
            (Left::of(&delta, m), Right::transposed(&w, m)),
            &mut dx,
            &mut panel,
        )
    });
    time("gradient", work, || {
        multiply(
            simd,
            Shape { rows: n, depth: batch, columns: m },
            None,
            (Left::transposed(&x, n), Right::of(&delta, m)),
            &mut w,
            &mut panel,
        )
    });
}
