"""simplejpeg, with OpenCV and numpy for what it does not do; outputs reused."""
import cv2
import numpy as np
import simplejpeg

from files import MEAN, SIZE, STD, Parallel, center

cv2.setNumThreads(1)


def works(files, threads):
    parallel = Parallel(threads)
    tile_outs = np.empty((len(files.tiles), 256, 256, 3), np.uint8)
    large_outs = np.empty((len(files.large), 853, 1280, 3), np.uint8)
    small = files.small_outputs()
    floats = files.float_outputs()
    scale = (1 / 255 / STD).astype(np.float32)
    bias = (-MEAN / STD).astype(np.float32)
    random = np.random.default_rng(1)

    def decode(sources, outs):
        return lambda i: simplejpeg.decode_jpeg(sources[i], buffer=outs[i])

    def scaled_area(i):
        """Reduced in the inverse DCT, then OpenCV's area filter: what people write by hand."""
        image = simplejpeg.decode_jpeg(files.large[i], min_height=SIZE, min_width=336)
        height, width = image.shape[:2]
        left, top, right, bottom = center(width, height)
        cv2.resize(image[top:bottom, left:right], (SIZE, SIZE), dst=small[i], interpolation=cv2.INTER_AREA)

    def to_float(i):
        image = simplejpeg.decode_jpeg(files.tiles[i])
        y, x = random.integers(0, 256 - SIZE + 1, 2)
        window = image[y:y + SIZE, x:x + SIZE]
        if random.random() < 0.5:
            window = window[:, ::-1]
        for c in range(3):
            np.multiply(window[:, :, c], scale[c], out=floats[i, c])
            floats[i, c] += bias[c]

    tile = decode(files.tiles, tile_outs)
    whole = decode(files.large, large_outs)

    def make_small():
        parallel(scaled_area, len(small))
        return small

    return {
        'tiles': lambda: [tile(i) for i in range(len(files.tiles))],
        'tiles-parallel': lambda: parallel(tile, len(files.tiles)),
        'large': lambda: [whole(i) for i in range(len(files.large))],
        'large-parallel': lambda: parallel(whole, len(files.large)),
        'small': make_small,
        'float': lambda: parallel(to_float, len(files.tiles)),
    }
