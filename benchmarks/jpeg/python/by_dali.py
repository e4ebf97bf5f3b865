"""DALI's CPU pipeline: decoding and cropping in one operator; outputs reused."""
from nvidia.dali import fn, pipeline_def, types

from files import MEAN, SIZE, STD


def works(files, threads):
    import numpy as np
    sources = [np.frombuffer(data, np.uint8) for data in files.tiles]

    # One batch a round, and nothing prepared beyond it: a round is all of its work, and no other's.
    @pipeline_def(batch_size=len(sources), num_threads=threads, device_id=None, prefetch_queue_depth=1,
                  exec_async=False, exec_pipelined=False)
    def pipeline():
        data = fn.external_source(source=lambda: sources, no_copy=True)
        images = fn.decoders.image_crop(
            data, device='cpu', output_type=types.RGB, crop=(SIZE, SIZE),
            crop_pos_x=fn.random.uniform(range=(0, 1)), crop_pos_y=fn.random.uniform(range=(0, 1)))
        return fn.crop_mirror_normalize(
            images, dtype=types.FLOAT, output_layout='CHW', mirror=fn.random.coin_flip(),
            mean=(255 * MEAN).tolist(), std=(255 * STD).tolist())

    pipe = pipeline()
    pipe.build()
    return {'float': pipe.run}
