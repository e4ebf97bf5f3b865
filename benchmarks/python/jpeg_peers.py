"""Python's ways of the same work, driven line by line: see lib/line-process.mjs.

  jpeg_peers.py TILES LARGE THREADS     needs simplejpeg, numpy, opencv-python-headless and Pillow
"""
import io
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import simplejpeg
from PIL import Image

cv2.setNumThreads(1)
tiles, large = ([path.read_bytes() for path in sorted(Path(folder).glob('*.jpg'))] for folder in sys.argv[1:3])
threads = int(sys.argv[3])
pool = ThreadPoolExecutor(threads)
tile_outs = np.empty((len(tiles), 256, 256, 3), np.uint8)
large_outs = np.empty((len(large), 853, 1280, 3), np.uint8)
small_outs = np.empty((len(large), 224, 224, 3), np.uint8)
floats = np.empty((len(tiles), 3, 224, 224), np.float32)
scale = (1 / 255 / np.array([0.229, 0.224, 0.225])).astype(np.float32)
bias = (-np.array([0.485, 0.456, 0.406]) / np.array([0.229, 0.224, 0.225])).astype(np.float32)
buffers = [bytearray(853 * 1280 * 3) for _ in range(threads)]


def decode(data, out):
    simplejpeg.decode_jpeg(data, buffer=out)


def scaled_area(i):
    """simplejpeg reduced in the inverse DCT, then OpenCV's area filter: what people write by hand."""
    image = simplejpeg.decode_jpeg(large[i], min_height=224, min_width=336)
    height, width = image.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = image[top:top + side, left:left + side]
    cv2.resize(square, (224, 224), dst=small_outs[i], interpolation=cv2.INTER_AREA)


def pillow_small(i):
    image = Image.open(io.BytesIO(large[i]))
    image.draft('RGB', (448, 448))
    width, height = image.size
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    small_outs[i] = np.asarray(image.resize((224, 224), Image.BILINEAR, box=(left, top, left + side, top + side)))


def to_float(i):
    image = simplejpeg.decode_jpeg(tiles[i])
    rng = np.random.default_rng(i)
    y, x = rng.integers(0, 33, 2)
    window = image[y:y + 224, x:x + 224]
    if rng.random() < 0.5:
        window = window[:, ::-1]
    for c in range(3):
        np.multiply(window[:, :, c], scale[c], out=floats[i, c])
        floats[i, c] += bias[c]


def in_parallel(function, count):
    list(pool.map(function, range(count)))


WORK = {
    'tiles': lambda: [decode(data, out) for data, out in zip(tiles, tile_outs)],
    'tiles-parallel': lambda: in_parallel(lambda i: decode(tiles[i], tile_outs[i]), len(tiles)),
    'large': lambda: [decode(data, out) for data, out in zip(large, large_outs)],
    'large-parallel': lambda: in_parallel(lambda i: decode(large[i], large_outs[i]), len(large)),
    'small-simplejpeg': lambda: in_parallel(scaled_area, len(large)),
    'small-pillow': lambda: in_parallel(pillow_small, len(large)),
    'float': lambda: in_parallel(to_float, len(tiles)),
}

for line in sys.stdin:
    start = time.perf_counter()
    WORK[line.strip()]()
    print(f'{(time.perf_counter() - start) * 1e3:.3f}', flush=True)
