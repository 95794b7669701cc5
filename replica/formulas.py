"""Formulas of claim.toml, computed operation by operation in double precision (zig_zag.md, "Formulas").

Their precedence is that of Python, with ^ for a power.
"""

import ast
import operator
from functools import cache

import numpy as np

from .double import exp, log, log1p, tanh


def sigmoid(a):
    """That of formulas: its last bits are others than those of networks."""
    e = exp(-np.abs(a))
    return np.where(a < 0, e / (1.0 + e), 1.0 / (1.0 + e))


def larger(a, b):
    return np.where(np.isnan(a) | (a > b), a, b)


def smaller(a, b):
    return -larger(-a, -b)


def relu(a):
    return larger(np.zeros_like(a), a)


def softplus(a):
    return relu(a) + log1p(exp(-np.abs(a)))


def power(x, n):
    """(..((1 x) x).. x), or for n < 0 its reciprocal."""
    y = np.ones_like(x)
    for _ in range(abs(n)):
        y = y * x
    return 1.0 / y if n < 0 else y


FUNCTIONS = {
    "exp": exp, "ln": log, "ln1p": log1p, "sqrt": np.sqrt, "tanh": tanh, "abs": np.abs, "max": larger, "min": smaller,
    "sigmoid": sigmoid, "relu": relu, "softplus": softplus,
}
OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


@cache
def parsed(text):
    return ast.parse(text.replace("^", "**"), mode="eval").body


def evaluated(node, variables):
    match node:
        case ast.Constant(value=number):
            return np.float64(number)
        case ast.Name(id=name):
            return np.asarray(variables.get(name, np.nan), dtype=np.float64)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -evaluated(operand, variables)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return power(evaluated(left, variables), ast.literal_eval(right))
        case ast.BinOp(left=left, op=operation, right=right):
            return OPERATIONS[type(operation)](evaluated(left, variables), evaluated(right, variables))
        case ast.Call(func=ast.Name(id="where"), args=[ast.Compare(left=a, comparators=[b]), c, d]):
            a, b, c, d = (evaluated(part, variables) for part in (a, b, c, d))
            return np.where(a < b, c, d)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return FUNCTIONS[name](*(evaluated(argument, variables) for argument in arguments))
    raise ValueError(f"not a formula: {ast.unparse(node)}")


def formula(text):
    """The function of a text: it takes variables by name, numbers or arrays."""
    return lambda **variables: evaluated(parsed(text), variables)


# --- Derivatives, by central differences --------------------------------------------------------------------------


def derivative(f, x, h=0.001):
    return (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h)


def error(value, d):
    """How far a value is from d, as a share of d; near 0, of a thousandth."""
    magnitude = np.abs(d)
    return np.abs(value - d) / np.where(magnitude > 1e-3, magnitude, 1e-3)
