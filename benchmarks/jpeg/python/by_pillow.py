"""Pillow, or Pillow-SIMD where that is what is installed; fresh images, outputs reused."""
import io

import numpy as np
from PIL import Image

from files import SIZE, Parallel, center


def works(files, threads):
    parallel = Parallel(threads)
    small = files.small_outputs()

    def draft(i):
        """Reduced in the inverse DCT, as Pillow's thumbnail() does."""
        image = Image.open(io.BytesIO(files.large[i]))
        image.draft('RGB', (2 * SIZE, 2 * SIZE))
        small[i] = np.asarray(image.resize((SIZE, SIZE), Image.BILINEAR, box=center(*image.size)))

    def whole(i):
        """torchvision's Resize(224) and CenterCrop(224): the reference for PSNR."""
        image = Image.open(io.BytesIO(files.large[i])).convert('RGB')
        width, height = image.size
        size = (SIZE * width // height, SIZE) if width > height else (SIZE, SIZE * height // width)
        left, top, right, bottom = center(*size)
        small[i] = np.asarray(image.resize(size, Image.BILINEAR).crop((left, top, right, bottom)))

    def all_by(function):
        def run():
            parallel(function, len(small))
            return small
        return run

    return {'small': all_by(draft), 'small-exact': all_by(whole)}
