/** Every code that a {@link DareblopyError} can carry. A test holds this list to the core's own. */
export type ErrorCode =
  /** An AbortSignal fired, or the environment is going away. */
  | 'ABORTED'
  /** No such file. */
  | 'IO_NOT_FOUND'
  /** A file was expected. */
  | 'IO_IS_DIRECTORY'
  /** A folder was expected. */
  | 'IO_NOT_DIRECTORY'
  /** The system forbids it. */
  | 'IO_ACCESS_DENIED'
  /** The name is taken. */
  | 'IO_EXISTS'
  /** The disk, or the quota, is full. */
  | 'IO_NO_SPACE'
  /** A file ended before the bytes that were asked for (it shrank, or lies about its size). */
  | 'IO_TRUNCATED'
  /** The mount, archive or file cannot be written. */
  | 'IO_READ_ONLY'
  /** A path leads out of its mount. */
  | 'IO_OUTSIDE_MOUNT'
  /** Any other error of the system; `cause` names errno. */
  | 'IO_ERROR'
  /** An allocation failed. */
  | 'OUT_OF_MEMORY'
  /** A limit that the caller can set was hit. */
  | 'LIMIT_EXCEEDED'
  /** Bytes do not divide into the asked shape. */
  | 'SHAPE_MISMATCH'
  /** Text that is not UTF-8. */
  | 'TEXT_INVALID_UTF8'
  /** A number does not fit the dtype it is narrowed to. */
  | 'NUMBER_OUT_OF_RANGE'
  /** No end-of-central-directory record. */
  | 'ZIP_NOT_AN_ARCHIVE'
  /** The archive ends too early. */
  | 'ZIP_TRUNCATED'
  /** Headers that contradict themselves or each other. */
  | 'ZIP_CORRUPT'
  /** No entry of that name. */
  | 'ZIP_ENTRY_NOT_FOUND'
  /** The data's CRC-32 is not the recorded one. */
  | 'ZIP_CRC_MISMATCH'
  /** The data is longer or shorter than recorded. */
  | 'ZIP_SIZE_MISMATCH'
  /** Compressed data that cannot be inflated. */
  | 'ZIP_DATA_CORRUPT'
  /** Encrypted entry. */
  | 'ZIP_ENCRYPTED'
  /** Compression method that is not read. */
  | 'ZIP_METHOD_UNSUPPORTED'
  /** Archive split over several disks. */
  | 'ZIP_MULTI_DISK'
  /** Entries whose data overlap. */
  | 'ZIP_OVERLAP'
  /** The first block is no header; `actual` says what the file looks like. */
  | 'TAR_NOT_AN_ARCHIVE'
  /** The archive ends inside an entry or a header. */
  | 'TAR_TRUNCATED'
  /** A header whose checksum is another, or that contradicts itself. */
  | 'TAR_CORRUPT'
  /** No entry of that name. */
  | 'TAR_ENTRY_NOT_FOUND'
  /** An entry whose bytes do not lie in the archive as they are: sparse, of several volumes, a dangling link. */
  | 'TAR_UNSUPPORTED'
  /** Random access to a compressed archive. */
  | 'TAR_COMPRESSED'
  /** The kept index is of another archive. */
  | 'TAR_INDEX_STALE'
  /** No SOI marker. */
  | 'JPEG_NOT_A_JPEG'
  /** The data ends before the image does. */
  | 'JPEG_TRUNCATED'
  /** Data that libjpeg refuses or warns about. */
  | 'JPEG_CORRUPT'
  /** A JPEG process or colour space that is not decoded. */
  | 'JPEG_UNSUPPORTED'
  /** A region or window that reaches beyond the image. */
  | 'JPEG_REGION_OUTSIDE'
  /** This build lacks the asked backend. */
  | 'JPEG_BACKEND_MISSING'
  /** No PNG signature. */
  | 'PNG_NOT_A_PNG'
  /** The file ends before the image does. */
  | 'PNG_TRUNCATED'
  /** Chunks or image data that contradict the specification. */
  | 'PNG_CORRUPT'
  /** A chunk's CRC-32 is not the recorded one. */
  | 'PNG_CRC_MISMATCH'
  /** A PNG, or an option with it, that is not decoded. */
  | 'PNG_UNSUPPORTED'
  /** A region or window that reaches beyond the image. */
  | 'PNG_REGION_OUTSIDE'
  /** Bytes that begin as no known picture does. */
  | 'IMAGE_FORMAT_UNKNOWN'
  /** A picture of a known format that is not read; `actual` names it. */
  | 'IMAGE_FORMAT_UNSUPPORTED'
  /** The file is of another format; `actual` says what it looks like. */
  | 'TFRECORD_NOT_A_TFRECORD'
  /** The file ends inside a record. */
  | 'TFRECORD_TRUNCATED'
  /** CRC32C of a record's length. */
  | 'TFRECORD_LENGTH_CRC_MISMATCH'
  /** CRC32C of a record's data. */
  | 'TFRECORD_DATA_CRC_MISMATCH'
  /** Random access to a compressed file. */
  | 'TFRECORD_COMPRESSED'
  /** The kept index is of another file. */
  | 'TFRECORD_INDEX_STALE'
  /** A GZIP or ZLIB stream that cannot be inflated, or whose check fails. */
  | 'GZIP_CORRUPT'
  /** A GZIP or ZLIB stream that ends too early. */
  | 'GZIP_TRUNCATED'
  /** Bytes that are not the protobuf message they should be. */
  | 'PROTO_MALFORMED'
  /** A required key is absent. */
  | 'FEATURE_MISSING'
  /** A feature of another kind (bytes, float, int64). */
  | 'FEATURE_WRONG_KIND'
  /** A feature with another number of values. */
  | 'FEATURE_WRONG_LENGTH'
  /** More bad samples than allowed. */
  | 'LOADER_TOO_MANY_BAD_SAMPLES'
  /** A saved state that does not fit the source. */
  | 'LOADER_STATE_MISMATCH'
  /** A sample failed; `cause` says why. */
  | 'LOADER_SAMPLE'
  /** A worker of mapWorkers failed or died. */
  | 'LOADER_WORKER'
  /** No object behind the URL (404, 410). */
  | 'REMOTE_NOT_FOUND'
  /** The server wants other credentials (401, 403). */
  | 'REMOTE_ACCESS_DENIED'
  /** Credentials for S3 are neither given nor found. */
  | 'REMOTE_NO_CREDENTIALS'
  /** Any other status that is no success; `actual` is it. */
  | 'REMOTE_STATUS'
  /** Connections fail, break or stall, also when tried again; `cause` says how. */
  | 'REMOTE_UNREACHABLE'
  /** The object is not the one that was opened any more. */
  | 'REMOTE_OBJECT_CHANGED'
  /** A server that answers the whole object to a range. */
  | 'REMOTE_RANGES_UNSUPPORTED'
  /** An answer that is not what was asked for: range, length, encoding, listing. */
  | 'REMOTE_BAD_ANSWER'
  /** A redirect that is not followed: too many, or to a worse protocol. */
  | 'REMOTE_BAD_REDIRECT';

export const errorCodes: readonly ErrorCode[] = [
  'ABORTED',
  'IO_NOT_FOUND',
  'IO_IS_DIRECTORY',
  'IO_NOT_DIRECTORY',
  'IO_ACCESS_DENIED',
  'IO_EXISTS',
  'IO_NO_SPACE',
  'IO_TRUNCATED',
  'IO_READ_ONLY',
  'IO_OUTSIDE_MOUNT',
  'IO_ERROR',
  'OUT_OF_MEMORY',
  'LIMIT_EXCEEDED',
  'SHAPE_MISMATCH',
  'TEXT_INVALID_UTF8',
  'NUMBER_OUT_OF_RANGE',
  'ZIP_NOT_AN_ARCHIVE',
  'ZIP_TRUNCATED',
  'ZIP_CORRUPT',
  'ZIP_ENTRY_NOT_FOUND',
  'ZIP_CRC_MISMATCH',
  'ZIP_SIZE_MISMATCH',
  'ZIP_DATA_CORRUPT',
  'ZIP_ENCRYPTED',
  'ZIP_METHOD_UNSUPPORTED',
  'ZIP_MULTI_DISK',
  'ZIP_OVERLAP',
  'TAR_NOT_AN_ARCHIVE',
  'TAR_TRUNCATED',
  'TAR_CORRUPT',
  'TAR_ENTRY_NOT_FOUND',
  'TAR_UNSUPPORTED',
  'TAR_COMPRESSED',
  'TAR_INDEX_STALE',
  'JPEG_NOT_A_JPEG',
  'JPEG_TRUNCATED',
  'JPEG_CORRUPT',
  'JPEG_UNSUPPORTED',
  'JPEG_REGION_OUTSIDE',
  'JPEG_BACKEND_MISSING',
  'PNG_NOT_A_PNG',
  'PNG_TRUNCATED',
  'PNG_CORRUPT',
  'PNG_CRC_MISMATCH',
  'PNG_UNSUPPORTED',
  'PNG_REGION_OUTSIDE',
  'IMAGE_FORMAT_UNKNOWN',
  'IMAGE_FORMAT_UNSUPPORTED',
  'TFRECORD_NOT_A_TFRECORD',
  'TFRECORD_TRUNCATED',
  'TFRECORD_LENGTH_CRC_MISMATCH',
  'TFRECORD_DATA_CRC_MISMATCH',
  'TFRECORD_COMPRESSED',
  'TFRECORD_INDEX_STALE',
  'GZIP_CORRUPT',
  'GZIP_TRUNCATED',
  'PROTO_MALFORMED',
  'FEATURE_MISSING',
  'FEATURE_WRONG_KIND',
  'FEATURE_WRONG_LENGTH',
  'LOADER_TOO_MANY_BAD_SAMPLES',
  'LOADER_STATE_MISMATCH',
  'LOADER_SAMPLE',
  'LOADER_WORKER',
  'REMOTE_NOT_FOUND',
  'REMOTE_ACCESS_DENIED',
  'REMOTE_NO_CREDENTIALS',
  'REMOTE_STATUS',
  'REMOTE_UNREACHABLE',
  'REMOTE_OBJECT_CHANGED',
  'REMOTE_RANGES_UNSUPPORTED',
  'REMOTE_BAD_ANSWER',
  'REMOTE_BAD_REDIRECT',
];
