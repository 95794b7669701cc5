"""BLAKE3: the hash that names streams and tables.

streams.md, section 1, spells out the case of up to 1,024 bytes; tables are longer. The rest is that of the BLAKE3
paper: a message is cut into chunks of 1,024 bytes, each is hashed by itself under its number, and two neighbours at a
time are hashed into their parent, until one is left: the root.

All chunks are hashed side by side, and so are all parents of a level.
"""

import numpy as np

IV = np.array(
    [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19], dtype=np.uint32
)
ORDER = np.array([2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8])
CHUNK_START, CHUNK_END, PARENT, ROOT, KEYED_HASH = 1, 2, 4, 8, 16
BLOCK, CHUNK = 64, 1024


def rotated(words, bits):
    """The words rotated right."""
    return (words >> np.uint32(bits)) | (words << np.uint32(32 - bits))


def quarters(v, x, y):
    """Four G side by side, in place: v holds the rows a, b, c, d, and x, y the words that they take."""
    a, b, c, d = v
    a += b + x
    d[:] = rotated(d ^ a, 16)
    c += d
    b[:] = rotated(b ^ c, 12)
    a += b + y
    d[:] = rotated(d ^ a, 8)
    c += d
    b[:] = rotated(b ^ c, 7)


def compress(h, m, counter, length, flags):
    """One block of each of several messages side by side: h is [8, n], m is [16, n], the rest numbers or [n]."""
    n = h.shape[1]
    v = np.empty((4, 4, n), dtype=np.uint32)
    v[:2] = h.reshape(2, 4, n)
    v[2] = IV[:4, None]
    counter = np.asarray(counter, dtype=np.uint64)
    v[3, 0] = counter & np.uint64(0xFFFFFFFF)
    v[3, 1] = counter >> np.uint64(32)
    v[3, 2] = length
    v[3, 3] = flags
    for _ in range(7):
        quarters(v, m[0:8:2], m[1:8:2])
        for row in (1, 2, 3):  # so that the diagonals become columns
            v[row] = np.roll(v[row], -row, axis=0)
        quarters(v, m[8:16:2], m[9:16:2])
        for row in (1, 2, 3):
            v[row] = np.roll(v[row], row, axis=0)
        m = m[ORDER]
    return (v[:2] ^ v[2:]).reshape(8, n)


def chunks(data, key, mode):
    """The chaining values [8, n] of all chunks but the last, which are full."""
    count = len(data) // CHUNK
    words = np.frombuffer(data, dtype="<u4").reshape(count, CHUNK // BLOCK, 16).astype(np.uint32)
    h = np.repeat(key[:, None], count, axis=1)
    for block in range(CHUNK // BLOCK):
        flags = mode | (CHUNK_START if block == 0 else 0) | (CHUNK_END if block == CHUNK // BLOCK - 1 else 0)
        h = compress(h, words[:, block].T, np.arange(count), BLOCK, flags)
    return h


def last_chunk(data, key, mode, number, root):
    """The chaining value [8, 1] of the last chunk, which may be short and may be empty."""
    starts = range(0, max(len(data), 1), BLOCK)
    h = key[:, None]
    for start in starts:
        block = data[start : start + BLOCK]
        words = np.frombuffer(block.ljust(BLOCK, b"\0"), dtype="<u4").astype(np.uint32)[:, None]
        flags = mode | (CHUNK_START if start == 0 else 0)
        if start == starts[-1]:
            flags |= CHUNK_END | root
        h = compress(h, words, number, len(block), flags)
    return h


def digest(data, key=None):
    """The 32 bytes of the hash of data; with a key of 32 bytes, of the keyed hash."""
    mode = 0 if key is None else KEYED_HASH
    key = IV if key is None else np.frombuffer(key, dtype="<u4").astype(np.uint32)
    full = max(len(data) - 1, 0) // CHUNK
    last = last_chunk(data[full * CHUNK :], key, mode, full, 0 if full else ROOT)
    if full == 0:
        return last.astype("<u4").tobytes()
    level = np.concatenate([chunks(data[: full * CHUNK], key, mode), last], axis=1)
    while level.shape[1] > 1:
        # The left subtree of a parent is as large a power of two as fits: pairs from the left, an odd one is handed up.
        pairs, root = level.shape[1] // 2, ROOT if level.shape[1] == 2 else 0
        m = np.concatenate([level[:, 0 : 2 * pairs : 2], level[:, 1 : 2 * pairs : 2]])
        parents = compress(np.repeat(key[:, None], pairs, axis=1), m, 0, BLOCK, mode | PARENT | root)
        level = np.concatenate([parents, level[:, 2 * pairs :]], axis=1)
    return np.ascontiguousarray(level[:, 0]).astype("<u4").tobytes()


def hexdigest(data):
    """The hash as tables are named by it: 64 lower-case hexadecimal digits."""
    return digest(data).hex()
