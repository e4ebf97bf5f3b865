/** The TypeScript blocks of a Markdown page. */

export interface Snippet {
  /** Page and line, for messages. */
  readonly place: string;
  readonly code: string;
}

const fence = /^```(\S*)(.*)$/;

/**
 * The `ts` blocks of a page, each as a whole module. A block without imports of its own goes on where
 * the block before it ended. A block marked `ts sketch` only shows a shape, and is left out.
 */
export function snippetsOf(page: string, markdown: string): Snippet[] {
  const snippets: Snippet[] = [];
  let open: { language: string; info: string; line: number; code: string[] } | undefined;
  markdown.split('\n').forEach((text, index) => {
    const match = fence.exec(text);
    if (open === undefined) {
      if (match)
        open = { language: match[1] ?? '', info: match[2] ?? '', line: index + 1, code: [] };
    } else if (match) {
      if (open.language === 'ts' && !open.info.includes('sketch')) {
        snippets.push({
          place: `${page}:${open.line}`,
          code: withContext(open.code.join('\n'), snippets.at(-1)),
        });
      }
      open = undefined;
    } else {
      open.code.push(text);
    }
  });
  return snippets;
}

function withContext(code: string, before: Snippet | undefined): string {
  if (/^import /m.test(code) || before === undefined) return code;
  return `${before.code}\n${code}`;
}
