"""Writes the TFRecord fixtures with TensorFlow and, beside them, what tf.io makes of them.

    python testdata/tfrecord/make/make.py          (tensorflow-cpu 2.21)

Every *.json is a list of cases: `features` in the vocabulary of our own parser, `expect` what tf.io gave
for the same thing (64-bit integers as strings, bytes in hexadecimal), or `error` where tf.io refused.
"""
import hashlib
import json
import os
import pathlib

os.environ["CUDA_VISIBLE_DEVICES"] = ""
import numpy as np
import tensorflow as tf

OUT = pathlib.Path(__file__).resolve().parent.parent
Feature, FeatureList = tf.train.Feature, tf.train.FeatureList


def ints(*values):
    return Feature(int64_list=tf.train.Int64List(value=values))


def floats(*values):
    return Feature(float_list=tf.train.FloatList(value=values))


def texts(*values):
    return Feature(bytes_list=tf.train.BytesList(value=[v.encode() if isinstance(v, str) else v for v in values]))


def write(name, records, compression=""):
    with tf.io.TFRecordWriter(str(OUT / name), tf.io.TFRecordOptions(compression_type=compression)) as writer:
        for record in records:
            writer.write(record)


def example(**features):
    return tf.train.Example(features=tf.train.Features(feature=features)).SerializeToString(deterministic=True)


# ---- what tf.io answers, as JSON -------------------------------------------------------------------------


def array(values):
    values = values.numpy() if hasattr(values, "numpy") else np.asarray(values)
    if values.dtype == object:
        return {"dtype": "bytes", "shape": list(values.shape), "data": [v.hex() for v in values.reshape(-1)]}
    dtype = str(values.dtype)
    if dtype == "float16":
        values = values.view(np.uint16)  # our float16 has its bits
    flat = values.reshape(-1).tolist()
    return {
        "dtype": dtype,
        "shape": list(values.shape),
        "data": [str(v) for v in flat] if values.dtype == np.int64 else flat,
    }


def plain(value):
    if isinstance(value, tf.RaggedTensor):
        return {"values": array(value.flat_values), "nestedRowSplits": [s.numpy().tolist() for s in value.nested_row_splits]}
    if isinstance(value, tf.SparseTensor):
        return {
            "indices": array(value.indices),
            "values": array(value.values),
            "denseShape": value.dense_shape.numpy().tolist(),
        }
    return array(value)


def case(name, features, parse):
    try:
        parsed = parse()
        return {"name": name, "features": features, "expect": parsed}
    except (tf.errors.InvalidArgumentError, ValueError) as error:
        return {"name": name, "features": features, "error": str(error).splitlines()[0].split("}} ")[-1].split(" [Op:")[0]}


def save(name, cases):
    (OUT / name).write_text(json.dumps(cases, indent=1) + "\n")


# ---- framing ---------------------------------------------------------------------------------------------


def framing():
    records = [b"", b"a", b"hello", bytes(range(256)), b"", b"x" * 5000]
    write("records.tfrecord", records)
    write("records.tfrecord.gz", records, "GZIP")
    write("records.tfrecord.zlib", records, "ZLIB")
    write("empty.tfrecord", [])
    write("empty.tfrecord.gz", [], "GZIP")
    write("empty.tfrecord.zlib", [], "ZLIB")
    read = list(tf.data.TFRecordDataset(str(OUT / "records.tfrecord.gz"), "GZIP").as_numpy_iterator())
    save("records.json", [{"size": len(r), "sha256": hashlib.sha256(r).hexdigest()} for r in read])
    many = [bytes([i % 251]) * (i * 7 % 300) for i in range(1000)]
    write("many.tfrecord", many)


# ---- Example ---------------------------------------------------------------------------------------------

EXAMPLES = [
    example(
        label=ints(3),
        weights=floats(0.5, -1.25, 3e38, 1e-40),
        name=texts("alpha"),
        pixels=texts(bytes(range(12))),
        wide=texts(np.array([1.5, -2.25], "<f8").tobytes()),
        big=ints(-(2**63), 2**63 - 1, -1, 0, 127, 128),
        tags=texts("a", "bb", ""),
        scores=floats(1, 2, 3),
        ids=ints(5, 6),
        ix=ints(1, 4),
        iy=ints(0, 2),
        value=floats(0.25, 0.75),
        lengths=ints(1, 2, 0),
        splits=ints(0, 1, 3, 3),
        starts=ints(0, 1, 3),
        limits=ints(1, 3, 3),
        rowids=ints(0, 1, 1),
        pairs=ints(1, 2, 3, 4),
        outer=ints(2, 1),
        groups=ints(1, 1),
    ),
    example(
        label=ints(-1),
        weights=floats(9, 8, 7, 6),
        name=texts("b\u00e9ta"),
        pixels=texts(bytes(12)),
        wide=texts(bytes(range(64, 80))),
        big=ints(1, 2, 3, 4, 5, 6),
        tags=texts(),
        scores=floats(),
        ids=ints(7, 8, 9, 10, 11),
        ix=ints(),
        iy=ints(),
        value=floats(),
        lengths=ints(),
        splits=ints(0),
        starts=ints(),
        limits=ints(),
        rowids=ints(),
        pairs=ints(),
        outer=ints(),
        groups=ints(),
        optional=ints(42),
        extra=texts("unknown to the parser"),
    ),
    example(
        label=ints(2**40),
        weights=floats(0, 0, 0, 0),
        name=texts(""),
        pixels=texts(b"\xff" * 12),
        wide=texts(bytes(range(16))),
        big=ints(0, 0, 0, 0, 0, 0),
        tags=texts("only"),
        scores=floats(4, 5),
        ix=ints(9, 0, 3),
        iy=ints(1, 1, 1),
        value=floats(9, 10, 13),
        lengths=ints(0, 2),
        splits=ints(0, 0, 2),
        starts=ints(0, 0),
        limits=ints(0, 2),
        rowids=ints(1, 1),
        pairs=ints(9, 9),
        outer=ints(2),
        groups=ints(0, 1),
        optional=Feature(),
    ),
]

RF = tf.io.RaggedFeature


def example_cases():
    def parse(spec):
        def run():
            parsed = tf.io.parse_example(tf.constant(EXAMPLES), spec)
            return {name: plain(value) for name, value in parsed.items()}

        return run

    fixed = lambda shape, dtype, default=None: tf.io.FixedLenFeature(shape, dtype, default)
    ragged = lambda key, dtype, *partitions: RF(dtype, value_key=key, partitions=partitions)
    one = lambda name, ours, theirs: case(name, {"x": ours}, parse({"x": theirs}))

    def var_len(key, dtype, dense):
        """tf.io.VarLenFeature gives a SparseTensor, which is the ragged or the padded one written otherwise."""
        parsed = lambda: tf.io.parse_example(tf.constant(EXAMPLES), {key: tf.io.VarLenFeature(dtype)})[key]
        return lambda: {"x": plain(tf.sparse.to_dense(parsed()) if dense else tf.RaggedTensor.from_sparse(parsed()))}

    def raw_bytes(dtype, little):
        wide = tf.io.parse_example(tf.constant(EXAMPLES), {"wide": fixed([], tf.string)})["wide"]
        return lambda: {"x": array(tf.io.decode_raw(wide, dtype, little_endian=little))}

    def raws():
        for dtype in [tf.uint8, tf.int8, tf.uint16, tf.int16, tf.int32, tf.int64, tf.float16, tf.float32, tf.float64]:
            for endian in ["little", "big"]:
                ours = {"kind": "raw", "key": "wide", "shape": [16 // dtype.size], "dtype": dtype.name, "endian": endian}
                yield case(f"raw {dtype.name}, {endian} endian", {"x": ours}, raw_bytes(dtype, endian == "little"))
    return [
        case("int64 scalar", {"label": {"kind": "fixedLen", "shape": [], "dtype": "int64"}}, parse({"label": fixed([], tf.int64)})),
        case("int64 vector, every width of varint", {"big": {"kind": "fixedLen", "shape": [2, 3], "dtype": "int64"}}, parse({"big": fixed([2, 3], tf.int64)})),
        case("float32", {"weights": {"kind": "fixedLen", "shape": [4], "dtype": "float32"}}, parse({"weights": fixed([4], tf.float32)})),
        case("bytes", {"pixels": {"kind": "fixedLen", "shape": [], "dtype": "bytes"}}, parse({"pixels": fixed([], tf.string)})),
        case("bytes of shape [1]", {"name": {"kind": "fixedLen", "shape": [1], "dtype": "bytes"}}, parse({"name": fixed([1], tf.string)})),
        case("default where the key is absent or its feature empty", {"optional": {"kind": "fixedLen", "shape": [], "dtype": "int64", "default": "-7"}}, parse({"optional": fixed([], tf.int64, -7)})),
        case("a default of several values", {"nowhere": {"kind": "fixedLen", "shape": [3], "dtype": "float32", "default": [1, 2, 3]}}, parse({"nowhere": fixed([3], tf.float32, [1.0, 2.0, 3.0])})),
        case("a default of bytes", {"nowhere": {"kind": "fixedLen", "shape": [], "dtype": "bytes", "default": "6e6f6e65"}}, parse({"nowhere": fixed([], tf.string, b"none")})),
        case("missing without default", {"optional": {"kind": "fixedLen", "shape": [], "dtype": "int64"}}, parse({"optional": fixed([], tf.int64)})),
        case("wrong kind", {"label": {"kind": "fixedLen", "shape": [], "dtype": "float32"}}, parse({"label": fixed([], tf.float32)})),
        case("wrong length", {"weights": {"kind": "fixedLen", "shape": [3], "dtype": "float32"}}, parse({"weights": fixed([3], tf.float32)})),
        case("VarLen float32, as ragged", {"x": {"kind": "ragged", "key": "scores", "dtype": "float32"}}, var_len("scores", tf.float32, False)),
        case("VarLen bytes, as ragged", {"x": {"kind": "ragged", "key": "tags", "dtype": "bytes"}}, var_len("tags", tf.string, False)),
        case("VarLen int64, as padded", {"x": {"kind": "padded", "key": "ids", "dtype": "int64"}}, var_len("ids", tf.int64, True)),
        *raws(),
        one("ragged float32", {"kind": "ragged", "key": "scores", "dtype": "float32"}, ragged("scores", tf.float32)),
        one("ragged int64, absent in one", {"kind": "ragged", "key": "ids", "dtype": "int64"}, ragged("ids", tf.int64)),
        one("ragged bytes", {"kind": "ragged", "key": "tags", "dtype": "bytes"}, ragged("tags", tf.string)),
        one("ragged of an absent key", {"kind": "ragged", "key": "nowhere", "dtype": "int64"}, ragged("nowhere", tf.int64)),
        one("ragged of the wrong kind", {"kind": "ragged", "key": "ids", "dtype": "float32"}, ragged("ids", tf.float32)),
        one("row lengths", {"kind": "ragged", "key": "scores", "dtype": "float32", "partitions": [{"rowLengths": "lengths"}]}, ragged("scores", tf.float32, RF.RowLengths("lengths"))),
        one("row splits", {"kind": "ragged", "key": "scores", "dtype": "float32", "partitions": [{"rowSplits": "splits"}]}, ragged("scores", tf.float32, RF.RowSplits("splits"))),
        one("row starts", {"kind": "ragged", "key": "scores", "dtype": "float32", "partitions": [{"rowStarts": "starts"}]}, ragged("scores", tf.float32, RF.RowStarts("starts"))),
        one("row limits", {"kind": "ragged", "key": "scores", "dtype": "float32", "partitions": [{"rowLimits": "limits"}]}, ragged("scores", tf.float32, RF.RowLimits("limits"))),
        one("value row ids", {"kind": "ragged", "key": "scores", "dtype": "float32", "partitions": [{"valueRowIds": "rowids"}]}, ragged("scores", tf.float32, RF.ValueRowIds("rowids"))),
        one("uniform rows", {"kind": "ragged", "key": "pairs", "dtype": "int64", "partitions": [{"uniformRowLength": 2}]}, ragged("pairs", tf.int64, RF.UniformRowLength(2))),
        one("nested partitions", {"kind": "ragged", "key": "scores", "dtype": "float32", "partitions": [{"rowLengths": "outer"}, {"rowLengths": "lengths"}]}, ragged("scores", tf.float32, RF.RowLengths("outer"), RF.RowLengths("lengths"))),
        one("uniform rows of ragged rows", {"kind": "ragged", "key": "pairs", "dtype": "int64", "partitions": [{"uniformRowLength": 1}, {"uniformRowLength": 2}]}, ragged("pairs", tf.int64, RF.UniformRowLength(1), RF.UniformRowLength(2))),
        one("ragged rows of uniform rows", {"kind": "ragged", "key": "pairs", "dtype": "int64", "partitions": [{"rowLengths": "groups"}, {"uniformRowLength": 2}]}, ragged("pairs", tf.int64, RF.RowLengths("groups"), RF.UniformRowLength(2))),
        one("uniform groups of ragged rows", {"kind": "ragged", "key": "scores", "dtype": "float32", "partitions": [{"uniformRowLength": 1}, {"rowLengths": "lengths"}]}, ragged("scores", tf.float32, RF.UniformRowLength(1), RF.RowLengths("lengths"))),
        one("row lengths that do not add up", {"kind": "ragged", "key": "ids", "dtype": "int64", "partitions": [{"rowLengths": "lengths"}]}, RF(tf.int64, value_key="ids", partitions=[RF.RowLengths("lengths")], validate=True)),
        case("padded to the longest", {"ids": {"kind": "padded", "dtype": "int64", "value": "-1"}}, parse({"ids": tf.io.FixedLenSequenceFeature([], tf.int64, allow_missing=True, default_value=-1)})),
        case("padded pairs", {"pairs": {"kind": "padded", "shape": [2], "dtype": "int64"}}, parse({"pairs": tf.io.FixedLenSequenceFeature([2], tf.int64, allow_missing=True)})),
        case("padded bytes", {"tags": {"kind": "padded", "dtype": "bytes"}}, parse({"tags": tf.io.FixedLenSequenceFeature([], tf.string, allow_missing=True)})),
        case("padded of an uneven count", {"scores": {"kind": "padded", "shape": [2], "dtype": "float32"}}, parse({"scores": tf.io.FixedLenSequenceFeature([2], tf.float32, allow_missing=True)})),
        one("sparse", {"kind": "sparse", "index": "ix", "value": "value", "size": 10, "dtype": "float32"}, tf.io.SparseFeature("ix", "value", tf.float32, 10)),
        one("sparse of two indices", {"kind": "sparse", "index": ["ix", "iy"], "value": "value", "size": [10, 3], "dtype": "float32"}, tf.io.SparseFeature(["ix", "iy"], "value", tf.float32, [10, 3])),
        one("sparse, already sorted", {"kind": "sparse", "index": "ix", "value": "value", "size": 10, "dtype": "float32", "alreadySorted": True}, tf.io.SparseFeature("ix", "value", tf.float32, 10, already_sorted=True)),
        one("sparse whose counts differ", {"kind": "sparse", "index": "ids", "value": "value", "size": 100, "dtype": "float32"}, tf.io.SparseFeature("ids", "value", tf.float32, 100)),
    ]


# ---- encodings that a library would not write, but that are the message all the same -----------------------


def tag(field, wire):
    return varint(field << 3 | wire)


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def delimited(field, payload):
    return tag(field, 2) + varint(len(payload)) + payload


def entry(key, feature, swapped=False):
    k, v = delimited(1, key.encode()), delimited(2, feature)
    return delimited(1, v + k if swapped else k + v)


def odd_messages():
    f32 = lambda *v: np.array(v, "<f4").tobytes()
    int64_packed = delimited(3, delimited(1, varint(1) + varint(300)))
    int64_unpacked = delimited(3, tag(1, 0) + varint(1) + tag(1, 0) + varint(300))
    int64_mixed = delimited(3, tag(1, 0) + varint(1) + delimited(1, varint(300)))
    int64_long_varint = delimited(3, delimited(1, b"\x81\x80\x00" + varint(300)))
    float_unpacked = delimited(2, tag(1, 5) + f32(1.5) + tag(1, 5) + f32(-2))
    float_packed = delimited(2, delimited(1, f32(1.5, -2)))
    unknown = tag(9, 0) + varint(7) + tag(10, 1) + bytes(8) + tag(11, 5) + bytes(4) + delimited(12, b"zz")
    group = tag(15, 3) + tag(1, 0) + varint(5) + tag(15, 4)
    message = lambda *entries: delimited(1, b"".join(entries))
    both = lambda ints_, floats_: message(entry("i", ints_), entry("f", floats_))
    return {
        "packed": both(int64_packed, float_packed),
        "unpacked": both(int64_unpacked, float_unpacked),
        "mixed": both(int64_mixed, float_packed),
        "padded varint": both(int64_long_varint, float_packed),
        "other order": message(entry("f", float_packed), entry("i", int64_packed)),
        "duplicate keys": message(entry("i", delimited(3, delimited(1, varint(9) + varint(9)))), entry("f", float_packed), entry("i", int64_packed)),
        "duplicate of another kind": message(entry("i", float_packed), entry("f", float_packed), entry("i", int64_packed)),
        "unknown fields": unknown + message(entry("i", unknown + int64_packed), entry("f", float_packed + unknown)) + unknown,
        "groups": group + both(int64_packed, float_packed) + group,
        "value before key": message(entry("i", int64_packed, swapped=True), entry("f", float_packed)),
        "two feature maps": message(entry("i", int64_packed)) + message(entry("f", float_packed)),
        "list in two parts": both(delimited(3, delimited(1, varint(1))) + delimited(3, delimited(1, varint(300))), float_packed),
        "kind set twice": both(float_packed + int64_packed, float_packed),
    }


def odd():
    messages = odd_messages()
    out = []
    for name, message in messages.items():
        parsed = tf.train.Example.FromString(message)  # the reference: protobuf itself
        get = lambda key: parsed.features.feature[key]
        out.append({
            "name": name,
            "hex": message.hex(),
            "i": [str(v) for v in get("i").int64_list.value],
            "f": list(get("f").float_list.value),
        })
    save("odd.json", out)


# ---- SequenceExample ---------------------------------------------------------------------------------------


def sequence(context, lists):
    return tf.train.SequenceExample(
        context=tf.train.Features(feature=context),
        feature_lists=tf.train.FeatureLists(feature_list={k: FeatureList(feature=v) for k, v in lists.items()}),
    ).SerializeToString(deterministic=True)


SEQUENCES = [
    sequence(
        {"id": ints(1), "name": texts("one")},
        {"frames": [floats(1, 2), floats(3, 4), floats(5, 6)], "words": [texts("a", "b"), texts(), texts("c")], "steps": [ints(1), ints(2)], "late": [ints(9)]},
    ),
    sequence({"id": ints(2)}, {"frames": [], "words": [texts("d")], "steps": [ints(3)]}),
    sequence({"id": ints(3), "name": texts("three")}, {"frames": [floats(7, 8)], "steps": [ints(4), ints(5), ints(6)]}),
]


def sequence_cases():
    def parse(context, lists):
        def run():
            parsed = tf.io.parse_sequence_example(tf.constant(SEQUENCES), context, lists)
            names = ["context", "sequence", "lengths"]
            return {n: {k: plain(v) for k, v in part.items()} for n, part in zip(names, parsed)}

        return run

    context = {"id": tf.io.FixedLenFeature([], tf.int64), "name": tf.io.FixedLenFeature([], tf.string, "none")}
    ours_context = {"id": {"kind": "fixedLen", "shape": [], "dtype": "int64"}, "name": {"kind": "fixedLen", "shape": [], "dtype": "bytes", "default": "6e6f6e65"}}
    fls = tf.io.FixedLenSequenceFeature
    return [
        case("padded", {"context": ours_context, "sequence": {"frames": {"kind": "padded", "shape": [2], "dtype": "float32", "allowMissing": True}, "steps": {"kind": "padded", "dtype": "int64"}}},
             parse(context, {"frames": fls([2], tf.float32, allow_missing=True), "steps": fls([], tf.int64)})),
        case("ragged", {"context": ours_context, "sequence": {"words": {"kind": "ragged", "dtype": "bytes"}, "frames": {"kind": "ragged", "dtype": "float32"}}},
             parse(context, {"words": RF(tf.string), "frames": RF(tf.float32)})),
        case("a list that is missing", {"context": {}, "sequence": {"late": {"kind": "padded", "dtype": "int64"}}}, parse({}, {"late": fls([], tf.int64)})),
        case("a list that may be missing", {"context": {}, "sequence": {"late": {"kind": "padded", "dtype": "int64", "allowMissing": True}}}, parse({}, {"late": fls([], tf.int64, allow_missing=True)})),
        case("a step of the wrong length", {"context": {}, "sequence": {"words": {"kind": "padded", "dtype": "bytes"}}}, parse({}, {"words": fls([], tf.string)})),
        case("ragged context", {"context": {"name": {"kind": "ragged", "dtype": "bytes"}}, "sequence": {"steps": {"kind": "padded", "dtype": "int64"}}},
             parse({"name": RF(tf.string)}, {"steps": fls([], tf.int64)})),
    ]


def photos():
    """The layout of image data sets: raw pixels and a label; and a JPEG with its label."""
    rng = np.random.default_rng(7)
    images = [rng.integers(0, 255, (3, 8, 8), dtype=np.uint8) for _ in range(40)]
    write("uint8.tfrecord", [example(shape=ints(3, 8, 8), data=texts(image.tobytes())) for image in images])
    (OUT / "uint8.raw").write_bytes(np.stack(images).tobytes())
    jpegs = []
    for i in range(4):
        y, x = np.mgrid[0:24, 0:32]
        picture = np.stack([x * 8, y * 10, np.full_like(x, i * 60)], -1).astype(np.uint8)
        jpegs.append(example(**{"image/encoded": texts(tf.io.encode_jpeg(picture, quality=95).numpy()), "image/class/label": ints(i)}))
    write("jpeg.tfrecord", jpegs)
    spec = {"image/encoded": tf.io.FixedLenFeature([], tf.string)}
    encoded = tf.io.parse_example(tf.constant(jpegs), spec)["image/encoded"]
    decoded = [tf.io.decode_jpeg(one, dct_method="INTEGER_ACCURATE").numpy() for one in encoded]
    (OUT / "jpeg.raw").write_bytes(np.stack(decoded).tobytes())


if __name__ == "__main__":
    framing()
    write("examples.tfrecord", EXAMPLES)
    save("examples.json", example_cases())
    odd()
    write("sequences.tfrecord", SEQUENCES)
    save("sequences.json", sequence_cases())
    photos()
