"""exp, expm1, ln, ln1p and tanh in single precision (numbers.md, section 3)."""

import numpy as np

from .multiply_add import at_least, at_most, fma32 as fma

f32 = np.float32


def constants(*decimals):
    return [f32(c) for c in decimals]


LOG2E, LN2H, LN2L = constants(1.4426950408889634, 0.693145751953125, 1.42860682030941723212e-6)
CE = constants(4.999999702e-1, 1.666654348e-1, 4.166720808e-2, 8.366544731e-3, 1.388217905e-3)
CL = constants(6.666677594e-1, 3.997751772e-1, 2.987240851e-1)
CT = constants(-3.333328068e-1, 1.333142221e-1, -5.373787135e-2, 2.063271962e-2, -5.697516259e-3)
LARGEST = f32(3.4028235e38)


def poly(x, coefficients):
    s = coefficients[-1]
    for c in reversed(coefficients[:-1]):
        s = fma(s, x, c)
    return s


def whole(x):
    """The nearest whole number; 1.5 2^23 leaves no room for a fraction."""
    return (x + f32(12582912.0)) - f32(12582912.0)


def pow2(n):
    """2^n for whole -126 <= n <= 127, by the bits of the exponent; for a NaN some power."""
    n = np.where(n == n, n, 0).astype(np.int32)
    return ((n + np.int32(127)) << 23).astype(np.int32).view(f32)


def scale(x, n):
    """x 2^n, rounded once."""
    h = whole(n * f32(0.5))
    return x * pow2(h) * pow2(n - h)


def reduce(x):
    """n, r and t such that e^x = 2^n (1 + r + t), about."""
    n = whole(x * LOG2E)
    a = fma(n, -LN2H, x)
    r = fma(n, -LN2L, a)
    s = fma(n, -LN2L, a - r)
    return n, r, fma(r * r, poly(r, CE), s)


def one_plus(r, t):
    high = f32(1) + r
    low = (f32(1) - high) + r
    return high + (low + t)


def parts(x):
    """x = m 2^e with m near 1."""
    bits = np.asarray(x).view(np.int32)
    e = (bits - np.int32(0x3F3504F3)) >> 23
    return (bits - (e << 23)).astype(np.int32).view(f32), e.astype(f32)


def ln_parts(f, e, c):
    s = f / (f32(2) + f)
    z = s * s
    r = z * poly(z, CL)
    h = f32(0.5) * f * f
    small = fma(s, h + r, fma(e, LN2L, c))
    return fma(e, LN2H, f - (h - small))


def ln_edges(x, y):
    y = fma(x, f32(0), y)
    y = np.where(LARGEST < x, x, y)
    y = np.where(x < f32(2.0**-149), f32(-np.inf), y)
    return np.where(x < 0, f32(np.nan), y)[()]


def exp(x):
    n, r, t = reduce(at_most(at_least(x, f32(-104)), f32(89)))
    return scale(one_plus(r, t), n)


def expm1(x):
    n, r, t = reduce(at_most(at_least(x, f32(-18)), f32(89)))
    half = pow2(n - f32(1))
    y = fma(half, r + t, half - f32(0.5)) * f32(2)
    return np.where(np.abs(x) < f32(1e-30), x, y)[()]


def ln(x):
    sub = x < f32(2.0**-126)
    m, e = parts(np.where(sub, x * f32(8388608), x))
    return ln_edges(x, ln_parts(m - f32(1), e - np.where(sub, f32(23), f32(0)), f32(0)))


def ln1p(x):
    """For x in [0, 1], the only case that networks have."""
    u = f32(1) + x
    m, e = parts(u)
    return ln_parts(m - f32(1), e, (x - (u - f32(1))) / u)


def tanh(x):
    z = x * x
    near = fma(z, poly(z, CT), f32(1)) * x
    a = np.abs(x)
    n, r, t = reduce(at_most(a + a, f32(20)))
    far = f32(1) - f32(2) / (one_plus(r, t) * pow2(n) + f32(1))
    far = np.where(x < 0, -far, far)
    return np.where(a < f32(0.625), near, far)[()]
