//! What an activation costs in operations.

use kernels::Number;
use kernels::tally::{self, Counted, Operations};

use crate::activation::Activation;

/// The operations of f(x) and of f'(x) given f(x), for one element.
///
/// # Panics
/// For PReLU and maxout, which need more than z.
pub fn operations(activation: Activation) -> (Operations, Operations) {
    let [z, mut h, mut delta] = [0.5, 0.0, 1.0].map(|x| [Counted::splat(x)]);
    let value = tally::operations(|| activation.apply(&z, &mut h));
    let slope = tally::operations(|| activation.backward(&z, &h, &mut delta));
    (value, slope)
}

#[cfg(test)]
mod tests {
    use super::operations;
    use crate::Activation;
    use kernels::tally::Operations;

    #[test]
    fn small_functions_are_counted_by_hand() {
        let none = Operations::default();
        let relu = operations(Activation::Relu { at_zero: 0.0 });
        let once = Operations { selections: 1, ..none };
        assert_eq!(relu, (once, Operations { selections: 1, arithmetic: 1, ..none }));
        let leaky = operations(Activation::LeakyRelu { slope: 0.1 });
        assert_eq!(leaky.0, Operations { selections: 1, arithmetic: 1, ..none });
        assert_eq!(operations(Activation::Identity {}), (none, none));
        // 1 - h^2, negated and fused, times delta.
        let tanh = operations(Activation::Tanh {}).1;
        assert_eq!(tanh, Operations { bits: 1, arithmetic: 2, ..none });
        let elu = operations(Activation::Elu { alpha: 1.0 });
        assert_eq!((elu.0.exponentials, elu.1.exponentials), (1, 1));
        // Twice: nothing may be left over from the first time.
        for _ in 0..2 {
            let (value, slope) = operations(Activation::Sigmoid {});
            assert_eq!((value.total(), value.divisions, slope.total()), (42, 1, 3));
        }
    }
}
