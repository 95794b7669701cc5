"""Streams of random numbers: keys, the bits of ChaCha8, numbers and draws (streams.md).

A drawing function without a count gives one number, with a count an array of so many, drawn one after the
other: the same numbers either way.
"""

from functools import partial

import numpy as np

from .blake3 import digest
from .double import cos, log

CONSTANTS = np.array([0x61707865, 0x3320646E, 0x79622D32, 0x6B206574], dtype=np.uint32)
QUARTERS = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
            (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]
TWO_PI = 6.283185307179586


def length_and(text):
    data = text.encode("utf-8")
    return len(data).to_bytes(8, "little") + data


def key(experiment, phase, data_set, seed, role):
    """The 32 bytes that a stream depends on."""
    return digest(length_and(experiment) + length_and(phase) + length_and(data_set)
                  + seed.to_bytes(8, "little") + length_and(role))


def rotated(x, n):
    return (x << np.uint32(n)) | (x >> np.uint32(32 - n))


def blocks(key_words, first, count):
    """The words of `count` blocks of ChaCha8 from block `first` on, one after the other."""
    counter = first + np.arange(count, dtype=np.uint64)
    s = np.zeros((16, count), dtype=np.uint32)
    s[0:4] = CONSTANTS[:, None]
    s[4:12] = key_words[:, None]
    s[12] = counter & np.uint64(0xFFFFFFFF)
    s[13] = counter >> np.uint64(32)
    x = list(s)
    for _ in range(4):
        for a, b, c, d in QUARTERS:
            x[a] = x[a] + x[b]
            x[d] = rotated(x[d] ^ x[a], 16)
            x[c] = x[c] + x[d]
            x[b] = rotated(x[b] ^ x[c], 12)
            x[a] = x[a] + x[b]
            x[d] = rotated(x[d] ^ x[a], 8)
            x[c] = x[c] + x[d]
            x[b] = rotated(x[b] ^ x[c], 7)
    return (np.stack(x) + s).T.reshape(-1)


def normal_of(first, second):
    """The normal number that two uniform ones make."""
    return np.sqrt(-2.0 * log(1.0 - first)) * cos(TWO_PI * second)


class Stream:
    """The numbers of one key, from the first one on."""

    def __init__(self, key):
        self.key_words = np.frombuffer(key, dtype="<u4").astype(np.uint32)
        self.words = np.empty(0, dtype=np.uint32)   # drawn ahead
        self.used = 0                               # how many of these
        self.next_block = 0

    def u32(self, count=None):
        n = 1 if count is None else count
        missing = n - (len(self.words) - self.used)
        if missing > 0:
            more = max(missing // 16 + 1, 8, min(self.next_block, 4096))
            fresh = blocks(self.key_words, self.next_block, more)
            self.words = np.concatenate([self.words[self.used:], fresh])
            self.used = 0
            self.next_block += more
        taken = self.words[self.used:self.used + n]
        self.used += n
        return int(taken[0]) if count is None else taken

    def u64(self, count=None):
        pairs = self.u32(2 if count is None else 2 * count).reshape(-1, 2).astype(np.uint64)
        values = pairs[:, 0] + (pairs[:, 1] << np.uint64(32))
        return values[0] if count is None else values

    def uniform(self, count=None):
        """In [0, 1)."""
        return (self.u64(count) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def between(self, low, high, count=None):
        return low + (high - low) * self.uniform(count)

    def normal(self, count=None):
        """Standard normal: each takes two uniform numbers, of which nothing is kept."""
        pairs = self.uniform(2 if count is None else 2 * count).reshape(-1, 2)
        values = normal_of(pairs[:, 0], pairs[:, 1])
        return values[0] if count is None else values

    def below(self, n, count=None):
        """Whole numbers below n. Words that would favour some of them are rejected."""
        limit = 2**32 - 1 - ((2**32 - 1) % n + 1) % n
        found = []
        missing = 1 if count is None else count
        while missing > 0:
            words = self.u32(missing)
            words = words[words <= limit]
            found.append(words % np.uint32(n))
            missing -= len(words)
        values = np.concatenate(found).astype(np.int64) if found else np.empty(0, dtype=np.int64)
        return int(values[0]) if count is None else values

    def shuffle(self, values):
        """The list in a random order, in place."""
        bounds = range(len(values), 1, -1)
        words = iter(self.u32(len(bounds)).tolist())
        for bound in bounds:
            word = next(words)
            while word > 2**32 - 1 - ((2**32 - 1) % bound + 1) % bound:
                # One word more than was taken ahead is needed, and the words behind move up.
                words = iter([*words, self.u32()])
                word = next(words)
            i, j = bound - 1, word % bound
            values[i], values[j] = values[j], values[i]


def stream(experiment, phase, data_set, seed, role):
    return Stream(key(experiment, phase, data_set, seed, role))


def stream_of(configuration, cell, phase):
    """The streams of a cell's trials: a function of seed and role."""
    return partial(stream, configuration.experiment, phase, cell.data_set)


def numbered(number):
    """A stream whose key is its number."""
    return Stream(number.to_bytes(8, "little") + bytes(24))
