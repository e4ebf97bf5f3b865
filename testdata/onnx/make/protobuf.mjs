// The wire format of Protocol Buffers, for writing: varints and length-delimited fields.

const VARINT = 0;
const DELIMITED = 2;

/** A message under construction; fields are written in the order of the calls. */
export function message() {
  const out = [];
  const self = {
    integer(field, value) {
      varint(out, (field << 3) | VARINT);
      varint(out, value);
      return self;
    },
    raw(field, bytes) {
      varint(out, (field << 3) | DELIMITED);
      varint(out, bytes.length);
      for (const byte of bytes) out.push(byte);
      return self;
    },
    text: (field, value) => self.raw(field, new TextEncoder().encode(value)),
    messages(field, messages) {
      for (const one of messages) self.raw(field, one.bytes());
      return self;
    },
    bytes: () => Uint8Array.from(out),
  };
  return self;
}

/** Numbers from 0 up, as none of our models needs another. */
function varint(out, value) {
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) out.push((rest % 128) | 0x80);
  out.push(rest);
}
