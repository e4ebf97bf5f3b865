"""What is decoded, where to, and the numbers of the float row."""
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

SIZE = 224
MEAN = np.array([0.485, 0.456, 0.406])
STD = np.array([0.229, 0.224, 0.225])


class Files:
    """The JPEGs in memory."""

    def __init__(self, tiles, large):
        self.tiles = [path.read_bytes() for path in sorted(Path(tiles).glob('*.jpg'))]
        self.large = [path.read_bytes() for path in sorted(Path(large).glob('*.jpg'))]

    def small_outputs(self):
        return np.empty((len(self.large), SIZE, SIZE, 3), np.uint8)

    def float_outputs(self):
        return np.empty((len(self.tiles), 3, SIZE, SIZE), np.float32)


class Parallel:
    """A function over indices, on `threads` threads."""

    def __init__(self, threads):
        self.pool = ThreadPoolExecutor(threads)

    def __call__(self, function, count):
        list(self.pool.map(function, range(count)))


def center(width, height):
    """The square in the middle: left, top, right, bottom."""
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    return left, top, left + side, top + side
