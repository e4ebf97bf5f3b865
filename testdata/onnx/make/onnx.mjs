// Writes ONNX models (onnx.proto3 of ONNX 1.x, IR version 8), as much of the format as the models here need.
import { message } from './protobuf.mjs';

/** TensorProto.DataType */
export const ELEMENT = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
};

/** The bytes of a ModelProto. `inputs` and `outputs` are [name, dtype, extents]; an extent may be a name. */
export function model({ name, inputs, outputs, nodes, initializers = [] }) {
  const graph = message()
    .messages(1, nodes.map(node))
    .text(2, name)
    .messages(5, initializers.map(float32Tensor))
    .messages(11, inputs.map(valueInfo))
    .messages(12, outputs.map(valueInfo));
  return message()
    .integer(1, 8) // ir_version
    .text(2, 'dareblopy testdata')
    .messages(7, [graph])
    .messages(8, [message().text(1, '').integer(2, 13)]) // opset_import
    .bytes();
}

function node({ op, inputs, outputs, attributes = {} }) {
  const fields = message();
  for (const input of inputs) fields.text(1, input);
  for (const output of outputs) fields.text(2, output);
  return fields
    .text(3, outputs[0])
    .text(4, op)
    .messages(5, Object.entries(attributes).map(attribute));
}

/** Integers, and lists of them: AttributeProto types INT and INTS. */
function attribute([name, value]) {
  const fields = message().text(1, name);
  if (typeof value === 'number') return fields.integer(3, value).integer(20, 2);
  for (const one of value) fields.integer(8, one);
  return fields.integer(20, 7);
}

function float32Tensor([name, extents, values]) {
  const fields = message();
  for (const extent of extents) fields.integer(1, extent);
  const raw = new DataView(new ArrayBuffer(values.length * 4));
  for (const [i, value] of values.entries()) raw.setFloat32(i * 4, value, true);
  return fields.integer(2, ELEMENT.float32).text(8, name).raw(9, new Uint8Array(raw.buffer));
}

function valueInfo([name, dtype, extents]) {
  const shape = message().messages(
    1,
    extents.map((extent) =>
      typeof extent === 'string' ? message().text(2, extent) : message().integer(1, extent),
    ),
  );
  const tensor = message().integer(1, ELEMENT[dtype]).messages(2, [shape]);
  return message()
    .text(1, name)
    .messages(2, [message().messages(1, [tensor])]);
}
