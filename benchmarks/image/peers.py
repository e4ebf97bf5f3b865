"""Pillow's and OpenCV's ways of decoding a folder of pictures, driven line by line: see lib/line-process.mjs.

  python peers.py pillow|opencv FOLDER THREADS

A line `rgb` or `mask` (and `floats`: to 224x224 float planes) does that work once and is answered with its
milliseconds. Where the library is not installed, the program ends at once with status 3.
"""
import importlib
import io
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

library, folder, threads = sys.argv[1:]
try:
    np = importlib.import_module('numpy')
    module = importlib.import_module({'pillow': 'PIL.Image', 'opencv': 'cv2'}[library])
except ImportError as error:
    print(f'{library}: {error}', file=sys.stderr)
    sys.exit(3)
files = [path.read_bytes() for path in sorted(Path(folder).iterdir())]
SIDE = 224


def pillow(mode):
    def decode(data):
        image = module.open(io.BytesIO(data))
        return np.asarray(image.convert(mode) if mode else image)
    return decode


def pillow_floats(data):
    image = module.open(io.BytesIO(data)).convert('RGB')
    width, height = image.size
    side = min(width, height)
    box = ((width - side) / 2, (height - side) / 2, (width + side) / 2, (height + side) / 2)
    return np.asarray(image.resize((SIDE, SIDE), module.BILINEAR, box=box)).transpose(2, 0, 1) / np.float32(255)


def opencv(flags):
    def decode(data):
        image = module.imdecode(np.frombuffer(data, np.uint8), flags)
        return module.cvtColor(image, module.COLOR_BGR2RGB) if image.ndim == 3 else image
    return decode


def opencv_floats(data):
    image = module.imdecode(np.frombuffer(data, np.uint8), module.IMREAD_COLOR)
    height, width = image.shape[:2]
    side = min(width, height)
    part = image[(height - side) // 2 :, (width - side) // 2 :][:side, :side]
    small = module.resize(part, (SIDE, SIDE), interpolation=module.INTER_AREA)
    return small[:, :, ::-1].transpose(2, 0, 1) / np.float32(255)


if library == 'opencv':
    module.setNumThreads(1)
    works = {'rgb': opencv(module.IMREAD_COLOR), 'mask': opencv(module.IMREAD_COLOR), 'floats': opencv_floats}
else:
    works = {'rgb': pillow('RGB'), 'mask': pillow(None), 'floats': pillow_floats}
pool = ThreadPoolExecutor(int(threads))
print('ready', flush=True)

for line in filter(str.strip, sys.stdin):
    start = time.perf_counter()
    list(pool.map(works[line.strip()], files))
    print(f'{(time.perf_counter() - start) * 1e3:.3f}', flush=True)
