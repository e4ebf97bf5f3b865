"""Computes the test vectors of docs/order-and-state.md from that document's text alone: a second
implementation, in another language, that shares no code with the packages.

    python3 testdata/order/make/vectors.py > vectors.json
"""
import json

M32 = 0xFFFFFFFF
ORDER, ROW_KEYS, REPLACEMENT, SHUFFLE_BUFFER, MIX, SPLIT, BLOCKS, BLOCK_OFFSET, MIX_PARTS = 1, 2, 3, 4, 5, 6, 7, 8, 65536


class Random:
    """Section 1."""

    def __init__(self, seed, epoch, stream):
        self.a, self.b, self.c, self.counter = seed & M32, seed >> 32, epoch, stream
        for _ in range(20):
            self.uint32()

    def uint32(self):
        result = (self.a + self.b + self.counter) & M32
        self.counter = (self.counter + 1) & M32
        self.a = self.b ^ (self.b >> 9)
        self.b = (self.c + (self.c << 3)) & M32
        rotated = ((self.c << 21) | (self.c >> 11)) & M32
        self.c = (rotated + result) & M32
        return result

    def below(self, bound):
        limit = 2**32 - 2**32 % bound
        while True:
            bits = self.uint32()
            if bits < limit:
                return bits % bound


def mix32(x):
    """Section 2."""
    x = ((x ^ (x >> 16)) * 0x7FEB352D) & M32
    x = ((x ^ (x >> 15)) * 0x846CA68B) & M32
    return x ^ (x >> 16)


def network(high, low, high_bits, low_bits, keys):
    for i in range(0, 6, 2):
        high ^= mix32(low ^ keys[i]) & ((1 << high_bits) - 1)
        low ^= mix32(high ^ keys[i + 1]) & ((1 << low_bits) - 1)
    return high, low


def round_keys(seed, epoch, stream):
    random = Random(seed, epoch, stream)
    return [random.uint32() for _ in range(6)]


def permutation(length, seed, epoch, stream=ORDER):
    """Section 3: the function from positions to items."""
    if length <= 1024:
        random = Random(seed, epoch, stream)
        table = list(range(length))
        for i in range(length - 1, 0, -1):
            j = random.below(i + 1)
            table[i], table[j] = table[j], table[i]
        return lambda position: table[position]
    keys = round_keys(seed, epoch, stream)
    bits = (length - 1).bit_length()
    low_bits = bits // 2

    def at(x):
        while True:
            high, low = network(x >> low_bits, x & ((1 << low_bits) - 1), bits - low_bits, low_bits, keys)
            x = (high << low_bits) | low
            if x < length:
                return x

    return at


def blocks(length, block, window, seed, epoch):
    """Section 3, block shuffle: the function from positions to samples."""
    whole, size = length // block, block * window
    offset = Random(seed, epoch, BLOCK_OFFSET).below(min(length, 2**32))
    order = permutation(whole, seed, epoch, BLOCKS)

    def at(position):
        w = position // size
        count = min(size, length - w * size)
        random = Random(seed, epoch, (2**31 + w) % 2**32)
        table = list(range(count))
        for i in range(count - 1, 0, -1):
            j = random.below(i + 1)
            table[i], table[j] = table[j], table[i]
        place = w * size + table[position - w * size]
        j = place // block
        return (offset + (order(j) if j < whole else j) * block + place % block) % length

    return at


def row_key(sample, seed, epoch):
    """Section 4."""
    high, low = network(sample >> 32, sample & M32, 32, 32, round_keys(seed, epoch, ROW_KEYS))
    return (high << 32) | low


def buffered(length, capacity, seed, epoch):
    """Section 5."""
    random, held, order = Random(seed, epoch, SHUFFLE_BUFFER), [], []
    for arrived in range(length):
        if len(held) < capacity:
            held.append(arrived)
            continue
        place = random.below(capacity)
        order.append(held[place])
        held[place] = arrived
    while held:
        place = random.below(len(held))
        order.append(held[place])
        held[place] = held[-1]
        held.pop()
    return order


def vectors():
    cases = [(0, 0, ORDER), (7, 0, ORDER), (7, 1, ORDER), (2**53 - 1, 2**32 - 1, SPLIT)]
    randoms = []
    for seed, epoch, stream in cases:
        random = Random(seed, epoch, stream)
        randoms.append({"seed": seed, "epoch": epoch, "stream": stream, "uint32": [random.uint32() for _ in range(4)]})
    permutations = []
    for length, seed, epoch in [(10, 0, 0), (10, 7, 0), (10, 7, 1), (1024, 7, 0), (1025, 7, 0), (10**9, 7, 0), (10**9, 7, 1), (2**31, 7, 0), (2**31 + 1, 7, 0), (2**40 + 15, 7, 0), (2**53 - 1, 7, 0)]:
        at = permutation(length, seed, epoch)
        permutations.append({"length": length, "seed": seed, "epoch": epoch, "first": [at(i) for i in range(min(length, 10 if length == 10 else 5))]})
    keys = []
    for seed, epoch, sample in [(0, 0, 0), (7, 0, 0), (7, 1, 0), (7, 0, 1), (7, 0, 2**40), (2**53 - 1, 5, 2**53 - 1)]:
        keys.append({"seed": seed, "epoch": epoch, "sample": sample, "key": f"0x{row_key(sample, seed, epoch):016x}"})
    buffers = [{"length": 12, "capacity": 4, "seed": 7, "epoch": e, "order": buffered(12, 4, 7, e)} for e in (0, 1)]
    blocked = []
    for length, block, window, seed, epoch in [(10, 3, 2, 7, 0), (10, 3, 2, 7, 1), (5, 8, 4, 7, 0), (64, 1, 1, 7, 0), (10**6, 64, 16, 7, 0), (10**6, 64, 16, 7, 1), (2**40 + 15, 64, 16, 7, 0)]:
        at = blocks(length, block, window, seed, epoch)
        places = range(length) if length <= 10 else [0, 1, 2, length // 3, length // 2, length - 1]
        blocked.append({"length": length, "block": block, "window": window, "seed": seed, "epoch": epoch, "at": [[p, at(p)] for p in places]})
    return {"random": randoms, "permutation": permutations, "rowKey": keys, "shuffleBuffer": buffers, "blockShuffle": blocked}


if __name__ == "__main__":
    lines = []
    for name, cases in vectors().items():
        lines.append(f'  "{name}": [\n' + ",\n".join("    " + json.dumps(case) for case in cases) + "\n  ]")
    print("{\n" + ",\n".join(lines) + "\n}")
