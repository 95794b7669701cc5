"""The fused multiply-add, choices by comparison, and sums in one order (numbers.md, sections 1 and 2).

Functions take arrays of one type, float32 or float64, or single numbers. NumPy's + - * / and sqrt round
each element once, as the specification wants. Its own sums over arrays, matrix products and functions are not used:
these leave the order or the last bits open.
"""

from fractions import Fraction
from math import inf, isfinite

import numpy as np

# Infinities and NaN are values like others; nothing is to be reported about them.
np.seterr(all="ignore")


def at_least(x, low):
    """x, or low if x is less; a NaN stays."""
    return np.where(x < low, low, x)[()]


def at_most(x, high):
    """x, or high if that is less; a NaN stays."""
    return np.where(high < x, high, x)[()]


def larger(a, b):
    """The larger of two numbers, NaN if one of them is."""
    return np.where(np.isnan(a) | np.isnan(b), np.nan, np.where(a < b, b, a))[()]


def two_sum(a, b):
    """The rounded sum, and what was lost in rounding."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def odd_sum(a, b):
    """The sum in double precision, rounded to odd: an inexact one has the last bit 1."""
    s, lost = two_sum(a, b)
    even = np.asarray(s).view(np.uint64) & 1 == 0
    s = np.where(even & (lost > 0), np.nextafter(s, np.inf), s)
    return np.where(even & (lost < 0), np.nextafter(s, -np.inf), s)[()]


LAST_29_BITS, MIDDLE = np.uint64(0x1FFFFFFF), np.uint64(0x10000000)
MAGNITUDE, BELOW_NORMAL = np.uint64(0x7FFFFFFFFFFFFFFF), np.uint64(0x380FFFFFFFFFFFFF)


def doubtful(s, tiny):
    """Where a double may round to another single than the exact sum that it was rounded from.

    That is midway between two singles: the lower 29 bits are a 1 and zeros. Below the smallest normal single, if any
    sum is so `tiny`, the middle lies elsewhere; there every sum but 0 is doubtful.
    """
    bits = s.view(np.uint64)
    middle = bits & LAST_29_BITS == MIDDLE
    return middle | ((bits & MAGNITUDE) - np.uint64(1) < BELOW_NORMAL) if tiny else middle


def single_sum(a, b, tiny=True):
    """The sum of two doubles rounded once, to single precision: f32(odd_sum(a, b)), mostly without its cost."""
    s = np.asarray(a + b)
    unsure = doubtful(s, tiny)
    if unsure.any():
        where = unsure.ravel().nonzero()[0]
        a, b = ((x if x.shape == s.shape else np.broadcast_to(x, s.shape)).take(where) for x in (a, b))
        if two_sum(a, b)[1].any():  # else these sums are exact
            s.put(where, odd_sum(a, b))
    return s.astype(np.float32)


def fma32(x, y, z):
    """x y + z, rounded once: the product of two singles is exact in double precision."""
    return single_sum(np.multiply(x, y, dtype=np.float64), np.asarray(z, dtype=np.float64))[()]


def halves(x):
    t = x * 134217729.0
    h = t - (t - x)
    return h, x - h


def two_product(x, y):
    """The rounded product, and what was lost in rounding."""
    (x1, x0), (y1, y0) = halves(x), halves(y)
    p = x * y
    return p, ((x1 * y1 - p) + x1 * y0 + x0 * y1) + x0 * y0


def exact_fma64(x, y, z):
    """x y + z by exact rationals, for single numbers of any kind."""
    x, y, z = float(x), float(y), float(z)
    if x == 0 or y == 0 or not isfinite(x) or not isfinite(y):
        return x * y + z
    if not isfinite(z):
        return z
    if z == 0:
        return x * y
    exact = Fraction(x) * Fraction(y) + Fraction(z)
    try:
        return exact.numerator / exact.denominator
    except OverflowError:
        return inf if exact > 0 else -inf


def fma64(x, y, z):
    """x y + z, rounded once."""
    if all(isinstance(v, float) for v in (x, y, z)):
        return exact_fma64(x, y, z)
    x, y, z = np.broadcast_arrays(x, y, z)
    p, low = two_product(x, y)
    low, lowest = two_sum(z, low)
    high, rest = two_sum(p, low)
    result = high + odd_sum(rest, lowest)
    a, b, c = np.abs(x), np.abs(y), np.abs(z)
    safe = (2.0**-400 <= a) & (a < 2.0**400) & (2.0**-400 <= b) & (b < 2.0**400) & (2.0**-900 <= c) & (c < 2.0**900)
    if not safe.all():
        plain = (x == 0) | (y == 0) | ~np.isfinite(x) | ~np.isfinite(y)
        result = np.where(plain, x * y + z, np.where(z == 0, x * y, result))
        for i in np.argwhere(~(safe | plain | (z == 0))):
            i = tuple(i)
            result[i] = exact_fma64(x[i], y[i], z[i])
    return result[()]


def fma(x, y, z):
    """x y + z, rounded once, in the type of x, y and z."""
    single = any(getattr(v, "dtype", None) == np.float32 for v in (x, y, z))
    return fma32(x, y, z) if single else fma64(x, y, z)


def chain(terms, start):
    """s = start; then s = fma(x, y, s) for each pair (x, y) of terms, in order."""
    s = start
    for x, y in terms:
        s = fma(x, y, s)
    return s


def least(x):
    """The smallest magnitude but 0."""
    return np.abs(x[x != 0]).min(initial=np.inf)


def product(a, b, start=None):
    """The matrix product of a `[..., rows, depth]` and b `[..., depth, columns]`.

    Every element is one chain over increasing depth that begins with `start` of its column, or +0. Leading
    dimensions are runs side by side, each with its own matrices.
    """
    shape = np.broadcast_shapes(a.shape[:-2], b.shape[:-2]) + (a.shape[-2], b.shape[-1])
    s = np.zeros(shape, a.dtype)
    if start is not None:
        s[...] = start[..., None, :]
    if a.dtype == np.float32:
        a, b, s = a.astype(np.float64), b.astype(np.float64), s.astype(np.float64)
        # If all products are multiples of the smallest single, tiny sums are singles, and there is nothing to round.
        tiny = least(a) * least(b) < 2.0**-101
        for k in range(a.shape[-1]):
            s = single_sum(a[..., :, k, None] * b[..., None, k, :], s, tiny).astype(np.float64)
        return s.astype(np.float32)
    return chain(((a[..., :, k, None], b[..., None, k, :]) for k in range(a.shape[-1])), s)


def running_sum(values, axis):
    """The sum along an axis, not fused: s = s + x in increasing order, from +0."""
    values = np.moveaxis(values, axis, 0)
    s = np.zeros(values.shape[1:], values.dtype)
    for x in values:
        s = s + x
    return s


def mean(values):
    """The mean of a list of doubles: the sum in its order, from +0, over the count."""
    s = 0.0
    for x in values:
        s = s + float(x)
    return s / len(values)
