//! Slips planted on purpose, to test the checks that are meant to find slips.

use num_bigint::BigInt;

use super::Formula;
use super::tree::{Node, Operation};

/// A formula with one slip.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// What was done, and to which part, counted from the front.
    pub slip: String,
    /// The formula with the slip.
    pub formula: Formula,
}

/// The slips of lecture notes: a sign, a factor, an argument, two branches swapped.
#[derive(Clone, Copy, Debug)]
enum Slip {
    Sign,
    Factor,
    Argument,
    Branches,
}

const SLIPS: [(Slip, &str); 4] = [
    (Slip::Sign, "sign"),
    (Slip::Factor, "factor"),
    (Slip::Argument, "argument"),
    (Slip::Branches, "branches"),
];

impl Formula {
    /// Every formula with one slip in one place. Slips that may not change the value are left out:
    /// a sign or factor of 0, the sign of the argument of a power or an absolute value, exponents,
    /// and anything within the two sides of a comparison.
    pub fn mutants(&self) -> Vec<Mutant> {
        let mutant = |(slip, root): (String, Node)| {
            let text = format!("{} with another {slip}", self.text);
            Mutant { slip, formula: Formula { text, root: Box::new(root) } }
        };
        self.root.slips().into_iter().map(mutant).collect()
    }
}

impl Node {
    /// The same with one slip, and what was done, for every slip and place.
    pub(crate) fn slips(&self) -> Vec<(String, Self)> {
        let mut all = Vec::new();
        for (slip, name) in SLIPS {
            for place in 0..self.size() {
                let mut root = self.clone();
                if root.slip_at(&mut { place }, slip) {
                    all.push((format!("{name} of part {}", place + 1), root));
                }
            }
        }
        all
    }

    /// Makes the slip in part `place`, counted depth first; returns whether that was possible.
    fn slip_at(&mut self, place: &mut usize, slip: Slip) -> bool {
        if *place == 0 {
            return self.slip(slip);
        }
        *place -= 1;
        let Self::Operation(operation, parts) = self else { return false };
        for (i, part) in parts.iter_mut().enumerate() {
            let size = part.size();
            if *place < size {
                let compared = *operation == Operation::Where && i < 2;
                let exponent = *operation == Operation::Power && i == 1;
                let signless = match slip {
                    Slip::Sign => matches!(operation, Operation::Power | Operation::Abs),
                    _ => false,
                };
                let variable = *operation == Operation::Derivative && i == 1;
                let untouched = variable || compared || exponent || (signless && *place == 0);
                return !untouched && part.slip_at(place, slip);
            }
            *place -= size;
        }
        false
    }

    fn slip(&mut self, slip: Slip) -> bool {
        let zero = *self == whole(0);
        match (slip, &mut *self) {
            (Slip::Sign, Self::Operation(operation @ Operation::Add, _)) => {
                *operation = Operation::Subtract;
            }
            (Slip::Sign, Self::Operation(operation @ Operation::Subtract, _)) => {
                *operation = Operation::Add;
            }
            (Slip::Sign, node) if !zero => {
                *node = Self::Operation(Operation::Negate, vec![node.clone()]);
            }
            (Slip::Factor, node) if !zero => *node = double(node),
            (Slip::Argument, Self::Operation(operation, parts)) => {
                let [argument] = &mut parts[..] else { return false };
                if *operation == Operation::Negate {
                    return false;
                }
                *argument = double(argument);
            }
            (Slip::Branches, Self::Operation(Operation::Where, parts)) => parts.swap(2, 3),
            (Slip::Branches, Self::Operation(operation @ Operation::Max, _)) => {
                *operation = Operation::Min;
            }
            (Slip::Branches, Self::Operation(operation @ Operation::Min, _)) => {
                *operation = Operation::Max;
            }
            _ => return false,
        }
        true
    }
}

fn whole(n: i32) -> Node {
    Node::number(BigInt::from(n).into())
}

fn double(node: &Node) -> Node {
    Node::Operation(Operation::Multiply, vec![whole(2), node.clone()])
}

#[cfg(test)]
mod tests {
    use super::Formula;

    #[test]
    fn every_slip_is_made_once_in_every_place() {
        let formula: Formula = "where(x < 0, a*x, max(0, x))".parse().expect("a formula");
        let mutants = formula.mutants();
        let of = |name| mutants.iter().filter(|mutant| mutant.slip.starts_with(name)).count();
        // The whole, a*x, a, x, max and x; not the 0, nor what is compared.
        assert_eq!((of("sign"), of("factor"), of("argument"), of("branches")), (6, 6, 0, 2));
        let at = [("x", -1.0), ("a", 0.25)];
        let swapped = mutants.iter().find(|mutant| mutant.slip == "branches of part 1");
        assert_eq!(swapped.expect("there").formula.value(&at), 0.0);
        let sines: Formula = "sin(x)".parse().expect("a formula");
        let doubled = sines.mutants().into_iter().find(|mutant| mutant.slip.contains("argument"));
        assert_eq!(doubled.expect("there").formula.at(0.5), libm::sin(1.0));
    }
}
