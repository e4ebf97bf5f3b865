import type { ErrorCode } from './error-code.ts';

/**
 * What to do about each {@link ErrorCode}, in a sentence or two: `errorFixes[error.code]`. The page of error
 * codes in the documentation is made of these and of the comments of `ErrorCode`.
 */
export const errorFixes: Readonly<Record<ErrorCode, string>> = {
  ABORTED: 'Nothing, if you aborted it. Do not start work while the process or its worker ends.',
  IO_NOT_FOUND: 'Check the path. A relative one starts at `process.cwd()`.',
  IO_IS_DIRECTORY: 'Name a file in the folder, or open it with `openFolder`.',
  IO_NOT_DIRECTORY: 'Name the folder. A part of the path, or its end, is a file.',
  IO_ACCESS_DENIED: 'Check the permissions of the file and of every folder above it.',
  IO_EXISTS: 'Choose another name, or remove what has it.',
  IO_NO_SPACE: 'Free space, or raise the quota. Nothing incomplete was left under the final name.',
  IO_TRUNCATED: 'Look for what shortens the file meanwhile: a copy, a download or a log rotation.',
  IO_READ_ONLY: 'Mount a writable folder above it, or write elsewhere. Archives are read-only.',
  IO_OUTSIDE_MOUNT: 'Keep the link inside the folder, or mount with `followSymlinks: true`.',
  IO_ERROR: 'Look at `error.cause.code`, which is the name the system gives the error.',
  OUT_OF_MEMORY:
    'Take smaller batches or fewer prefetched ones. `loader.memoryBound()` says what it needs.',
  LIMIT_EXCEEDED: 'Raise the limit that the message names, if you trust the file.',
  SHAPE_MISMATCH:
    'Compare `expected` and `actual`: the shape, the dtype, or the file is another one.',
  TEXT_INVALID_UTF8:
    "Read it as bytes, or decode it with `new TextDecoder('latin1')` or what it is in.",
  NUMBER_OUT_OF_RANGE: 'Ask for a wider dtype, or leave out `as`.',
  ZIP_NOT_AN_ARCHIVE: 'Check what the file is: often a web page that was downloaded in its place.',
  ZIP_TRUNCATED: 'Copy or download the archive again, and compare sizes.',
  ZIP_CORRUPT: 'Get the archive again. If it came like this, repair it with `zip -FF`.',
  ZIP_ENTRY_NOT_FOUND:
    'List `archive.entries()`. Names have `/`, no leading `./`, and case matters.',
  ZIP_CRC_MISMATCH:
    'The data is damaged. Get the archive again; skip the entry with `onBadSample`.',
  ZIP_SIZE_MISMATCH: 'The data is damaged, or whoever wrote it was cut off. Get the archive again.',
  ZIP_DATA_CORRUPT:
    'The data is damaged. Get the archive again; skip the entry with `onBadSample`.',
  ZIP_ENCRYPTED: 'Extract it with the password, and pack it without one.',
  ZIP_METHOD_UNSUPPORTED: 'Pack it again as stored or deflate: `zip -0` or `zip -6`.',
  ZIP_MULTI_DISK: 'Join the parts: `zip -s 0 split.zip --out whole.zip`.',
  ZIP_OVERLAP: 'Do not trust it: archives that expand without bounds are made so. Pack it again.',
  TAR_NOT_AN_ARCHIVE: 'Check what the file is; a ZIP archive is opened with `openZip`.',
  TAR_TRUNCATED: 'Copy or download the archive again, and compare sizes.',
  TAR_CORRUPT: 'Get the archive again. What lies before the damage can be read with `readTar`.',
  TAR_ENTRY_NOT_FOUND:
    'List the archive: `for (const entry of archive)`. Names have no leading `./`.',
  TAR_UNSUPPORTED: 'Pack the file again without `--sparse` or `--multi-volume`.',
  TAR_COMPRESSED: 'Read it in order with `readTar`, or decompress it once.',
  TAR_INDEX_STALE: "Remove the index file, or let it be made anew with `onStaleIndex: 'rebuild'`.",
  JPEG_NOT_A_JPEG: 'Check what the file is: PNG and WebP pictures are often named `.jpg`.',
  JPEG_TRUNCATED: 'Get the file again, or take what is there with `tolerant: true`.',
  JPEG_CORRUPT: 'Get the file again, or take what can be decoded with `tolerant: true`.',
  JPEG_UNSUPPORTED: 'Convert the file to an ordinary JPEG of 8 bits a sample.',
  JPEG_REGION_OUTSIDE: 'Ask for a region inside the image, or use a `fit` that resizes.',
  JPEG_BACKEND_MISSING: "Use `backend: 'turbo'`; `jpegBackends()` lists what this build has.",
  PNG_NOT_A_PNG: 'Check what the file is; `image()` takes pictures of any format by their content.',
  PNG_TRUNCATED: 'Get the file again, or take what is there with `tolerant: true`.',
  PNG_CORRUPT: 'Get the file again, or take what can be decoded with `tolerant: true`.',
  PNG_CRC_MISMATCH: 'Get the file again, or take what can be decoded with `tolerant: true`.',
  PNG_UNSUPPORTED:
    "Ask for indices of palette and grey pictures alone (16 bits: `dtype: 'uint16'`), and for no inks.",
  PNG_REGION_OUTSIDE: 'Ask for a region inside the image, or use a `fit` that resizes.',
  IMAGE_FORMAT_UNKNOWN: 'Check what the file is: its first bytes are those of no picture.',
  IMAGE_FORMAT_UNSUPPORTED: 'Convert the file to JPEG or PNG, or skip it with `onBadSample`.',
  TFRECORD_NOT_A_TFRECORD:
    'Read it with what `actual` names: `openZip`, `decodeJpeg`, ...; or get the records again.',
  TFRECORD_TRUNCATED: 'Get the file again. Its writer may have been killed, or is still writing.',
  TFRECORD_LENGTH_CRC_MISMATCH:
    'Check that it is a TFRecord file, and uncompressed; else it is damaged.',
  TFRECORD_DATA_CRC_MISMATCH:
    "Get the file again, or pass over the record with `onCorrupt: 'skip'`.",
  TFRECORD_COMPRESSED:
    'Read it in order with `readTFRecords`, or write it again without compression.',
  TFRECORD_INDEX_STALE:
    "Remove the index file, or let it be made anew with `onStaleIndex: 'rebuild'`.",
  GZIP_CORRUPT: 'Get the file again. Check that `compression` is what it was written with.',
  GZIP_TRUNCATED: 'Get the file again. Its writer may have been killed.',
  PROTO_MALFORMED:
    'Check that the records hold what the parser expects: an Example, or a SequenceExample.',
  FEATURE_MISSING: 'Give it a `default`, or check the key: `inspectTFRecords` lists what is there.',
  FEATURE_WRONG_KIND: 'Ask for the kind that `actual` names: bytes, float or int64.',
  FEATURE_WRONG_LENGTH: 'Ask for the length that `actual` names, or use `ragged` or `padded`.',
  LOADER_TOO_MANY_BAD_SAMPLES:
    'Look at the samples that the message lists; raise `maxCount` or `maxShare`.',
  LOADER_STATE_MISMATCH:
    'Resume with the source, seed and shuffling that the state was saved with.',
  LOADER_SAMPLE: 'Look at `error.cause`. To go on without such samples, use `onBadSample`.',
  LOADER_WORKER: "Look at `error.cause`: the worker's function threw, or its thread ended.",
  REMOTE_NOT_FOUND: 'Check the address, the bucket and the key.',
  REMOTE_ACCESS_DENIED: 'Check the credentials, and that they may read this object.',
  REMOTE_NO_CREDENTIALS: 'Pass credentials, or set the environment variables that S3 clients read.',
  REMOTE_STATUS: 'Look up the status in `actual`. A 5xx was tried again before this.',
  REMOTE_UNREACHABLE: 'Check the address and the network; `error.cause` says what failed.',
  REMOTE_OBJECT_CHANGED: 'Open it again. Do not overwrite objects that are being read.',
  REMOTE_RANGES_UNSUPPORTED:
    'Use a server that answers `Range` requests, or download the file first.',
  REMOTE_BAD_ANSWER: 'Look for a proxy or cache in between that changes answers.',
  REMOTE_BAD_REDIRECT: 'Use the address that it leads to in the end.',
};
