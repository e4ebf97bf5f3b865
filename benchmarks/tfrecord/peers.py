"""One work by another library, in a process of its own: peers.py <library> <work> <path> <rounds>.

Prints { "ms": [...], "result": ... } as run.mjs does, or {} where the library is not there. Libraries:
tensorflow, original (dareblopy 0.0.5), vahidk (the tfrecord package) and dali, on the CPU. The last two do
not check CRC32C.
"""
import glob
import itertools
import json
import os
import struct
import sys
import time

library, work, path, rounds = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])


def of_tensorflow():
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    import tensorflow as tf

    image = {"data": tf.io.FixedLenFeature([], tf.string)}
    small = {
        "label": tf.io.FixedLenFeature([], tf.int64),
        "weights": tf.io.FixedLenFeature([16], tf.float32),
        "data": tf.io.FixedLenFeature([], tf.string),
        "ids": tf.io.FixedLenFeature([4], tf.int64),
    }

    def batches():
        def parse(records):
            return tf.reshape(tf.io.decode_raw(tf.io.parse_example(records, image)["data"], tf.uint8), [-1, 3, 256, 256])

        total = 0
        for batch in tf.data.TFRecordDataset(path).batch(32).map(parse, num_parallel_calls=2).prefetch(2).as_numpy_iterator():
            flat = batch.reshape(len(batch), -1)
            total += int(flat[:, 0].astype(int).sum() + flat[:, -1].astype(int).sum())
        return total

    def sum_small(dataset):
        total = 0
        for batch in dataset.batch(32).map(lambda r: tf.io.parse_example(r, small)).as_numpy_iterator():
            total += int(batch["label"].sum() + batch["ids"][:, 3].sum()) + sum(d[29] for d in batch["data"])
        return total

    return {
        "batches": batches,
        "small": lambda: sum_small(tf.data.TFRecordDataset(path)),
        "shuffled": lambda: sum_small(tf.data.TFRecordDataset(path).shuffle(1000, seed=1)),
        "gzip": lambda: sum(1 for _ in tf.data.TFRecordDataset(sorted(glob.glob(path)), "GZIP", num_parallel_reads=len(glob.glob(path)))),
    }


def of_original():
    import dareblopy as db
    import numpy as np

    image = {"data": db.FixedLenFeature([3, 256, 256], db.uint8)}
    small = {
        "label": db.FixedLenFeature([], db.int64),
        "weights": db.FixedLenFeature([16], db.float32),
        "data": db.FixedLenFeature([], db.string),
        "ids": db.FixedLenFeature([4], db.int64),
    }

    def batches():
        parser = db.RecordParser(image, True)
        yielder = db.RecordYielderBasic([path])
        total = 0
        while True:
            try:
                records = yielder.next_n(32)
            except StopIteration:
                return total
            (batch,) = parser.parse_example(records)
            flat = batch.reshape(len(records), -1)
            total += int(flat[:, 0].astype(int).sum() + flat[:, -1].astype(int).sum())

    def sum_small(next_n, parser=None):
        total = 0
        while True:
            try:
                batch = next_n(32)
            except StopIteration:
                return total
            label, weights, data, ids = parser.parse_example(batch) if parser else batch
            total += int(np.sum(label) + np.sum(ids[:, 3])) + sum(d[29] for d in data)

    def parsed_small():
        return sum_small(db.RecordYielderBasic([path]).next_n, db.RecordParser(small, False))

    def shuffled():
        parser = db.RecordParser(small, False)
        return sum_small(db.ParsedRecordYielderRandomized(parser, [path], 1000, 1, 0).next_n)

    return {"batches": batches, "small": parsed_small, "shuffled": shuffled}


def of_vahidk():
    import numpy as np
    import tfrecord

    def column(kind, values):
        if kind == "byte":
            values = [np.frombuffer(value, np.uint8) for value in values]
        return np.stack(values)

    def batches_of(description):
        records = tfrecord.tfrecord_loader(path, None, description)
        while batch := list(itertools.islice(records, 32)):
            yield {key: column(kind, [one[key] for one in batch]) for key, kind in description.items()}

    def batches():
        total = 0
        for batch in batches_of({"data": "byte"}):
            flat = batch["data"]
            total += int(flat[:, 0].astype(int).sum() + flat[:, -1].astype(int).sum())
        return total

    def small():
        total = 0
        kinds = {"label": "int", "weights": "float", "data": "byte", "ids": "int"}
        for batch in batches_of(kinds):
            total += int(batch["label"].sum() + batch["ids"][:, 3].sum() + batch["data"][:, 29].astype(int).sum())
        return total

    return {"batches": batches, "small": small}


def dali_index():
    """Offset and size of every record, as its reader wants them in a file."""
    index = path + ".idx"
    if not os.path.exists(index):
        lines, offset, end = [], 0, os.path.getsize(path)
        with open(path, "rb") as file:
            while offset < end:
                file.seek(offset)
                size = struct.unpack("<Q", file.read(8))[0] + 16
                lines.append(f"{offset} {size}\n")
                offset += size
        with open(index, "w") as file:
            file.writelines(lines)
    return index


def of_dali():
    import numpy as np
    from nvidia.dali import fn, pipeline_def, tfrecord as tfrec

    def pipeline(features, shapes):
        @pipeline_def(batch_size=32, num_threads=2, device_id=None, prefetch_queue_depth=2)
        def define():
            read = fn.readers.tfrecord(path=path, index_path=dali_index(), features=features, pad_last_batch=True, name="r")
            return tuple(fn.reshape(read[key], shape=shape) for key, shape in shapes.items())

        built = define()
        built.build()
        size = built.epoch_size("r")
        return built, size

    def epochs(features, shapes, rows_of):
        pipe, size = pipeline(features, shapes)

        def epoch():
            total = 0
            for begin in range(0, size, 32):
                rows = min(32, size - begin)
                total += rows_of([np.asarray(out.as_tensor())[:rows] for out in pipe.run()])
            return total

        return epoch

    def batches():
        def rows_of(batch):
            flat = batch[0].reshape(len(batch[0]), -1)
            return int(flat[:, 0].astype(int).sum() + flat[:, -1].astype(int).sum())

        return epochs({"data": tfrec.FixedLenFeature((), tfrec.string, "")}, {"data": [3, 256, 256]}, rows_of)

    def small():
        def rows_of(batch):
            label, weights, data, ids = batch
            return int(label.sum() + ids[:, 3].sum() + data[:, 29].astype(int).sum())

        features = {
            "label": tfrec.FixedLenFeature([1], tfrec.int64, 0),
            "weights": tfrec.FixedLenFeature([16], tfrec.float32, 0.0),
            "data": tfrec.FixedLenFeature((), tfrec.string, ""),
            "ids": tfrec.FixedLenFeature([4], tfrec.int64, 0),
        }
        return epochs(features, {"label": [1], "weights": [16], "data": [30], "ids": [4]}, rows_of)

    return {work: make() for work, make in {"batches": batches, "small": small}.items() if work == sys.argv[2]}


try:
    works = {"tensorflow": of_tensorflow, "original": of_original, "vahidk": of_vahidk, "dali": of_dali}[library]()
except ImportError:
    print("{}")
    sys.exit()
ms, result, i = [], None, 0
warm_until = time.perf_counter() + 0.3  # as in run.mjs
while len(ms) < rounds:
    start = time.perf_counter()
    result = works[work]()
    if i >= 2 and start > warm_until:
        ms.append((time.perf_counter() - start) * 1e3)
    i += 1
print(json.dumps({"ms": ms, "result": result}))
