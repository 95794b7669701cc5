"""Eigenvalues of symmetric matrices: cyclic Jacobi (zig_zag.md, "Eigenvalues"), several matrices side by side."""

import numpy as np

from .reductions import total

SWEEPS = 30
EPSILON = 2.0**-52


def rotate(a, p, q, lanes):
    """One rotation of some of the matrices, which have an entry other than 0 at (p, q)."""
    e = a[lanes, p, q]
    theta = (a[lanes, q, q] - a[lanes, p, p]) / (2 * e)
    t = np.copysign(1.0, theta) / (np.abs(theta) + np.sqrt(theta * theta + 1))
    c = 1 / np.sqrt(t * t + 1)
    s = t * c
    c, s = c[:, None], s[:, None]
    x, y = a[lanes, :, p], a[lanes, :, q]
    a[lanes, :, p], a[lanes, :, q] = c * x - s * y, s * x + c * y
    x, y = a[lanes, p, :], a[lanes, q, :]
    a[lanes, p, :], a[lanes, q, :] = c * x - s * y, s * x + c * y


def eigenvalues(matrices):
    """Of each of the matrices [lanes, n, n], the largest first."""
    a = matrices.copy()
    lanes, n, _ = a.shape
    flat = a.reshape(lanes, n * n)
    size = total(flat * flat)
    going = np.ones(lanes, dtype=bool)
    for _ in range(SWEEPS):
        off = np.zeros(lanes)
        for p in range(n):
            for q in range(p + 1, n):
                e = a[:, p, q]
                off = off + e * e
                turning = np.flatnonzero(going & (e != 0))
                if turning.size:
                    rotate(a, p, q, turning)
        going &= ~(off <= size * EPSILON * EPSILON)
        if not going.any():
            break
    return np.sort(np.diagonal(a, axis1=1, axis2=2), axis=1)[:, ::-1]
