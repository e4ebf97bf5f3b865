"""Python's loaders at the loader's main job: JPEG files of 256x256 to float32 CHW batches of 32, random
crop to 224, flip, normalised.

python peers.py <tf.data | torch | dali | ffcv> <folder of JPEGs> <threads>
One epoch for each line read, its milliseconds answered. The line "center" answers the mean of the first
batch of center crops instead. FFCV decodes nothing: it reads raw pixels, written before the first round.
"""
import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
MEAN = [0.485, 0.456, 0.406]
STD = [0.229, 0.224, 0.225]
CROP, SIZE, BATCH = 224, 256, 32


def tf_data(files, threads):
    """tf.data with decode_and_crop_jpeg: only the window is decoded."""
    import tensorflow as tf

    def load(path, random):
        data = tf.io.read_file(path)
        shape = tf.io.extract_jpeg_shape(data)
        if random:
            top = tf.random.uniform([], 0, shape[0] - CROP + 1, tf.int32)
            left = tf.random.uniform([], 0, shape[1] - CROP + 1, tf.int32)
        else:
            top, left = (shape[0] - CROP) // 2, (shape[1] - CROP) // 2
        window = tf.stack([top, left, CROP, CROP])
        image = tf.image.decode_and_crop_jpeg(data, window, channels=3, dct_method="INTEGER_ACCURATE")
        if random:
            image = tf.image.random_flip_left_right(image)
        image = (tf.cast(image, tf.float32) / 255.0 - tf.constant(MEAN)) / tf.constant(STD)
        return tf.transpose(image, [2, 0, 1])

    def dataset(random):
        options = tf.data.Options()
        options.threading.private_threadpool_size = threads
        data = tf.data.Dataset.from_tensor_slices(files)
        if random:
            data = data.shuffle(len(files))
        data = data.map(lambda path: load(path, random), num_parallel_calls=threads)
        return data.batch(BATCH).prefetch(3).with_options(options)

    return dataset(True), lambda: next(iter(dataset(False))).numpy()


def torch_loader(files, threads):
    """torch's DataLoader over torchvision, with the number of workers that is best here."""
    import torch
    from torchvision.io import ImageReadMode, decode_jpeg, read_file

    torch.set_num_threads(1)
    mean = torch.tensor(MEAN)[:, None, None] * 255
    scale = 1 / (torch.tensor(STD)[:, None, None] * 255)

    class Photographs(torch.utils.data.Dataset):
        def __init__(self, random):
            self.random = random

        def __len__(self):
            return len(files)

        def __getitem__(self, i):
            image = decode_jpeg(read_file(files[i]), ImageReadMode.RGB)
            margin = SIZE - CROP
            at = torch.randint(0, margin + 1, (2,)).tolist() if self.random else [margin // 2] * 2
            image = image[:, at[0] : at[0] + CROP, at[1] : at[1] + CROP]
            if self.random and torch.rand(()) < 0.5:
                image = image.flip(2)
            return (image.float() - mean) * scale

    def loader(workers, random=True):
        more = {"persistent_workers": True, "prefetch_factor": 2} if workers else {}
        return torch.utils.data.DataLoader(
            Photographs(random), BATCH, shuffle=random, num_workers=workers, **more
        )

    loaders = [loader(workers) for workers in sorted({0, 1, threads, threads + 1})]
    for each in loaders:
        epoch(each)  # starts its workers
    best = min(loaders, key=lambda each: min(epoch(each) for _ in range(2)))
    print(f"torch: {best.num_workers} workers are best", file=sys.stderr)
    return best, lambda: next(iter(loader(0, False))).numpy()


def dali_loader(files, threads):
    """DALI on the CPU: only the window is decoded."""
    from nvidia.dali import fn, pipeline_def, types
    from nvidia.dali.plugin.base_iterator import LastBatchPolicy
    from nvidia.dali.plugin.pytorch import DALIGenericIterator

    @pipeline_def(batch_size=BATCH, num_threads=threads, device_id=None, prefetch_queue_depth=3)
    def photographs(random):
        data, _ = fn.readers.file(files=files, random_shuffle=random, name="reader")
        at = (lambda: fn.random.uniform(range=[0.0, 1.0])) if random else (lambda: 0.5)
        image = fn.decoders.image_crop(
            data, device="cpu", crop=(CROP, CROP), crop_pos_x=at(), crop_pos_y=at()
        )
        return fn.crop_mirror_normalize(
            image,
            dtype=types.FLOAT,
            output_layout="CHW",
            mean=[255 * value for value in MEAN],
            std=[255 * value for value in STD],
            mirror=fn.random.coin_flip() if random else 0,
        )

    def iterator(random):
        return DALIGenericIterator(
            photographs(random),
            ["image"],
            reader_name="reader",
            last_batch_policy=LastBatchPolicy.PARTIAL,
            auto_reset=True,
        )

    return iterator(True), lambda: next(iter(iterator(False)))[0]["image"].numpy()


def ffcv_loader(files, threads):
    """FFCV from raw pixels: its random window has the crop's own size, so that nothing is resized."""
    import numpy as np
    from ffcv.fields import RGBImageField
    from ffcv.fields.rgb_image import CenterCropRGBImageDecoder, RandomResizedCropRGBImageDecoder
    from ffcv.loader import Loader, OrderOption
    from ffcv.transforms import NormalizeImage, RandomHorizontalFlip, ToTensor, ToTorchImage
    from ffcv.writer import DatasetWriter
    from PIL import Image

    path = os.path.join(os.path.dirname(files[0]), "..", "photographs.beton")

    class Photographs:
        def __len__(self):
            return len(files)

        def __getitem__(self, i):
            return (Image.open(files[i]).convert("RGB"),)

    DatasetWriter(path, {"image": RGBImageField(write_mode="raw")}, num_workers=1).from_indexed_dataset(
        Photographs()
    )
    normalize = NormalizeImage(255 * np.array(MEAN), 255 * np.array(STD), np.float32)
    share = (CROP / SIZE) ** 2

    def loader(random):
        if random:
            window = RandomResizedCropRGBImageDecoder((CROP, CROP), (share, share), (1.0, 1.0))
        else:
            window = CenterCropRGBImageDecoder((CROP, CROP), CROP / SIZE)
        flip = [RandomHorizontalFlip()] if random else []
        steps = [window, *flip, normalize, ToTensor(), ToTorchImage(channels_last=False)]
        order = OrderOption.RANDOM if random else OrderOption.SEQUENTIAL
        return Loader(
            path,
            batch_size=BATCH,
            num_workers=threads,
            order=order,
            os_cache=True,
            drop_last=False,
            pipelines={"image": steps},
        )

    return loader(True), lambda: next(iter(loader(False)))[0].numpy()


def epoch(batches):
    """Milliseconds of one epoch."""
    start = time.perf_counter()
    for _ in batches:
        pass
    return (time.perf_counter() - start) * 1000


MAKERS = {"tf.data": tf_data, "torch": torch_loader, "dali": dali_loader, "ffcv": ffcv_loader}

if __name__ == "__main__":
    peer, folder, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    paths = sorted(os.path.join(folder, name) for name in os.listdir(folder))
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what libraries print is no answer
    batches, center = MAKERS[peer](paths, threads)
    for line in sys.stdin:
        if line.strip() == "center":
            print(*(float(value) for value in center().mean(axis=(0, 2, 3))), file=answers)
        else:
            print(epoch(batches), file=answers)
