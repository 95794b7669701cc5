"""PyTorch's numbers for tests/pytorch.rs: prints tests/pytorch/numbers.rs.

    python3 crates/mlp/tests/pytorch.py > crates/mlp/tests/pytorch/numbers.rs

Any PyTorch on a CPU will do; Debian's package python3-torch 1.13.1 calls itself 1.13.0a0.

A 3-4-2 network on five examples, all in double precision. Parameters and data are formulas that
the Rust side has, too. Ours are flat: layer by layer W [fan_in, units] row after row, b, then
PReLU's slope; torch.nn.Linear keeps the transpose of W.
"""

import platform
import textwrap

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
EXAMPLES, SIZES = 5, (3, 4, 2)


def spread(count, factor, modulus, scale):
    """((factor i) mod modulus - (modulus - 1) / 2) / scale for i = 0, 1, ..., count - 1."""
    return [((factor * i) % modulus - (modulus - 1) // 2) / scale for i in range(count)]


INPUT = torch.tensor(spread(EXAMPLES * SIZES[0], 5, 13, 5)).reshape(EXAMPLES, SIZES[0])
TARGET = torch.tensor(spread(EXAMPLES * SIZES[2], 3, 7, 4)).reshape(EXAMPLES, SIZES[2])
FRACTIONS = TARGET * 2 / 3 + 0.5
CLASSES = torch.arange(EXAMPLES) % SIZES[2]

# Ours on the left.
ACTIVATIONS = {
    "Sigmoid {}": nn.Sigmoid,
    "Tanh {}": nn.Tanh,
    "Relu { at_zero: 0.0 }": nn.ReLU,
    "LeakyRelu { slope: 0.01 }": nn.LeakyReLU,
    "Prelu { initial: 0.25, per_unit: false }": nn.PReLU,
    "Elu { alpha: 1.0 }": nn.ELU,
    "Softplus {}": nn.Softplus,
    "Identity {}": nn.Identity,
}


# Reductions are PyTorch's default, a mean, but for BCE: ours is a mean over examples of sums over
# outputs, theirs would be a mean over outputs, too.
COSTS = {
    "MeanSquaredError": lambda z: nn.MSELoss()(z, TARGET),
    "BernoulliCrossEntropy": lambda z: nn.BCEWithLogitsLoss(reduction="sum")(z, FRACTIONS)
    / EXAMPLES,
    "CategoricalCrossEntropy": lambda z: nn.CrossEntropyLoss()(z, CLASSES),
}

OPTIMIZERS = {
    "GradientDescent": lambda p: torch.optim.SGD(p, lr=0.1),
    "Momentum { momentum: 0.9 }": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "Nesterov { momentum: 0.9 }": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    "Adam { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }": lambda p: torch.optim.Adam(
        p, lr=0.1, betas=(0.9, 0.999), eps=1e-8
    ),
}


def network(activation):
    layers = [nn.Linear(SIZES[0], SIZES[1]), activation(), nn.Linear(SIZES[1], SIZES[2])]
    count = sum(SIZES[i] * SIZES[i + 1] + SIZES[i + 1] for i in (0, 1))
    numbers = iter(spread(count, 7, 11, 8))
    with torch.no_grad():
        for linear in (layers[0], layers[2]):
            fan_out, fan_in = linear.weight.shape
            ours = torch.tensor([next(numbers) for _ in range(fan_in * fan_out)])
            linear.weight.copy_(ours.reshape(fan_in, fan_out).T)
            linear.bias.copy_(torch.tensor([next(numbers) for _ in range(fan_out)]))
    return nn.Sequential(*layers)


def logits(network):
    # At a kink the two may take different subgradients (of a leaky ReLU at 0, 1 and 0.01).
    assert network[0](INPUT).abs().min() > 1e-3, "a unit stands at its kink"
    return network(INPUT)


def flat(network, of):
    """What `of` has of every parameter, in our order."""
    hidden, activation, last = network
    slope = [of(activation.weight)] if isinstance(activation, nn.PReLU) else []
    parts = [of(hidden.weight).T, of(hidden.bias), *slope, of(last.weight).T, of(last.bias)]
    return [number for part in parts for number in part.reshape(-1).tolist()]


def case(what, numbers):
    """A tuple of `what` and a slice, on lines of 100 characters."""
    lines = textwrap.wrap(", ".join(repr(number) for number in numbers), width=92)
    print(f"    ({what}, &[")
    print(textwrap.indent("\n".join(lines), " " * 8))
    print("    ]),")


def main():
    print("//! Printed by `pytorch.py`: not to be edited.")
    print("//!")
    print(f"//! PyTorch {torch.__version__} on Python {platform.python_version()}.")
    print()
    print("use mlp::{Activation, Cost, Optimizer};")
    print()
    print("/// Of each activation under each cost: J, then dJ/dp of every parameter.")
    print("#[rustfmt::skip]")
    print("pub(crate) const GRADIENTS: &[(Activation, Cost, &[f64])] = &[")
    for ours, activation in ACTIVATIONS.items():
        for cost, loss in COSTS.items():
            model = network(activation)
            found = loss(logits(model))
            found.backward()
            numbers = [found.item(), *flat(model, lambda p: p.grad)]
            case(f"Activation::{ours}, Cost::{cost}", numbers)
    print("];")
    print()
    print("/// Every parameter after five steps at the rate 0.1, of tanh under cross-entropy.")
    print("#[rustfmt::skip]")
    print("pub(crate) const STEPS: &[(Optimizer, &[f64])] = &[")
    for ours, optimizer in OPTIMIZERS.items():
        model = network(nn.Tanh)
        moving = optimizer(model.parameters())
        for _ in range(5):
            moving.zero_grad()
            COSTS["CategoricalCrossEntropy"](model(INPUT)).backward()
            moving.step()
        case(f"Optimizer::{ours}", flat(model, lambda p: p.detach()))
    print("];")


if __name__ == "__main__":
    main()
