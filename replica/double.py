"""exp, expm1, log, log1p, tanh and cos in double precision (numbers.md, section 7).

Each takes an array of doubles or a number. Branches of the specification are computed for all elements,
and chosen from by comparison.
"""

import numpy as np


def bits(*hexadecimal):
    """Doubles from their bits."""
    return [float(np.uint64(int(h, 16)).view(np.float64)) for h in " ".join(hexadecimal).split()]


LN2_HI, LN2_LO, INV_LN2 = bits("3fe62e42fee00000 3dea39ef35793c76 3ff71547652b82fe")
P1, P2, P3, P4, P5 = bits("3fc555555555553e bf66c16c16bebd93 3f11566aaf25de2c bebbbd41c5d26bf1 3e66376972bea4d0")
Q1, Q2, Q3, Q4, Q5 = bits("bfa11111111110f4 3f5a01a019fe5585 bf14ce199eaadbb7 3ed0cfca86e65239 be8afdb76e09c32d")
G1, G2, G3, G4, G5, G6, G7 = bits("3fe5555555555593 3fd999999997fa04 3fd2492494229359 3fcc71c51d8e78af",
                                  "3fc7466496cb03de 3fc39a09d078c69f 3fc2f112df3e5244")
C1, C2, C3, C4, C5, C6 = bits("3fa555555555554c bf56c16c16c15177 3efa01a019cb1590 be927e4f809c52ad",
                              "3e21ee9ebdb4b1c4 bda8fae9be8838d4")
S1, S2, S3, S4, S5, S6 = bits("bfc5555555555549 3f8111111110f8a6 bf2a01a019c161d5 3ec71de357b1fe7d",
                              "be5ae5e68a2b9ceb 3de5d93a5acfd57c")
D1, T1, D2, T2, D3, T3 = bits("3ff921fb54400000 3dd0b4611a626331 3dd0b4611a600000 3ba3198a2e037073",
                              "3ba3198a2e000000 397b839a252049c1")
TWO_OVER_PI, = bits("3fe45f306dc9c883")
OVERFLOW, UNDERFLOW = 709.782712893383973096, -745.13321910194110842


def words(x):
    """The upper and the lower half of the bits of x."""
    b = np.asarray(x, dtype=np.float64).view(np.uint64)
    return (b >> np.uint64(32)).astype(np.int64), (b & np.uint64(0xFFFFFFFF)).astype(np.int64)


def from_words(high, low):
    b = (np.asarray(high, dtype=np.int64) << 32) | np.asarray(low, dtype=np.int64)
    return np.asarray(b).view(np.float64)


def high_word(x):
    """HI of the specification: the upper half of the bits of |x|."""
    return words(x)[0] & 0x7FFFFFFF


def whole(k):
    """Whole doubles as integers; a NaN, whose result is NaN whatever its exponent, as 0."""
    return np.where(k == k, k, 0).astype(np.int32)


def multiple_of_ln2(x):
    """The k of exp and expm1: x is about k ln 2; 0 where |x| is at most half of that."""
    HI, g = high_word(x), np.where(np.signbit(x), -1.0, 1.0)
    inside = np.where(np.abs(x) < 2000.0, x, 0.0)  # what is beyond never needs its k
    k = np.where(HI < 0x3FF0A2B2, g, np.trunc(INV_LN2 * inside + 0.5 * g))
    return np.where(HI > 0x3FD62E42, k, 0.0)


def exp_of_rest(r, hi, lo):
    """e^r for r = hi - lo, what is left of x when k ln 2 is taken away."""
    rr = r * r
    c = r - rr * (P1 + rr * (P2 + rr * (P3 + rr * (P4 + rr * P5))))
    return 1.0 + (r * c / (2.0 - c) - lo + hi)


def expm1_of_rest(r):
    """r^2 / 2 and the e of expm1."""
    hfx = 0.5 * r
    hxs = r * hfx
    r1 = 1.0 + hxs * (Q1 + hxs * (Q2 + hxs * (Q3 + hxs * (Q4 + hxs * Q5))))
    t = 3.0 - r1 * hfx
    return hxs, hxs * ((r1 - t) / (6.0 - r * t))


def exp(x):
    k = multiple_of_ln2(x)
    hi, lo = x - k * LN2_HI, k * LN2_LO
    y = np.ldexp(exp_of_rest(hi - lo, hi, lo), whole(k))
    y = np.where(high_word(x) > 0x3E300000, y, 1.0 + x)
    y = np.where(x > OVERFLOW, np.inf, np.where(x < UNDERFLOW, 0.0, y))
    return np.where(np.isnan(x), np.nan, y)[()]


def expm1(x):
    HI, sign = high_word(x), np.signbit(x)
    k = multiple_of_ln2(x)
    hi, lo = x - k * LN2_HI, k * LN2_LO
    r = hi - lo
    c = (hi - r) - lo
    hxs, e = expm1_of_rest(r)
    near = r - (r * e - hxs)                                        # k = 0
    e = r * (e - c) - c
    e = e - hxs
    n = whole(k)
    up, down = np.ldexp(1.0, np.minimum(n, 1023)), np.ldexp(1.0, -n)
    y = r - e + 1.0
    far = np.where(n == 1024, y * 2.0 * 2.0**1023, y * up) - 1.0      # k < 0 or k > 56
    y = np.where(n < 20, (r - e + (1.0 - down)) * up, (r - (e + down) + 1.0) * up)
    y = np.where((n < 0) | (n > 56), far, y)
    y = np.where(n == 1, np.where(r < -0.25, -2.0 * (e - (r + 0.5)), 1.0 + 2.0 * (r - e)), y)
    y = np.where(n == -1, 0.5 * (r - e) - 0.5, y)
    y = np.where(n == 0, near, y)
    y = np.where(HI < 0x3C900000, x, y)
    y = np.where((HI >= 0x4043687A) & sign, -1.0, np.where(x > OVERFLOW, np.inf, y))
    return np.where(np.isnan(x), np.nan, y)[()]


def tail(f):
    """What log and log1p have in common."""
    h = 0.5 * f * f
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    t1 = w * (G2 + w * (G4 + w * G6))
    t2 = z * (G1 + w * (G3 + w * (G5 + w * G7)))
    return h, s, t2 + t1


def near_one(v):
    """k and f such that v = 2^k (1 + f), with 1 + f between sqrt(1/2) and sqrt(2)."""
    high, low = words(v)
    u = high + 0x00095F62
    return (u >> 20) - 1023, from_words((u & 0xFFFFF) + 0x3FE6A09E, low) - 1.0


def log(x):
    small = x < 2.0**-1022
    k, f = near_one(np.where(small, x * 2.0**54, x))
    k = np.where(small, k - 54, k).astype(np.float64)
    h, s, r = tail(f)
    y = s * (h + r) + k * LN2_LO - h + f + k * LN2_HI
    y = np.where(x == 1.0, 0.0, np.where(x == np.inf, np.inf, y))
    y = np.where(x == 0.0, -np.inf, np.where(x < 0.0, np.nan, y))
    return np.where(np.isnan(x), np.nan, y)[()]


def log1p(x):
    high = words(x)[0]
    plain = (high < 0x3FDA827A) | (np.signbit(x) & (high <= 0xBFD2BEC4))
    v = 1.0 + x
    k, f = near_one(v)
    c = np.where(k >= 54, 0.0, np.where(k >= 2, 1.0 - (v - x), x - (v - 1.0)) / v)
    k, c, f = np.where(plain, 0.0, k.astype(np.float64)), np.where(plain, 0.0, c), np.where(plain, x, f)
    h, s, r = tail(f)
    y = s * (h + r) + (k * LN2_LO + c) - h + f + k * LN2_HI
    y = np.where(high_word(x) < 0x3CA00000, x, np.where(x == np.inf, np.inf, y))
    y = np.where(x == -1.0, -np.inf, np.where(x < -1.0, np.nan, y))
    return np.where(np.isnan(x), np.nan, y)[()]


def tanh(x):
    a = np.abs(x)
    HI = high_word(x)
    both, minus = expm1(2.0 * a), expm1(-2.0 * a)
    t = np.where(HI >= 0x00100000, -minus / (minus + 2.0), a)
    t = np.where(HI > 0x3FD058AE, both / (both + 2.0), t)
    t = np.where(HI > 0x3FE193EA, 1.0 - 2.0 / (both + 2.0), t)
    t = np.where(HI > 0x40340000, 1.0 - 0.0 / a, t)
    return np.where(np.signbit(x), -t, t)[()]


def k_cos(x, y):
    z = x * x
    w = z * z
    r = z * (C1 + z * (C2 + z * C3)) + w * w * (C4 + z * (C5 + z * C6))
    h = 0.5 * z
    v = 1.0 - h
    return v + (((1.0 - v) - h) + (z * r - x * y))


def k_sin(x, y):
    z = x * x
    w = z * z
    r = S2 + z * (S3 + z * S4) + z * w * (S5 + z * S6)
    v = z * x
    return x - ((z * (0.5 * y - v * r) - y) - v * S1)


def exponent(x):
    return high_word(x) >> 20


def medium(x):
    """x less the nearest multiple of pi / 2, where the short way may lose too much."""
    n = (x * TWO_OVER_PI + 6755399441055744.0) - 6755399441055744.0
    r = x - n * D1
    w = n * T1
    y0 = r - w
    again = exponent(x) - exponent(y0) > 16
    t = r
    w2 = n * D2
    r2 = t - w2
    w2 = n * T2 - ((t - r2) - w2)
    r, w, y0 = np.where(again, r2, r), np.where(again, w2, w), np.where(again, r2 - w2, y0)
    again = again & (exponent(x) - exponent(y0) > 49)
    t = r
    w3 = n * D3
    r3 = t - w3
    w3 = n * T3 - ((t - r3) - w3)
    r, w, y0 = np.where(again, r3, r), np.where(again, w3, w), np.where(again, r3 - w3, y0)
    return whole(n)[()], y0[()], ((r - y0) - w)[()]


def cos(x):
    """For 0 <= x <= 2 pi, all that draws need."""
    HI = high_word(x)
    q = np.where(HI <= 0x4002D97C, 1, np.where(HI <= 0x400F6A7A, 2, np.where(HI <= 0x4015FDBC, 3, 4)))
    z = x - q * D1
    y0 = z - q * T1
    y1 = (z - y0) - q * T1
    near = (HI == 0x3FF921FB) | (HI == 0x400921FB) | (HI == 0x4012D97C) | (HI == 0x401921FB)
    mq, m0, m1 = medium(x)
    q, y0, y1 = np.where(near, mq, q) % 4, np.where(near, m0, y0), np.where(near, m1, y1)
    c, s = k_cos(y0, y1), k_sin(y0, y1)
    y = np.where(q == 0, c, np.where(q == 1, -s, np.where(q == 2, -c, s)))
    y = np.where(HI <= 0x3FE921FB, k_cos(x, 0.0), y)
    return np.where(HI < 0x3E46A09E, 1.0, y)[()]
