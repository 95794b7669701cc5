"""Checks every certificate of results/*/proofs.csv in SymPy and mpmath, without a look at the checker:

    python3 crates/proofs/tests/verify.py [root of the repository] > table.csv

Of each statement, read anew from its text:
  points     where everything after `if` holds, both sides at 50 digits: what is proved is true there
             (up to 10^-30), and what is disproved is false at the point of the certificate;
  identity   of an equation without cases, that the difference of both sides simplifies to 0;
  sums       that every sum of the certificate is 0 when multiplied out, and that its terms are a
             coefficient above 0, exponentials, squares and facts;
  facts      that each fact has the sign of something in the statement (the difference of two sides, a
             condition, a denominator, the argument of a root or logarithm) at every point, or is true
             at every point, as axioms must be.
What the certificate shows by intervals ("4 boxes") is looked at in the points only. Ends with 1 if anything
disagrees.
"""

import ast
import csv
import random
import re
import sys
from pathlib import Path

import mpmath
import sympy as sp

mpmath.mp.dps = 50
TOLERANCE = mpmath.mpf(10) ** -30
POINTS = 40
RELATIONS = ["<=", ">=", "!=", "<", ">", "="]


def where(condition, then, otherwise):
    if condition in (True, False):
        return then if condition else otherwise
    SEEN.append(condition.lhs - condition.rhs)
    return sp.Piecewise((then, condition), (otherwise, True))


def quotient(argument, function):
    """A function that is defined for some arguments only."""
    SEEN.append(argument)
    return function(argument)


SEEN = []  # what decides cases and definedness, as it is read
FUNCTIONS = {
    "exp": sp.exp, "sin": sp.sin, "cos": sp.cos, "pi": sp.pi, "where": where,
    "sqrt": lambda x: quotient(x, sp.sqrt), "ln": lambda x: quotient(x, sp.log),
    "ln1p": lambda x: quotient(1 + x, sp.log),
    "sigmoid": lambda x: 1 / (1 + sp.exp(-x)), "tanh": lambda x: (sp.exp(2 * x) - 1) / (sp.exp(2 * x) + 1),
    "softplus": lambda x: sp.log(1 + sp.exp(x)),
    "relu": lambda x: where(LT(x, 0), 0 * x, x), "abs": lambda x: where(LT(x, 0), -x, x),
    "max": lambda x, y: where(LT(x, y), y, x), "min": lambda x, y: where(LT(x, y), x, y),
}


def LT(a, b):
    a, b = sp.sympify(a), sp.sympify(b)
    return bool(a < b) if (a - b).is_number else sp.StrictLessThan(a, b, evaluate=False)


class Symbols(dict):
    def __missing__(self, name):
        self[name] = sp.Symbol(name, commutative=not name[0].isupper(), **({} if name[0].isupper() else {"real": True}))
        return self[name]


def formula(text, symbols):
    text = text.replace("^", "**")
    text = re.sub(r"where\(", "where_(", text)
    text = re.sub(r"d/d([A-Za-z]\w*)\(", r"D_\1(", text)
    names = {}
    for name in set(re.findall(r"D_(\w+)\(", text)):
        names[f"D_{name}"] = lambda f, name=name: sp.diff(f, symbols[name])
    # The comparison in `where` is Python's own, of SymPy's terms.
    names["where_"] = where
    for name in set(re.findall(r"[A-Za-z]\w*", re.sub(r"\d+e[+-]?\d+", "", text))) - set(names):
        names[name] = FUNCTIONS[name] if name in FUNCTIONS else symbols[name]
    text = re.sub(r"(?<![\w.])(\d+\.?\d*(?:e-?\d+)?)(?![\w.])", r"N_('\1')", text)
    names["N_"] = sp.Rational
    for node in ast.walk(ast.parse(text.strip(), mode="eval")):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            below = compile(ast.Expression(node.right), "denominator", "eval")
            SEEN.append(sp.sympify(eval(below, {"__builtins__": {}}, names)))
    return sp.sympify(eval(text.strip(), {"__builtins__": {}}, names))  # the repository's own tables


def split(text, separators):
    parts, depth, start, i, found = [], 0, 0, 0, ""
    while i < len(text):
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        hit = next((s for s in separators if depth == 0 and text.startswith(s, i)), None)
        if hit:
            parts.append((found, text[start:i]))
            found, i = hit, i + len(hit)
            start = i
        else:
            i += 1
    return parts + [(found, text[start:])]


def comparisons(text, symbols):
    result = []
    for _, chain in split(text, [","]):
        sides = [(sign, formula(side, symbols)) for sign, side in split(chain, RELATIONS)]
        result += [(a, sign, b) for (_, a), (sign, b) in zip(sides, sides[1:])]
    return result


def statement(text):
    """Its parts, each as (given, goals), and what decides cases in them."""
    SEEN.clear()
    symbols = Symbols()
    said, _, conditions = text.partition(" if ")
    given = comparisons(conditions, symbols) if conditions else []
    if said.strip() == "impossible":
        return [(given, [])], symbols
    if " by induction from " in said:
        said, _, steps = said.partition(" by induction from ")
        first, _, after = steps.partition(" to ")
        goals = comparisons(said, symbols)
        put = lambda values: {a: b for a, _, b in comparisons(values, symbols)}
        change = lambda values: [(a.subs(values, simultaneous=True), s, b.subs(values, simultaneous=True)) for a, s, b in goals]
        return [(given, change(put(first))), (given + goals, change(put(after)))], symbols
    return [(given, comparisons(said, symbols))], symbols


def number(expression, at):
    try:
        value = sp.N(sp.sympify(expression).subs(at), 50)
        return mpmath.mpf(str(value)) if value.is_real and value.is_finite else None
    except (TypeError, ValueError, ZeroDivisionError, AttributeError):
        return None


def holds(comparison, at, slack):
    a, sign, b = comparison
    left, right = number(a, at), number(b, at)
    if left is None or right is None:
        return None
    d = left - right
    slack = slack * max(1, abs(left), abs(right))
    return {"<": d < slack, "<=": d <= slack, ">": d > -slack, ">=": d >= -slack,
            "=": abs(d) <= slack, "!=": True if slack else d != 0}[sign]


def solved(given, numbers):
    equations = [a - b for a, sign, b in given if sign == "="]
    try:
        return (sp.solve(equations, numbers, dict=True) if equations else []) or [{}]
    except NotImplementedError:
        return [{}]


def drawn(numbers, solutions, generator):
    scale = generator.choice([1, 1, 3, 10])
    at = {n: sp.Rational(generator.randint(-400, 400), 100) * scale for n in numbers}
    solution = generator.choice(solutions)
    free = {n: x for n, x in at.items() if n not in solution}
    return {**free, **{n: sp.sympify(x).subs(free) for n, x in solution.items()}}


def points(given, names, generator):
    """Random points at which what is given holds: equations are solved, and what they leave open is
    drawn."""
    numbers = [n for n in names if n.is_commutative]
    solutions = solved(given, numbers)
    found = []
    for _ in range(40 * POINTS):
        at = drawn(numbers, solutions, generator)
        if all(holds(c, at, TOLERANCE if c[1] == "=" else 0) for c in given):
            found.append(at)
            if len(found) == POINTS:
                break
    return found


def checked_sum(text, symbols):
    """The facts of a sum, if it is 0 and each of its terms is what it should be."""
    facts = re.findall(r"\[(.*?) (>=|>|=|!=) 0\]", text)
    names = {**{n: s for n, s in symbols.items()}, "exp": sp.exp, "log": sp.log, "sqrt": sp.sqrt, "sin": sp.sin, "cos": sp.cos, "pi": sp.pi}
    read = lambda t: sp.sympify(eval(re.sub(r"(?<![\w.*])(\d+)(?![\w.])", r"N_(\1)", t), {"__builtins__": {}}, {**names, "N_": sp.Integer}))
    whole = read(re.sub(r"\[(.*?) (?:>=|>|=|!=) 0\]", r"(\1)", text))
    difference = sp.expand(sp.powsimp(sp.expand(whole)), power_exp=False)
    zero = sp.simplify(difference) == 0
    for part in re.split(r" \+ (?=(?:[^\[\]()]|\[[^\]]*\]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*$)", text):
        if " = 0]" not in part:
            coefficient = re.match(r"\d+(/\d+)?", part)
            zero = zero and coefficient is not None
    return zero, [(read(p), sign) for p, sign in facts]


def branches(expression, most=300):
    """Every formula that a function by cases may be."""
    open_, done = [expression], []
    while open_ and len(open_) + len(done) < most:
        f = open_.pop()
        pieces = [p for p in f.atoms(sp.Piecewise) if not any(q.has(sp.Piecewise) for q, _ in p.args)]
        if pieces:
            open_ += [f.xreplace({pieces[0]: branch}) for branch, _ in pieces[0].args]
        else:
            done.append(f)
    return done


def sign_of(x):
    return None if x is None else 0 if abs(x) < TOLERANCE else 1 if x > 0 else -1


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["experiment", "id", "statement", "answer", "points", "identity", "sums", "facts", "agrees"])
    bad = 0
    for path in sorted(root.glob("results/*/proofs.csv")):
        if path.parent.name == "reliability":
            continue
        for row in csv.DictReader(path.open()):
            text = row["statement"].removeprefix("printed: ")
            generator = random.Random(text)
            parts, symbols = statement(text)
            deciding = list(SEEN)
            words = any(not s.is_commutative for s in symbols.values())
            counted, identity, sums, facts, agrees = 0, "", "", "", row["answer"] != "undecided"
            if row["answer"] == "disproved":
                at = {}
                for value in row["certificate"].split(", "):
                    name, _, x = value.partition(" = ")
                    at[symbols[name]] = sp.Rational(x)
                # Of an induction, the first values; of others, the only part.
                fails = [all(holds(c, at, 0) for c in given) and (not goals or any(holds(c, at, 0) is False for c in goals)) for given, goals in parts[:1]]
                counted, agrees = 1, agrees and any(fails)
            elif words:
                if len(parts) == 1 and not parts[0][0]:
                    zero = all(sp.expand(a - b) == 0 for a, _, b in parts[0][1])
                else:
                    # A step: what is given, H = A X + C, put in.
                    zero = True
                    for given, goals in parts:
                        put = {a: b for a, sign, b in given if sign == "="}
                        zero = zero and all(sp.expand((a - b).subs(put)) == 0 for a, _, b in goals)
                identity, agrees = "0" if zero else "not 0", agrees and zero
            else:
                for given, goals in parts:
                    names = sorted(symbols.values(), key=str)
                    at = points(given, names, generator)
                    counted += len(at)
                    # Where a side is undefined at a point (the end of a branch), nothing is said.
                    wrong = [p for p in at for c in goals if holds(c, p, TOLERANCE) is False]
                    wrong += at if not goals else []
                    agrees = agrees and not wrong
                    for a, sign, b in goals:
                        if sign == "=" and not given and not (a - b).has(sp.Piecewise):
                            zero = sp.simplify(sp.expand_log(sp.simplify(a - b), force=True)) == 0
                            identity = "0" if zero else "open"
                lines = [line[4:] for line in row["certificate"].split("; ") if line.startswith("0 = ")]
                candidates = deciding + [a - b for given, goals in parts for a, _, b in given + goals]
                candidates = list({b for c in candidates for b in branches(c)})
                # A slope, too, is compared with 0.
                candidates += [sp.diff(c, n) for c in candidates for n in symbols.values() if not c.has(sp.Piecewise)]
                # A fact may be one of what is left when an equation is put in.
                numbers = sorted(symbols.values(), key=str)
                solutions = solved(parts[-1][0], numbers)
                sample = [drawn(numbers, solutions, generator) for _ in range(12)]
                signs = [[sign_of(number(c, p)) for p in sample] for c in candidates]
                good, known, all_facts = 0, 0, 0
                for line in lines:
                    zero, found = checked_sum(line, symbols)
                    good += zero
                    for fact, relation in found:
                        all_facts += 1
                        own = [sign_of(number(fact, p)) for p in sample]
                        is_axiom = all(s is None or s >= 0 for s in own) or relation == "=" and all(s in (0, None) for s in own)
                        matches = lambda other: all(a is None or b is None or a == b for a, b in zip(own, other)) or all(a is None or b is None or a == -b for a, b in zip(own, other))
                        known += bool(is_axiom or fact.is_number or any(map(matches, signs)))
                sums, facts = f"{good} of {len(lines)}", f"{known} of {all_facts}"
                agrees = agrees and good == len(lines) and known == all_facts
            bad += not agrees
            out.writerow([path.parent.name, row["id"], row["statement"], row["answer"], counted, identity, sums, facts, "yes" if agrees else "NO"])
            sys.stdout.flush()
    sys.exit(1 if bad else 0)


main()
