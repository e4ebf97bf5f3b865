"""One work by another library, in a process of its own: peers.py <library> <work> <path> <rounds>.

Prints { "ms": [...], "result": ... } as run.mjs does. Libraries: tensorflow, original (dareblopy 0.0.5).
"""
import json
import sys
import time

library, work, path, rounds = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])


def of_tensorflow():
    import os

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
        "gzip": lambda: sum(1 for _ in tf.data.TFRecordDataset(path, "GZIP")),
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


works = {"tensorflow": of_tensorflow, "original": of_original}[library]()
ms, result = [], None
for i in range(rounds + 2):
    start = time.perf_counter()
    result = works[work]()
    if i >= 2:
        ms.append((time.perf_counter() - start) * 1e3)
print(json.dumps({"ms": ms, "result": result}))
