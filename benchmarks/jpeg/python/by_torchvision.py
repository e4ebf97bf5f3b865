"""torchvision on as many threads as the others; its decoder leaves Python's lock. Fresh outputs."""
import random

import torch
from torchvision.io import ImageReadMode, decode_jpeg
from torchvision.transforms.v2 import functional as F

from files import MEAN, SIZE, STD, Parallel

torch.set_num_threads(1)


def works(files, threads):
    parallel = Parallel(threads)
    sources = [torch.frombuffer(bytearray(data), dtype=torch.uint8) for data in files.tiles]
    batch = torch.empty((len(sources), 3, SIZE, SIZE))
    mean, std = MEAN.tolist(), STD.tolist()

    def to_float(i):
        image = decode_jpeg(sources[i], mode=ImageReadMode.RGB)
        top, left = random.randrange(256 - SIZE + 1), random.randrange(256 - SIZE + 1)
        window = F.crop(image, top, left, SIZE, SIZE)
        if random.random() < 0.5:
            window = F.horizontal_flip(window)
        batch[i] = F.normalize(F.to_dtype(window, torch.float32, scale=True), mean, std)

    return {'float': lambda: parallel(to_float, len(sources))}
