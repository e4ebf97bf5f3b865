"""Writes the fixtures of serialised tensors with TensorFlow, and what tf.io.parse_tensor makes of them.

    python testdata/tfrecord/make/tensors.py          (tensorflow-cpu 2.21)

tensors.tfrecord: three Examples, a feature a dtype, each the value of tf.io.serialize_tensor.
tensors.json: `records`, what tf.io.parse_tensor gave for each; and `protos`, single TensorProtos (in
hexadecimal) in encodings that TensorFlow reads and tf.io.serialize_tensor does not write.
"""
import json

from make import OUT, array, example, texts, write
import numpy as np
import tensorflow as tf

NAMES = {tf.float32: "float32", tf.float64: "float64", tf.float16: "float16", tf.bfloat16: "bfloat16",
         tf.int8: "int8", tf.int16: "int16", tf.int32: "int32", tf.int64: "int64",
         tf.uint8: "uint8", tf.uint16: "uint16", tf.uint32: "uint32", tf.uint64: "uint64",
         tf.bool: "bool", tf.complex64: "complex64", tf.complex128: "complex128", tf.string: "bytes"}


def ours(tensor):
    """As our batch has it: bfloat16 as float32, uint64 as int64, complex numbers as pairs."""
    values = tensor.numpy()
    if tensor.dtype == tf.bfloat16:
        values = values.astype(np.float32)
    if tensor.dtype == tf.uint64:
        values = values.astype(np.int64)
    if tensor.dtype == tf.complex64:
        values = np.stack([values.real, values.imag], -1).astype(np.float32)
    if tensor.dtype == tf.complex128:
        values = np.stack([values.real, values.imag], -1).astype(np.float64)
    return array(values)


def tensor(dtype, row):
    """[2, 3] values of a dtype; the extremes of integers in row 0."""
    if dtype == tf.string:
        return tf.constant([[f"r{row}".encode(), b"", "\u00fc".encode()], [b"x" * 200, b"\x00\x01", b"end"]])
    if dtype == tf.bool:
        return tf.constant(np.arange(6).reshape(2, 3) % 2 == row % 2)
    if dtype.is_integer:
        low, high = dtype.min, min(dtype.max, 2**63 - 1)
        values = [[low, high, 0], [1, 2, 3]] if row == 0 else [[row] * 3, [4, 5, 6]]
        return tf.constant(np.array(values, dtype.as_numpy_dtype))
    values = np.array([[0.5, -1.25, row], [3e4, 1e-3, -0.0]])
    if dtype.is_complex:
        values = values + 1j * values[::-1]
    return tf.cast(tf.constant(values), dtype)


def proto(dtype, shape, **fields):
    made = tf.compat.v1.TensorShape(shape).as_proto()
    message = tf.make_tensor_proto(0).__class__(dtype=dtype.as_datatype_enum, tensor_shape=made)
    for field, values in fields.items():
        if field == "tensor_content":
            message.tensor_content = values
        else:
            getattr(message, field).extend(values)
    return message.SerializeToString(deterministic=True)


def varint(n):
    n &= 2**64 - 1
    out = b""
    while n >= 0x80:
        out += bytes([n & 0x7F | 0x80])
        n >>= 7
    return out + bytes([n])


def field(number, wire, value=b""):
    return varint(number << 3 | wire) + (varint(len(value)) + value if wire == 2 else value)


def odd():
    """(name, dtype, shape, message)"""
    half = [int(v) for v in np.array([0.5, -2, 65504], "<f2").view("<u2")]
    brain = [int(v.view(np.uint16)) for v in np.array([0.5, -2, 3e38], tf.bfloat16.as_numpy_dtype)]
    shape3 = field(2, 2, field(2, 2, field(1, 0, varint(3))))
    yield "float_val", tf.float32, [3], proto(tf.float32, [3], float_val=[1, 2, 3])
    yield "float_val, the last repeated", tf.float32, [2, 3], proto(tf.float32, [2, 3], float_val=[1, 2])
    yield "float_val, none: zeros", tf.float32, [3], proto(tf.float32, [3])
    yield "float_val of a scalar", tf.float32, [], proto(tf.float32, [], float_val=[7])
    yield "double_val, the last repeated", tf.float64, [3], proto(tf.float64, [3], double_val=[0.1])
    yield "half_val", tf.float16, [4], proto(tf.float16, [4], half_val=half)
    yield "half_val of bfloat16", tf.bfloat16, [4], proto(tf.bfloat16, [4], half_val=brain)
    yield "int_val of int32", tf.int32, [3], proto(tf.int32, [3], int_val=[-(2**31), 2**31 - 1])
    yield "int_val of int16", tf.int16, [2], proto(tf.int16, [2], int_val=[-32768, 32767])
    yield "int_val of int8", tf.int8, [2], proto(tf.int8, [2], int_val=[-128, 127])
    yield "int_val of uint8", tf.uint8, [2, 2], proto(tf.uint8, [2, 2], int_val=[255])
    yield "int_val of uint16", tf.uint16, [2], proto(tf.uint16, [2], int_val=[0, 65535])
    yield "int64_val", tf.int64, [3], proto(tf.int64, [3], int64_val=[-(2**63), 2**63 - 1])
    yield "uint32_val", tf.uint32, [2], proto(tf.uint32, [2], uint32_val=[0, 2**32 - 1])
    yield "uint64_val", tf.uint64, [2], proto(tf.uint64, [2], uint64_val=[1, 2**63 - 1])
    yield "bool_val", tf.bool, [3], proto(tf.bool, [3], bool_val=[False, True])
    yield "scomplex_val", tf.complex64, [3], proto(tf.complex64, [3], scomplex_val=[1, 2, 3, 4])
    yield "dcomplex_val", tf.complex128, [1], proto(tf.complex128, [1], dcomplex_val=[1, 2])
    yield "string_val, the last repeated", tf.string, [3], proto(tf.string, [3], string_val=[b"a", b"bc"])
    yield "string_val, none: empty", tf.string, [2], proto(tf.string, [2])
    yield "strings in tensor_content", tf.string, [3], proto(tf.string, [3], tensor_content=b"\x01\x00\x02abc")
    yield "tensor_content before typed fields", tf.int32, [1], proto(tf.int32, [1], int_val=[9], tensor_content=b"\x05\0\0\0")
    yield "no rows", tf.float32, [0, 4], proto(tf.float32, [0, 4])
    yield "float_val, not packed", tf.float32, [3], (
        field(1, 0, varint(1)) + shape3 + b"".join(field(5, 5, np.float32(v).tobytes()) for v in (1, 2, 3)))
    yield "int64_val, packed and not", tf.int64, [3], (
        field(10, 0, varint(-1)) + field(1, 0, varint(9)) + field(10, 2, varint(5) + varint(300)) + shape3)
    yield "unknown fields, a version, a named dimension", tf.int32, [3], (
        field(1, 0, varint(3)) + field(3, 0, varint(7)) + field(99, 2, b"what")
        + field(2, 2, field(2, 2, field(2, 2, b"rows") + field(1, 0, varint(3)))) + field(7, 2, b"\x01\x02\x03"))
    yield "a shape in two parts", tf.int32, [2, 1], (
        field(1, 0, varint(3)) + field(2, 2, field(2, 2, field(1, 0, varint(2))))
        + field(2, 2, field(2, 2, field(1, 0, varint(1)))) + field(7, 2, b"\x01\x02"))
    yield "content of another size", tf.int32, [3], proto(tf.int32, [3], tensor_content=b"\0" * 8)
    yield "an unknown dimension", tf.int32, [3], field(1, 0, varint(3)) + field(2, 2, field(2, 2, field(1, 0, varint(-1))))
    yield "strings cut short in tensor_content", tf.string, [3], proto(tf.string, [3], tensor_content=b"\x01\x00\x02ab")


def protos():
    for name, dtype, shape, message in odd():
        case = {"name": name, "dtype": NAMES[dtype], "shape": shape, "hex": message.hex()}
        try:
            yield {**case, "expect": ours(tf.io.parse_tensor(message, dtype))}
        except tf.errors.InvalidArgumentError as error:
            yield {**case, "error": str(error).splitlines()[0].split(": ")[0]}


def main():
    rows = [{NAMES[dtype]: tensor(dtype, row) for dtype in NAMES} for row in range(3)]
    for row, tensors in enumerate(rows):
        tensors["rows"] = tf.reshape(tf.range(row * 2, dtype=tf.int32), [row, 2])
        tensors["words"] = tf.constant([f"w{i}".encode() for i in range(row)], tf.string)
    serialized = [{name: tf.io.serialize_tensor(one).numpy() for name, one in tensors.items()} for tensors in rows]
    write("tensors.tfrecord", [example(**{name: texts(value) for name, value in one.items()}) for one in serialized])
    parsed = [{name: ours(tf.io.parse_tensor(value, rows[row][name].dtype)) for name, value in one.items()}
              for row, one in enumerate(serialized)]
    (OUT / "tensors.json").write_text(json.dumps({"records": parsed, "protos": list(protos())}, indent=1) + "\n")


if __name__ == "__main__":
    main()
