"""Tails of distributions, their quantiles and Clopper-Pearson intervals (judgement.md, section 5 and 7).

Elementary functions are those of Python: their last bits reach no table.
"""

from functools import cache
from math import erfc, exp, lgamma, log, log1p, sqrt

TAIL = (1.0 - 0.95) / 2.0  # tail0


def crossing(f):
    """Where f turns from false to true on [0, 1]."""
    low, high = 0.0, 1.0
    while True:
        m = 0.5 * low + 0.5 * high
        if m <= low or m >= high:
            return m
        if f(m):
            high = m
        else:
            low = m


def away(y):
    return 1e-300 if abs(y) < 1e-300 else y


def beta(x, a, b):
    """The regularised incomplete beta function, by its continued fraction."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - beta(1.0 - x, b, a)
    front = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
    c, d = 1.0, 1.0 / away(1.0 - (a + b) * x / (a + 1.0))
    fraction = d
    for whole in range(1, 10000):
        m = float(whole)
        even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        for t in (even, odd):
            d = 1.0 / away(1.0 + t * d)
            c = away(1.0 + t / c)
            fraction = fraction * (d * c)
        if abs(d * c - 1.0) < 1e-15:
            break
    return exp(front) * fraction / a


def at_least(k, n, p):
    """The probability of k or more successes among n."""
    return 1.0 if k == 0 else beta(p, k, n - k + 1)


def at_most(k, n, p):
    """The probability of k or fewer."""
    return 1.0 if k >= n else beta(1.0 - p, n - k, k + 1)


@cache
def clopper_pearson(k, n):
    """The interval of k of n."""
    low = 0.0 if k == 0 else crossing(lambda p: at_least(k, n, p) > TAIL)
    high = 1.0 if k == n else crossing(lambda p: at_most(k, n, p) < TAIL)
    return low, high


def normal_tail(z):
    return 0.5 * erfc(z / 1.4142135623730951)


def student_tail(t, v):
    return 0.5 * beta(v / (v + t * t), 0.5 * v, 0.5)


def quantile(tail, w):
    """Where a falling tail comes down to w, on [0, infinity)."""
    u = crossing(lambda u: tail(u / (1.0 - u)) < w)
    return u / (1.0 - u)


def expanded(w, n):
    """The tail of the normal distribution that makes an interval of a mean as wide as Student's (Hesterberg 2015)."""
    if n < 2:
        return w
    return normal_tail(sqrt(n / (n - 1)) * quantile(lambda t: student_tail(t, n - 1), w))


def contracted(w, n):
    """The other way: Student's tail for one of the normal distribution."""
    if n < 2 or w >= 0.5:
        return w
    return student_tail(quantile(normal_tail, w) / sqrt(n / (n - 1)), n - 1)


def with_errors(c, n):
    """A count out of n, and three standard errors."""
    return c + 3.0 * sqrt(c * (1.0 - c / n))
