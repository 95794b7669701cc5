"""exp and expm1 of numbers.md, section 7, of single numbers: where one follows from another, arrays cost more."""

from math import copysign, inf, isnan, ldexp

from .double import INV_LN2, LN2_HI, LN2_LO, OVERFLOW, UNDERFLOW, bits, exp_of_rest, expm1_of_rest

# Comparisons of the upper half of the bits with these are comparisons of numbers.
(HALF_LN2, THREE_HALVES_LN2, TINY, TINIER, LARGE) = bits(
    "3fd62e4300000000 3ff0a2b200000000 3e30000100000000 3c90000000000000 4043687a00000000"
)


def multiple_of_ln2(x, magnitude):
    half = copysign(0.5, x)
    return int(half + half) if magnitude < THREE_HALVES_LN2 else int(INV_LN2 * x + half)


def exp(x):
    if isnan(x):
        return x
    if x > OVERFLOW:
        return inf
    if x < UNDERFLOW:
        return 0.0
    magnitude = abs(x)
    if magnitude >= HALF_LN2:
        k = multiple_of_ln2(x, magnitude)
        hi, lo = x - k * LN2_HI, k * LN2_LO
        x = hi - lo
    elif magnitude >= TINY:
        k, hi, lo = 0, x, 0.0
    else:
        return 1.0 + x
    return ldexp(exp_of_rest(x, hi, lo), k)


def expm1(x):
    magnitude = abs(x)
    if isnan(x) or magnitude < TINIER:
        return x
    if x > OVERFLOW:
        return inf
    if x < 0 and magnitude >= LARGE:
        return -1.0
    k, c = 0, 0.0
    if magnitude >= HALF_LN2:
        k = multiple_of_ln2(x, magnitude)
        hi, lo = x - k * LN2_HI, k * LN2_LO
        x = hi - lo
        c = (hi - x) - lo
    hxs, e = expm1_of_rest(x)
    if k == 0:
        return x - (x * e - hxs)
    e = x * (e - c) - c
    e = e - hxs
    if k == -1:
        return 0.5 * (x - e) - 0.5
    if k == 1:
        return -2.0 * (e - (x + 0.5)) if x < -0.25 else 1.0 + 2.0 * (x - e)
    if k < 0 or k > 56:
        y = x - e + 1.0
        return (y * 2.0 * 2.0**1023 if k == 1024 else y * 2.0**k) - 1.0
    return (x - e + (1.0 - 2.0**-k)) * 2.0**k if k < 20 else (x - (e + 2.0**-k) + 1.0) * 2.0**k
