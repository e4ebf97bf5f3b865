"""Writes images.parquet with pyarrow, as Hugging Face's `datasets` stores pictures: a struct of bytes and path, a label.

    python testdata/parquet/make/make.py        (pyarrow 26, Pillow)
"""
import io
import json
import pathlib

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

OUT = pathlib.Path(__file__).resolve().parent.parent


def picture(i):
    y, x = np.mgrid[0:24, 0:32]
    out = io.BytesIO()
    Image.fromarray(np.stack([x * 8, y * 10, np.full_like(x, i * 30)], -1).astype(np.uint8)).save(out, "JPEG", quality=90)
    return out.getvalue()


image = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
features = {"image": {"_type": "Image"}, "label": {"names": ["cat", "dog", "owl"], "_type": "ClassLabel"}}
table = pa.table(
    {"image": pa.array([{"bytes": picture(i), "path": f"{i}.jpg"} for i in range(8)], image),
     "label": pa.array([i % 3 for i in range(8)], pa.int64()),
     "caption": pa.array([f"picture {i}" for i in range(8)])},
).replace_schema_metadata({"huggingface": json.dumps({"info": {"features": features}})})
pq.write_table(table, OUT / "images.parquet", row_group_size=4, compression="snappy")
