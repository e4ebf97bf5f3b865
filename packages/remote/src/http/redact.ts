/** The URL as messages show it: no user, no password, no query, in which signatures and tokens lie. */
export function publicName(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/** What must not be repeated when a server says it: values of headers and of the query that were sent. */
export function secretsOf(url: URL, headers: Readonly<Record<string, string>>): string[] {
  const harmless = new Set(['range', 'if-match', 'accept-encoding', 'host', 'content-length']);
  const secrets = [...url.searchParams.values(), url.search.slice(1), url.password];
  for (const [name, value] of Object.entries(headers)) {
    if (harmless.has(name.toLowerCase())) continue;
    secrets.push(value, ...value.split(/[\s,/]+|Credential=|Signature=/));
  }
  return secrets.filter((secret) => secret.length >= 6);
}

export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
  for (const secret of longestFirst) clean = clean.replaceAll(secret, '***');
  return clean;
}
