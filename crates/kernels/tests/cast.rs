//! The same numbers under another type: every view has all of them, in their order.

use kernels::cast::{MadeOf, cast, view, view_mut};
use kernels::software::Software;
use kernels::tally::Counted;
use kernels::{Dispatch, Lanes, Number, Path, Real, Simd, Work};

/// `count` numbers, in whose lanes stand 1, 2, 3, ... one after the other: exact in any precision.
fn counting<T: Number>(count: usize) -> Vec<T> {
    let number = |i| (0..T::LANES).fold(T::zero(), |x, k| x.with_lane(k, at(i * T::LANES + k)));
    (0..count).map(number).collect()
}

fn at(place: usize) -> f64 {
    (place + 1) as f64
}

/// Every lane of every number, in order.
fn flat<T: Number>(numbers: &[T]) -> Vec<f64> {
    numbers.iter().flat_map(|x| (0..T::LANES).map(|k| x.lane(k))).collect()
}

/// So many numbers are viewed; fewer under Miri, which takes a thousand times as long.
const COUNT: usize = if cfg!(miri) { 2 } else { 5 };

/// [`COUNT`] of `T` as `U`, looked at and written to.
fn check<T: Number + MadeOf<U>, U: Number>() {
    let mut numbers: Vec<T> = counting(COUNT);
    let wanted: Vec<f64> = (0..COUNT * T::LANES).map(at).collect();
    assert_eq!((T::COUNT * U::LANES, flat(&numbers)), (T::LANES, wanted.clone()));
    let parts: &[U] = view(&numbers);
    assert_eq!((parts.len(), flat(parts)), (COUNT * T::COUNT, wanted.clone()));
    assert!(view::<T, U>(&[]).is_empty());

    // Each part by itself, the last one too; what is not written to stays.
    for i in 0..parts.len() {
        let parts: &mut [U] = view_mut(&mut numbers);
        parts[i] = -parts[i];
        let written = i * U::LANES..(i + 1) * U::LANES;
        let signed = |place| if written.contains(&place) { -at(place) } else { at(place) };
        assert_eq!(flat(&numbers), (0..COUNT * T::LANES).map(signed).collect::<Vec<f64>>(), "{i}");
        let parts: &mut [U] = view_mut(&mut numbers);
        parts[i] = -parts[i];
    }
    assert_eq!(flat(&numbers), wanted);
}

#[test]
fn a_view_has_every_number_in_its_place() {
    check::<f32, f32>();
    check::<f64, f64>();
    check::<f32, Software<f32>>();
    check::<f64, Software<f64>>();
    check::<Software<f32>, Software<f32>>();
    check::<Software<f64>, Software<f64>>();
    check::<Counted, Counted>();
    check::<Lanes<16>, f32>();
    check::<Lanes<32>, f32>();
    check::<Lanes<16>, Lanes<16>>();
    check::<Lanes<16>, Lanes<16, Software<f32>>>();
    check::<Lanes<16, Software<f32>>, Software<f32>>();
}

/// Doubles every number, as what it is on a path.
struct Doubling<'a, T>(&'a mut [T]);

impl<T: Number> Work<T> for Doubling<'_, T> {
    fn run<U: Real, P: Path<U>>(self, _: P)
    where
        T: MadeOf<U>,
    {
        assert_eq!(T::COUNT, 1, "a path's number has all the lanes");
        assert_eq!(flat(view::<T, U>(self.0)), flat(self.0));
        let first = self.0.first().map(|number| flat(&[*cast::<T, U>(number)]));
        assert_eq!(first, self.0.first().map(|number| flat(&[*number])));
        for x in view_mut::<T, U>(self.0) {
            *x = *x + *x;
        }
    }
}

/// The registers, which no other crate can name, among them.
#[test]
fn the_numbers_of_every_path_are_those_they_were() {
    fn check<T: Dispatch>() {
        for simd in Simd::available() {
            for count in [0, 1, COUNT] {
                let mut numbers: Vec<T> = counting(count);
                T::dispatch(simd, Doubling(&mut numbers));
                let wanted: Vec<f64> = (0..count * T::LANES).map(|place| 2.0 * at(place)).collect();
                assert_eq!(flat(&numbers), wanted, "{simd}");
            }
        }
    }
    check::<f32>();
    check::<f64>();
    check::<Lanes<16>>();
}

#[test]
fn lanes_are_collected_in_order_and_rounded() {
    let tenths = |count: u32| (0..count).map(|k| f64::from(k) / 10.0);
    let lanes: Lanes<16> = tenths(16).collect();
    let singles: &[f32] = view(std::slice::from_ref(&lanes));
    assert_eq!(singles, tenths(16).map(|x| x as f32).collect::<Vec<f32>>());
    let software: Lanes<16, Software<f32>> = tenths(16).collect();
    assert_eq!(flat(&[software]), flat(&[lanes]));
}

#[test]
#[should_panic(expected = "15 numbers for 16 lanes")]
fn too_few_numbers_for_the_lanes_are_refused() {
    let _: Lanes<16> = (0..15).map(f64::from).collect();
}

#[test]
#[should_panic(expected = "more than 16 numbers")]
fn too_many_numbers_for_the_lanes_are_refused() {
    let _: Lanes<16> = (0..17).map(f64::from).collect();
}
