#!/usr/bin/env python3
"""Makes jittered/: what torchvision makes of the middle 40x30 of s444.jpg, brightness, contrast and
saturation in this order.

Each file is float32 planes [3, 30, 40] from 0 to 1: BRIGHTNESS-CONTRAST-SATURATION.bin
"""
from pathlib import Path

import torch
from PIL import Image
from torchvision.transforms.v2 import functional as F

HERE = Path(__file__).resolve().parent.parent
(HERE / 'jittered').mkdir(exist_ok=True)

image = F.to_dtype(F.pil_to_tensor(Image.open(HERE / 's444.jpg').convert('RGB')), torch.float32, scale=True)
top, left = (75 - 30 - 1) // 2, (97 - 40 - 1) // 2
window = image[:, top:top + 30, left:left + 40]
for brightness, contrast, saturation in [(0.6, 1, 1), (1, 1.7, 1), (1, 1, 0), (1.4, 0.5, 2), (1.9, 1.3, 0.4)]:
    out = F.adjust_brightness(window, brightness)
    out = F.adjust_contrast(out, contrast)
    out = F.adjust_saturation(out, saturation)
    name = f'{brightness}-{contrast}-{saturation}.bin'
    out.contiguous().numpy().tofile(HERE / 'jittered' / name)
