"""activation_cost: operations of one element in single precision, and the least slope below 0.

Operations are counted as numbers.md, section 3 to 6, writes the functions: each count below goes through its formula.
"""

import numpy as np

from ..activations import Activation

POINTS = 4000

# Arithmetic, divisions, selections, bits, exponentials; the last are no part of the total.
ARITHMETIC, DIVISION, SELECTION, BIT, EXPONENTIAL = np.eye(5, dtype=int)

WHOLE = 2 * ARITHMETIC
SCALE = WHOLE + 4 * ARITHMETIC + 2 * BIT  # n * 0.5, n - h, and two products by powers of 2
# x * LOG2E, a, r, then a - r with its fma, r * r, the polynomial of five coefficients, and the fma around it.
REDUCE = WHOLE + 3 * ARITHMETIC + 2 * ARITHMETIC + ARITHMETIC + 4 * ARITHMETIC + ARITHMETIC
ONE_PLUS = 5 * ARITHMETIC
POW2 = BIT
SIGN = MAGNITUDE = BIT
PARTS = 2 * BIT
CLAMP = 2 * SELECTION

EXP = EXPONENTIAL + CLAMP + REDUCE + ONE_PLUS + SCALE
# p; half = 2^(n - 1); half - 0.5, the fma and the product by 2; |x| and the choice of x itself if that is tiny.
EXPM1 = EXPONENTIAL + CLAMP + REDUCE + ARITHMETIC + (ARITHMETIC + POW2) + 3 * ARITHMETIC + MAGNITUDE + SELECTION
# s with its sum; z; r with a polynomial of three coefficients; h; small with its sum; the last line.
LN_PARTS = (ARITHMETIC + DIVISION) + ARITHMETIC + 3 * ARITHMETIC + 2 * ARITHMETIC + 3 * ARITHMETIC + 3 * ARITHMETIC
LN1P = ARITHMETIC + PARTS + ARITHMETIC + (2 * ARITHMETIC + DIVISION) + LN_PARTS  # u, m - 1, (x - (u - 1)) / u
NEAR = ARITHMETIC + 4 * ARITHMETIC + 2 * ARITHMETIC  # z; a polynomial of five coefficients; fma and product
FAR = MAGNITUDE + ARITHMETIC + SELECTION + REDUCE + ONE_PLUS + (ARITHMETIC + POW2) + 2 * ARITHMETIC + DIVISION
TANH = EXPONENTIAL + NEAR + FAR + (SIGN + SELECTION) + SELECTION
EXP_OF_MINUS = MAGNITUDE + SIGN + EXP  # exp(-|x|)
# d, n, y; lost with its two signs; 1 - y with its choice, and the last fma.
SIGMOID = (
    EXP_OF_MINUS + ARITHMETIC + SELECTION + DIVISION + (4 * ARITHMETIC + 2 * SIGN) + ARITHMETIC + SELECTION + ARITHMETIC
)

VALUE = {
    "relu": SELECTION,
    "leaky_relu": ARITHMETIC + SELECTION,
    "absolute_value": MAGNITUDE,
    "clamp": CLAMP,
    "elu": EXPM1 + ARITHMETIC + SELECTION,
    "softplus": SELECTION + EXP_OF_MINUS + LN1P + ARITHMETIC,
    "tanh": TANH,
    "sigmoid": SIGMOID,
}
SLOPE = {
    "relu": SELECTION,
    "leaky_relu": SELECTION,
    "absolute_value": SIGN + 2 * SELECTION,
    "clamp": 2 * SELECTION,
    "elu": EXP + ARITHMETIC + SELECTION,
    "softplus": SIGMOID,
    "tanh": SIGN + ARITHMETIC,
    "sigmoid": 2 * ARITHMETIC,
}
PRODUCT = ARITHMETIC  # delta * slope


def total(counts):
    return float(counts[:4].sum())


def least_slope(activation, lowest):
    """The smallest magnitude of the slope at points from 0 down to `lowest`."""
    z = (lowest * np.arange(1.0, POINTS + 1) / POINTS).astype(np.float32)
    return float(np.abs(activation.slope(z, activation.forward(z))).min())


def run(configuration, cell, rate, seeds, phase):
    activation = Activation(configuration.arms[cell.arm]["activation"])
    value, slope = VALUE[activation.name], SLOPE[activation.name] + PRODUCT
    both = value + slope
    metrics = {
        "value_operations": total(value),
        "slope_operations": total(slope),
        "divisions": float(both @ DIVISION),
        "exponentials": float(both @ EXPONENTIAL),
        "least_slope_below_0": least_slope(activation, configuration.settings["lowest"]),
    }
    return [dict(metrics) for _ in seeds]
