import { isDecoded } from '../pictures/kind.ts';
import type { FeatureSeen, Schema } from './schema.ts';

/** TypeScript that parses such records, ready to paste; undefined where they are no Examples. */
export function parserCode({ kind, features, sampled }: Schema): string | undefined {
  if (kind !== 'example' && kind !== 'sequence') return undefined;
  const used = new Set<string>();
  const names = namesOf(features);
  const line = (feature: FeatureSeen, indent: string) => {
    const { code, note } = featureCode(feature, sampled, used);
    const name = names.get(feature) as string;
    const value =
      name === feature.key ? code : `${use(used, 'key')}(${quote(feature.key)}, ${code})`;
    return `${indent}${propertyName(name)}: ${value},${note ? ` // ${note}` : ''}`;
  };
  const context = features.filter((feature) => !feature.list);
  const lists = features.filter((feature) => feature.list);
  const body =
    kind === 'example'
      ? [
          `const parser = ${use(used, 'exampleParser')}({`,
          ...context.map((f) => line(f, '  ')),
          '});',
        ]
      : [
          `const parser = ${use(used, 'sequenceExampleParser')}({`,
          ...block(
            'context',
            context.map((f) => line(f, '    ')),
          ),
          ...block(
            'sequence',
            lists.map((f) => line(f, '    ')),
          ),
          '});',
        ];
  const jpeg = used.delete('jpeg') ? ["import { jpeg } from '@dareblopy/jpeg';"] : [];
  const imports = `import { ${[...used].sort().join(', ')} } from '@dareblopy/tfrecord';`;
  return [...jpeg, imports, '', ...body].join('\n');
}

function block(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${name}: {`, ...lines, '  },'];
}

function use(used: Set<string>, name: string): string {
  used.add(name);
  return name;
}

function featureCode(
  feature: FeatureSeen,
  sampled: number,
  used: Set<string>,
): { code: string; note?: string } {
  const { kinds, minLength, maxLength, present, list, content, valueBytes } = feature;
  const [kind = 'int64'] = kinds;
  const dtype = content === 'text' ? 'string' : kind;
  const missing = present < sampled;
  const notes = [
    ...(kinds.length > 1 ? [`also ${kinds.slice(1).join(', ')}`] : []),
    ...(kinds.length === 0 ? ['no values were seen'] : []),
    ...(missing ? [`in ${present} of ${sampled} records`] : []),
  ];
  const answer = (code: string, ...more: string[]) => {
    const note = [...notes, ...more].join('; ');
    return note === '' ? { code } : { code, note };
  };
  if (list || missing || minLength !== maxLength || kinds.length !== 1)
    return answer(`${use(used, 'ragged')}(${quote(dtype)})`);
  const shape = maxLength === 1 ? '[]' : `[${maxLength}]`;
  if (kind === 'bytes' && maxLength === 1) {
    if (isDecoded(content as never)) return answer(`${use(used, 'jpeg')}({ size: [224, 224] })`);
    if (content === 'binary' && valueBytes !== undefined && valueBytes > 0) {
      const raw = `${use(used, 'fixedLen')}([${valueBytes}], 'uint8')`;
      return answer(raw, `${valueBytes} bytes each; give the shape and dtype they have`);
    }
  }
  return answer(`${use(used, 'fixedLen')}(${shape}, ${quote(dtype)})`, ...pictureNote(content));
}

function pictureNote(content: FeatureSeen['content']): string[] {
  if (content === undefined || content === 'text' || content === 'binary') return [];
  return content === 'jpeg' ? [] : [`${content} pictures`];
}

/** Names for TypeScript: 'image/class/label' becomes imageClassLabel. */
function namesOf(features: readonly FeatureSeen[]): Map<FeatureSeen, string> {
  const names = new Map<FeatureSeen, string>();
  const taken = new Set<string>();
  for (const feature of features) {
    const { key } = feature;
    const parts = key.split(/[^A-Za-z0-9_$]+/).filter(Boolean);
    const camel = parts
      .map((part, i) => (i === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1)))
      .join('');
    const wanted = /^[A-Za-z_$][\w$]*$/.test(key) ? key : /^[A-Za-z_$]/.test(camel) ? camel : key;
    let name = wanted;
    for (let n = 2; taken.has(`${feature.list}:${name}`); n++) name = `${wanted}${n}`;
    taken.add(`${feature.list}:${name}`);
    names.set(feature, name);
  }
  return names;
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
