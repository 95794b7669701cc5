"""From many values to one: reductions and rounding (judgement.md, sections 1, 4 and 11)."""

import math

import numpy as np


def in_order(values):
    """An array sorted along its last axis, with -0 before +0."""
    bits = np.ascontiguousarray(values, dtype=np.float64).view(np.int64)
    # As integers, doubles below 0 have the reverse order. Turning all their bits but the sign's puts it right.
    keys = np.sort(bits ^ ((bits >> 63) & 0x7FFFFFFFFFFFFFFF), axis=-1)
    return (keys ^ ((keys >> 63) & 0x7FFFFFFFFFFFFFFF)).view(np.float64)


def total(values, axis=-1):
    """The sum along an axis, one after the other from 0; np.sum would take some of them in pairs."""
    # 0 + -0 is 0: what is added in the end makes up for the first 0.
    return np.take(np.add.accumulate(values, axis=axis), -1, axis=axis) + 0.0


def mean(values):
    return total(values) / values.shape[-1]


def median(values):
    n = values.shape[-1]
    values = in_order(values)
    if n % 2 == 1:
        return values[..., n // 2]
    return 0.5 * values[..., n // 2 - 1] + 0.5 * values[..., n // 2]


def interquartile_mean(values):
    n = values.shape[-1]
    return mean(in_order(values)[..., n // 4 : n - n // 4])


def rate(values):
    return (values == 1.0).sum(axis=-1) / values.shape[-1]


# Those that are drawn again by the bootstrap, along the last axis of an array of any shape.
RESAMPLED = {"mean": mean, "median": median, "interquartile_mean": interquartile_mean}
EXACT = ("min", "max")


def extreme(values, better):
    """The first of the best; a NaN is never left again."""
    best = values[0]
    for x in values[1:]:
        if better(x, best) or math.isnan(x):
            best = x
    return best


def reduce(name, values):
    """The value of a statistic by its name, of a list."""
    values = list(values)
    if not values:
        return math.nan
    if name == "min":
        return extreme(values, lambda x, best: x < best)
    if name == "max":
        return extreme(values, lambda x, best: x > best)
    if any(math.isnan(x) for x in values):
        return math.nan
    return float({**RESAMPLED, "rate": rate}[name](np.array(values)))


def to_digits(x, digits=6):
    """The double nearest to x among decimals of so few significant digits; ties go to the even digit."""
    return float(f"{x:.{digits - 1}e}")
