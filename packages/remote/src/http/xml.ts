/**
 * What is needed of XML for the answers of S3: elements without attributes that matter, nested by known
 * names. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function* elements(xml: string, name: string): Generator<string> {
  const open = `<${name}>`;
  const close = `</${name}>`;
  let at = 0;
  for (;;) {
    const begin = xml.indexOf(open, at);
    if (begin < 0) return;
    const end = xml.indexOf(close, begin);
    if (end < 0) return;
    yield xml.slice(begin + open.length, end);
    at = end + close.length;
  }
}

/** The text of the first element of that name. */
export function textOf(xml: string, name: string): string | undefined {
  const [inner] = elements(xml, name);
  return inner === undefined ? undefined : decodeEntities(inner);
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replaceAll(/&(#x?[0-9a-f]+|\w+);/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return named[entity] ?? whole;
    const hex = /^#x/i.test(entity);
    const point = Number.parseInt(entity.slice(hex ? 2 : 1), hex ? 16 : 10);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

export function encodeEntities(text: string): string {
  return text.replaceAll(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
