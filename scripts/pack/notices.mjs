// What the licences of linked libraries ask for: their texts, and a bill of materials (CycloneDX).

export function notices(parts) {
  const sections = parts.map(({ name, version, license, text }) =>
    [
      `${'='.repeat(80)}`,
      `${name} ${version} (${license})`,
      `${'='.repeat(80)}`,
      '',
      text.trim(),
      '',
    ].join('\n'),
  );
  const ijg = parts.some(({ license }) => /\bIJG\b/.test(license))
    ? ['This software is based in part on the work of the Independent JPEG Group.', '']
    : [];
  return [
    'Third-party code in dareblopy.node, and the licenses under which it is distributed.',
    '',
    ...ijg,
    ...sections,
  ].join('\n');
}

export function billOfMaterials({ name, version }, parts) {
  const root = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const reference = (part) =>
    part.purl ?? `pkg:generic/${encodeURIComponent(part.name)}@${part.version}`;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { 'bom-ref': root, type: 'library', name, version, purl: root },
    },
    components: parts.map((part) => ({
      'bom-ref': reference(part),
      type: 'library',
      name: part.name,
      version: part.version,
      purl: reference(part),
      licenses: [{ expression: part.license }],
      ...(part.sha256 ? { hashes: [{ alg: 'SHA-256', content: part.sha256 }] } : {}),
      ...(part.url ? { externalReferences: [{ type: 'distribution', url: part.url }] } : {}),
    })),
    dependencies: [{ ref: root, dependsOn: parts.map(reference) }],
  };
}
