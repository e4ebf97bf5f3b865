#!/usr/bin/env python3
"""Makes resized/: what Pillow and OpenCV make of two of this folder's JPEGs at other sizes.

Each file is the uint8 RGB pixels of the result, rows without gaps: NAME-WIDTHxHEIGHT-FILTER.bin
"""
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

HERE = Path(__file__).resolve().parent.parent
(HERE / 'resized').mkdir(exist_ok=True)

for name, sizes in {'s444': [(32, 24), (64, 19), (96, 74)], 'orientation1': [(61, 45), (61, 20)]}.items():
    image = Image.open(HERE / f'{name}.jpg').convert('RGB')
    pixels = np.asarray(image)
    for size in sizes:
        results = {
            # as torchvision's Resize(antialias=True), which is modelled on it
            'triangle': np.asarray(image.resize(size, Image.BILINEAR)),
            'nearest': np.asarray(image.resize(size, Image.NEAREST)),
            'area': cv2.resize(pixels, size, interpolation=cv2.INTER_AREA),
            'bilinear': cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR),
        }
        for kind, result in results.items():
            result.tofile(HERE / 'resized' / f'{name}-{size[0]}x{size[1]}-{kind}.bin')
