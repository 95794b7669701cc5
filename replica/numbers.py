"""Numbers: functions in either precision (numbers.md, section 4), and all of sections 1 to 4 and 7 by one import.

The type of the argument decides: float32 arrays have the functions of single.py, all else those of double.py.
"""

import numpy as np

from . import double, single
from .double import cos, log, log1p
from .multiply_add import at_least, at_most, chain, fma, fma32, fma64, larger, mean, product, running_sum

__all__ = ["at_least", "at_most", "chain", "clamp", "cos", "elu", "exp", "expm1", "fma", "fma32", "fma64", "larger",
           "ln", "ln1p", "log", "log1p", "mean", "product", "relu", "running_sum", "sigmoid", "softplus", "tanh"]


def functions(x):
    """The module with the elementary functions of the type of x."""
    return single if getattr(x, "dtype", None) == np.float32 else double


def exp(x):
    return functions(x).exp(x)


def expm1(x):
    return functions(x).expm1(x)


def ln(x):
    return single.ln(x) if functions(x) is single else log(x)


def ln1p(x):
    return single.ln1p(x) if functions(x) is single else log1p(x)


def tanh(x):
    return functions(x).tanh(x)


def zero(x):
    """0 of the type of x."""
    return np.asarray(x).dtype.type(0)


def one(x):
    """1 of the type of x."""
    return np.asarray(x).dtype.type(1)


def relu(x):
    """0 where x < 0, else x: -0 and NaN stay."""
    return at_least(x, zero(x))


def sigmoid(x):
    e = exp(-np.abs(x))
    d = one(x) + e
    n = np.where(x < 0, e, one(x))
    y = n / d
    lost = fma(-y, (one(x) - d) + e, fma(-y, d, n))
    return fma(lost, np.where(x < 0, one(x) - y, y), y)


def softplus(x):
    return relu(x) + ln1p(exp(-np.abs(x)))


def elu(alpha, x):
    return np.where(x < 0, alpha * expm1(x), x)[()]


def clamp(low, high, x):
    return np.where(x < low, low, at_most(x, high))[()]
