"""Makes the PNGs of this folder, and expected.json from what Pillow and OpenCV read in them.

python3 -m venv v && v/bin/pip install pillow==13.0.0 opencv-python-headless numpy && v/bin/python make.py
"""
import hashlib, json, pathlib, struct, zlib
import cv2
import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent.parent
W, H = 33, 21
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(name, data):
    return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))


def picture(width, height, channels, depth):
    """Smooth colours and edges, on the whole scale of `depth` bits."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(channels), indexing='ij')
    wave = 0.5 + 0.3 * np.sin(x * 0.31 + c * 2) + 0.2 * np.cos(y * 0.37 - c) + 0.05 * ((x // 5 + y // 4) % 2)
    noise = ((x * 7919 + y * 104729 + c * 1299709) % 1000) / 1000 * 0.04
    return np.clip((wave + noise) * (2**depth - 1), 0, 2**depth - 1).astype(np.uint32)


def pack(row, depth):
    """One row of samples as bytes."""
    if depth == 16:
        return row.astype('>u2').tobytes()
    if depth == 8:
        return row.astype(np.uint8).tobytes()
    bits = ''.join(format(int(v), f'0{depth}b') for v in row)
    bits += '0' * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, 'big')


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def filtered(rows, step, first):
    """Each row by the next of the five filters, from `first` on."""
    out, above = b'', None
    for i, row in enumerate(rows):
        above = above or bytes(len(row))
        kind = (first + i) % 5
        line = bytearray()
        for x, value in enumerate(row):
            a = row[x - step] if x >= step else 0
            c = above[x - step] if x >= step else 0
            guess = [0, a, above[x], (a + above[x]) // 2, paeth(a, above[x], c)][kind]
            line.append((value - guess) & 255)
        out += bytes([kind]) + bytes(line)
        above = row
    return out


def by_hand(name, kind, depth, samples, interlaced=False, before=(), pieces=1, first=0):
    height, width, channels = samples.shape
    step = max(1, channels * depth // 8)
    rows = lambda part: [pack(line.reshape(-1), depth) for line in part]
    if interlaced:
        data = b''
        for i, (x, y, dx, dy) in enumerate(PASSES):
            part = samples[y::dy, x::dx]
            if part.size:
                data += filtered(rows(part), step, first + i)
    else:
        data = filtered(rows(samples), step, first)
    packed = zlib.compress(data, 9)
    size = -(-len(packed) // pieces)
    head = struct.pack('>IIBBBBB', width, height, depth, kind, 0, 0, int(interlaced))
    body = b''.join(chunk(b'IDAT', packed[i : i + size]) for i in range(0, len(packed), size))
    chunks = b''.join(chunk(n, d) for n, d in before)
    (HERE / name).write_bytes(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunks + body + chunk(b'IEND', b''))


def palette(entries):
    return bytes(int(v) for i in range(entries) for v in (i * 255 // max(1, entries - 1), (i * 91) % 256, 255 - i * 3 % 256))


names = {0: 'gray', 2: 'rgb', 3: 'palette', 4: 'gray-alpha', 6: 'rgba'}
depths = {0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]}
for kind, name in names.items():
    for depth in depths[kind]:
        samples = picture(W, H, CHANNELS[kind], depth)
        before = [(b'PLTE', palette(2**depth))] if kind == 3 else []
        by_hand(f'{name}{depth}.png', kind, depth, samples, before=before)
        by_hand(f'{name}{depth}-adam7.png', kind, depth, samples, interlaced=True, before=before, first=2)
        if kind in (0, 2):
            key = samples[3, 4]
            trns = struct.pack(f'>{len(key)}H', *[int(v) for v in key])
            by_hand(f'{name}{depth}-key.png', kind, depth, samples, before=[(b'tRNS', trns)])
        if kind == 3:
            alpha = bytes((i * 37) % 256 for i in range(2**depth - 1))
            by_hand(f'{name}{depth}-alpha.png', kind, depth, samples, before=before + [(b'tRNS', alpha)])
for width, height in [(1, 1), (2, 1), (1, 5), (4, 4), (5, 3), (8, 8), (9, 2)]:
    by_hand(f'adam7-{width}x{height}.png', 2, 8, picture(width, height, 3, 8), interlaced=True, first=1)
by_hand('pieces.png', 2, 8, picture(W, H, 3, 8), pieces=40)
by_hand('chunks.png', 2, 8, picture(W, H, 3, 8), before=[
    (b'gAMA', struct.pack('>I', 100000)), (b'sRGB', b'\0'), (b'pHYs', struct.pack('>IIB', 2835, 2835, 1)),
    (b'tEXt', b'Comment\0by hand'), (b'zTXt', b'Long\0\0' + zlib.compress(b'words ' * 100))])
for name, width, height, kind, before in [('odd-gray4.png', 1, 7, 0, []), ('odd-palette1.png', 9, 3, 3, [(b'PLTE', palette(2))])]:
    depth = 4 if kind == 0 else 1
    by_hand(name, kind, depth, picture(width, height, 1, depth), before=before)

# By Pillow and OpenCV, as people write them.
photo = Image.open(HERE.parent / 'jpeg' / 's444.jpg').convert('RGB').crop((8, 8, 88, 68))
photo.save(HERE / 'pillow-rgb.png')
photo.save(HERE / 'pillow-optimized.png', optimize=True)
photo.convert('L').save(HERE / 'pillow-l.png')
photo.convert('1').save(HERE / 'pillow-1.png')
photo.quantize(16).save(HERE / 'pillow-p4.png')
photo.quantize(200).save(HERE / 'pillow-p8.png')
rgba = photo.copy(); rgba.putalpha(photo.convert('L')); rgba.save(HERE / 'pillow-rgba.png')
rgba.convert('LA').save(HERE / 'pillow-la.png')
exif = Image.Exif(); exif[0x0112] = 6
photo.crop((0, 0, 40, 24)).save(HERE / 'pillow-orientation6.png', exif=exif)
photo.resize((32, 24)).save(HERE / 'pillow-animated.png', save_all=True, append_images=[photo.resize((32, 24)).rotate(180)])
Image.fromarray(picture(W, H, 1, 16)[:, :, 0].astype(np.uint16)).save(HERE / 'pillow-i16.png')
mask = (picture(64, 48, 1, 8)[:, :, 0] // 13).astype(np.uint8)  # twenty classes
voc = Image.fromarray(mask); voc = voc.copy(); p = Image.new('P', voc.size); p.frombytes(voc.tobytes()); p.putpalette(palette(256)); p.save(HERE / 'pillow-mask.png')
bgr = np.array(photo)[:, :, ::-1]
cv2.imwrite(str(HERE / 'opencv-rgb.png'), bgr)
cv2.imwrite(str(HERE / 'opencv-paeth.png'), bgr, [cv2.IMWRITE_PNG_STRATEGY, 0, cv2.IMWRITE_PNG_FILTER, 128])
cv2.imwrite(str(HERE / 'opencv-average.png'), bgr, [cv2.IMWRITE_PNG_FILTER, 64])
cv2.imwrite(str(HERE / 'opencv-rgb16.png'), picture(W, H, 3, 16).astype(np.uint16))
cv2.imwrite(str(HERE / 'opencv-gray16.png'), picture(W, H, 1, 16).astype(np.uint16))


def sha(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


expected = {}
for path in sorted(HERE.glob('*.png')):
    image = Image.open(path); image.load()
    wide = image.mode.startswith('I')
    if wide:  # Pillow keeps 16 bits of grey; its convert('L') clips them, so the upper byte is taken here
        image = Image.fromarray((np.array(image) >> 8).astype(np.uint8))
    entry = {'size': image.size[::-1], 'mode': image.mode, 'rgb': sha(image.convert('RGB')), 'gray': sha(image.convert('L'))}
    # Pillow compares keys of other than 8 bits with samples of 8: OpenCV's (libpng's) alpha is taken.
    odd_key = path.name in ('gray2-key.png', 'gray4-key.png', 'gray16-key.png', 'rgb16-key.png')
    if not odd_key:
        full = image.convert('RGBA')
        entry['rgba'] = sha(full)
        below = Image.new('RGB', full.size, (10, 200, 30)); below.paste(full.convert('RGB'), mask=full.getchannel('A'))
        entry['over'] = sha(below)
    if image.mode == 'P':
        entry['indices'] = sha(np.array(image))
    raw = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if raw.ndim == 3:
        raw = raw[:, :, [2, 1, 0, 3][: raw.shape[2]]]
    if odd_key and raw.ndim == 3 and raw.shape[2] == 4:
        entry['rgba'] = sha((raw >> 8 if raw.dtype == np.uint16 else raw).astype(np.uint8))
    if raw.dtype == np.uint16:
        entry['uint16'] = {'channels': 1 if raw.ndim == 2 else raw.shape[2], 'sha': sha(raw)}
    expected[path.name] = entry
(HERE / 'expected.json').write_text(json.dumps(expected, indent=1) + '\n')
