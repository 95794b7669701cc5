"""Tables: their canonical form and its hash, and CSV (tables.md, sections 3 and 4).

A table is a list of pairs (name, column); a column is a list of values with None for a gap.
"""

import math
import re
import struct

from .blake3 import hexdigest

TEXT, INTEGER, FLOAT = "t", "i", "f"
NAN = bytes.fromhex("000000000000f87f")  # the one NaN, lowest byte first


class Column(list):
    """A list of values that knows its kind, for columns which may have nothing but gaps."""

    def __init__(self, kind, values):
        super().__init__(values)
        self.kind = kind


def texts(values):
    return Column(TEXT, values)


def integers(values):
    return Column(INTEGER, values)


def floats(values):
    return Column(FLOAT, values)


def kind(column):
    """The type of a column: its own, or that of its first value."""
    if isinstance(column, Column):
        return column.kind
    first = next(value for value in column if value is not None)
    return TEXT if isinstance(first, str) else INTEGER if isinstance(first, int) else FLOAT


# --- The canonical form ------------------------------------------------------------------------------------------


def u64(number):
    return struct.pack("<Q", number)


def text_bytes(value):
    data = value.encode()
    return u64(len(data)) + data


def float_bytes(value):
    return NAN if math.isnan(value) else struct.pack("<d", value)


VALUE_BYTES = {TEXT: text_bytes, INTEGER: lambda value: struct.pack("<q", value), FLOAT: float_bytes}


def canonical(table):
    """The bytes that are hashed."""
    parts = []
    for name, column in table:
        to_bytes = VALUE_BYTES[kind(column)]
        parts += [text_bytes(name), kind(column).encode(), u64(len(column))]
        parts += [b"\0" if value is None else b"\1" + to_bytes(value) for value in column]
    return b"".join(parts)


def table_hash(table):
    return hexdigest(canonical(table))


# --- CSV ---------------------------------------------------------------------------------------------------------


def decimal(value):
    """The shortest digits d1 d2 ... dk of a finite number and its exponent e: d1.d2...dk * 10^e, without sign."""
    if value == 0:
        return "0", 0
    digits, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = digits.partition(".")
    exponent = int(exponent or 0) + len(whole) - 1
    digits = whole + fraction
    leading = len(digits) - len(digits.lstrip("0"))
    return digits.strip("0"), exponent - leading


def without_exponent(digits, e):
    """The digits as a plain decimal, without a point if it is a whole number."""
    if e < 0:
        return "0." + "0" * (-e - 1) + digits
    digits = digits.ljust(e + 1, "0")
    return digits[: e + 1] + ("." + digits[e + 1 :] if digits[e + 1 :] else "")


def with_exponent(digits, e, plus):
    return digits[0] + ("." + digits[1:] if digits[1:] else "") + f"e{e:+d}".replace("+", plus)


def float_field(value):
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    sign = "-" if math.copysign(1.0, value) < 0 else ""
    if value == 0:
        return sign + "0.0"
    digits, e = decimal(value)
    if e < -5 or e > 15:
        return sign + with_exponent(digits, e, "+")
    plain = without_exponent(digits, e)
    return sign + (plain if "." in plain else plain + ".0")


def text_field(value):
    if value == "" or re.search('[,"\n\r]', value):
        return '"' + value.replace('"', '""') + '"'
    return value


FIELDS = {TEXT: text_field, INTEGER: str, FLOAT: float_field}


def to_csv(table):
    """The bytes of the file."""
    rows = [[text_field(name) for name, _ in table]]
    columns = [
        ["" if value is None else FIELDS[kind(column)](value) for value in column] for _, column in table
    ]
    rows += zip(*columns)
    return "".join(",".join(row) + "\n" for row in rows).encode()


# A field ends in a comma or a line feed; within double quotes both stand for themselves.
FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^,\n]*))([,\n])')


def fields(data):
    """The rows of a file, each a list of texts, with None for a gap, which is a field of nothing, not even quotes."""
    rows, row = [], []
    for match in FIELD.finditer(data.decode()):
        quoted, plain, end = match.groups()
        row.append(plain or None if quoted is None else quoted.replace('""', '"'))
        if end == "\n":
            rows.append(row)
            row = []
    return rows


def from_csv(data, kinds, otherwise=FLOAT):
    """The table of a file. `kinds` has the types of columns by name; the others are of the type `otherwise`."""
    names, *rows = fields(data)
    read = {TEXT: str, INTEGER: int, FLOAT: float}
    table = []
    for index, name in enumerate(names):
        of = kinds.get(name, otherwise)
        table.append((name, Column(of, [None if row[index] is None else read[of](row[index]) for row in rows])))
    return table
