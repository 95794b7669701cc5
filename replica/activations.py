"""Activations and their slopes (numbers.md, section 5)."""

import numpy as np

from .numbers import clamp, elu, exp, fma, larger, one, relu, sigmoid, softplus, tanh, zero

DEFAULTS = {
    "sigmoid": {},
    "tanh": {},
    "scaled_sigmoid": {},
    "relu": {"at_zero": 0.0},
    "leaky_relu": {"slope": 0.01},
    "absolute_value": {},
    "elu": {"alpha": 1.0},
    "softplus": {},
    "identity": {},
    "clamp": {"low": 0.0, "high": 1.0},
    "maxout": {"pieces": 2},
}


class Activation:
    """An activation as claim.toml has it: a name, or a table `{ name = { constant = value } }`."""

    def __init__(self, given):
        name, constants = (given, {}) if isinstance(given, str) else next(iter(given.items()))
        self.name = name
        self.constants = {**DEFAULTS[name], **constants}
        self.pieces = self.constants.pop("pieces", 1)  # columns of z for each unit

    def rounded(self, constant, z):
        return z.dtype.type(self.constants[constant])

    def forward(self, z):
        """h = f(z)."""
        match self.name:
            case "sigmoid":
                return sigmoid(z)
            case "tanh":
                return tanh(z)
            case "scaled_sigmoid":
                return fma(z.dtype.type(2), sigmoid(z + z), -one(z))
            case "relu":
                return relu(z)
            case "leaky_relu":
                return np.where(z < 0, self.rounded("slope", z) * z, z)
            case "absolute_value":
                return np.abs(z)
            case "elu":
                return elu(self.rounded("alpha", z), z)
            case "softplus":
                return softplus(z)
            case "identity":
                return z
            case "clamp":
                return clamp(self.rounded("low", z), self.rounded("high", z), z)
            case "maxout":
                h, *others = self.split(z)
                for piece in others:
                    h = larger(h, piece)
                return h

    def slope(self, z, h):
        """The factor of the backward pass, from what the forward pass stored."""
        zeros, ones = np.zeros_like(z), np.ones_like(z)
        match self.name:
            case "sigmoid":
                return h * (one(h) - h)
            case "tanh" | "scaled_sigmoid":
                return fma(-h, h, one(h))
            case "relu" if self.constants["at_zero"] == 0:
                return np.where(0 < h, ones, zeros)
            case "relu":
                return np.where(z < 0, zeros, np.where(0 < z, ones, self.rounded("at_zero", z)))
            case "leaky_relu":
                return np.where(z < 0, self.rounded("slope", z), ones)
            case "absolute_value":
                return np.where(z < 0, -ones, np.where(0 < z, ones, zeros))
            case "elu":
                return np.where(z < 0, self.rounded("alpha", z) * exp(z), ones)
            case "softplus":
                return sigmoid(z)
            case "clamp":
                low, high = self.rounded("low", z), self.rounded("high", z)
                return np.where((z < low) | (high < z), zeros, ones)

    def backward(self, delta, z, h):
        """dJ/dz of delta = dJ/dh."""
        if self.name == "identity":
            return delta
        if self.name != "maxout":
            return delta * self.slope(z, h)
        parts, left = [], delta
        for piece in self.split(z):  # the first that attains h has it all
            below = piece < h
            parts.append(zero(z) + np.where(below, zero(z), left))
            left = np.where(below, left, zero(z))
        return np.concatenate(parts, axis=-1)

    def split(self, z):
        """The pieces of z: unit j has the columns j, j + units, ..."""
        return np.split(z, self.pieces, axis=-1)
