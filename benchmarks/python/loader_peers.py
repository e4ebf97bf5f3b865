"""tf.data at the loader's main job: JPEG files to float32 CHW batches, random crop, flip, normalised.

python loader_peers.py <folder of JPEGs> <threads>; one epoch for each line read, milliseconds answered.
"""
import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import tensorflow as tf  # noqa: E402

folder, threads = sys.argv[1], int(sys.argv[2])
files = sorted(os.path.join(folder, name) for name in os.listdir(folder))
mean = tf.constant([0.485, 0.456, 0.406])
std = tf.constant([0.229, 0.224, 0.225])


def load(path):
    bytes_ = tf.io.read_file(path)
    shape = tf.io.extract_jpeg_shape(bytes_)
    top = tf.random.uniform([], 0, shape[0] - 223, tf.int32)
    left = tf.random.uniform([], 0, shape[1] - 223, tf.int32)
    window = tf.stack([top, left, 224, 224])
    image = tf.image.decode_and_crop_jpeg(bytes_, window, channels=3)
    image = tf.image.random_flip_left_right(image)
    image = (tf.cast(image, tf.float32) / 255.0 - mean) / std
    return tf.transpose(image, [2, 0, 1])


options = tf.data.Options()
options.threading.private_threadpool_size = threads
dataset = tf.data.Dataset.from_tensor_slices(files).shuffle(len(files))
dataset = dataset.map(load, num_parallel_calls=threads).batch(32).prefetch(3).with_options(options)

for _ in sys.stdin:
    start = time.perf_counter()
    for batch in dataset:
        pass
    print((time.perf_counter() - start) * 1000, flush=True)
