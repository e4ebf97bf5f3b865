// Links as they are written for the repository become links of the site: to a page, or to the file in the
// repository where it is no page. A link to nothing is an error.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';
import { addressOf } from './pages.mjs';

const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** Where the repository can be browsed; undefined while it has no public address. */
const repositoryUrl = (repository?.url ?? repository)?.replace(/^git\+|\.git$/g, '');
const isExternal = (href) => /^([a-z]+:|\/|#)/.test(href);

/** A plugin of markdown-it. */
export function repositoryLinks(md) {
  md.core.ruler.push('repository-links', ({ tokens, env }) => {
    const path = env.realPath ?? env.path;
    if (path === undefined) return; // a fragment, of no page
    const page = relative(root, path);
    for (const { children } of tokens) {
      const open = [];
      for (const token of children ?? []) {
        if (token.type === 'link_open') open.push(rewrite(token, page));
        // A file that cannot be shown: the words stay, without a link.
        if (token.type === 'link_close' && open.pop() === false) token.tag = 'span';
      }
    }
  });
}

/** False where the link leads to a file that the site cannot show. */
function rewrite(token, page) {
  const href = token.attrGet('href');
  if (isExternal(href)) return true;
  const [path, hash = ''] = href.split(/(?=#)/);
  const file = posix.normalize(posix.join(posix.dirname(page), decodeURI(path))).replace(/\/$/, '');
  const full = join(root, file);
  if (!existsSync(full)) throw new Error(`${page}: a link leads to ${file}, which is not there`);
  const isFolder = statSync(full).isDirectory();
  const address = addressOf(isFolder ? posix.join(file, 'README.md') : file);
  const exists = address !== undefined && (!isFolder || existsSync(join(full, 'README.md')));
  if (exists) {
    token.attrSet('href', `/${address === 'index' ? '' : address}${hash}`);
    return true;
  }
  if (repositoryUrl) {
    token.attrSet('href', `${repositoryUrl}/blob/main/${file}${hash}`);
    return true;
  }
  token.tag = 'span';
  token.type = 'source_open';
  token.attrs = [
    ['class', 'source'],
    ['title', `${file} in the repository`],
  ];
  return false;
}

/** The anchor that GitHub gives a heading: the same links work in both places. */
export function slugify(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}
