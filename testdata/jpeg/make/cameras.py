#!/usr/bin/env python3
"""Makes cameras.json: what Pillow makes of the cameras' files that two npm packages carry for their own
tests; both are under the MIT licence.

  cameras.py EXIF EXIF_JS     folders of the packages exif@0.6.0 and exif-js@2.3.0
"""
import hashlib
import json
import sys
from pathlib import Path

from PIL import Image, ImageOps


def sha(image):
    return hashlib.sha256(image.convert('RGB').tobytes()).hexdigest()


def describe(path):
    image = Image.open(path)
    exif = image.getexif()
    return {
        'width': image.width,
        'height': image.height,
        'orientation': exif.get(0x0112) or 1,
        'camera': exif.get(0x0110, '').strip('\0 ') or None,
        'exif': len(image.info['exif']) - len(b'Exif\0\0'),
        'pixels': sha(image),
        'upright': sha(ImageOps.exif_transpose(image)),
    }


PLACES = {'exif': Path(sys.argv[1]) / 'test', 'exif-js': Path(sys.argv[2]) / 'example'}
cameras = {
    f'{package}/{path.parent.name}/{path.name}': describe(path)
    for package, folder in PLACES.items()
    for path in sorted(folder.glob('*.jpg'))
}
out = Path(__file__).resolve().parent.parent / 'cameras.json'
out.write_text(json.dumps(cameras, indent=1) + '\n')
