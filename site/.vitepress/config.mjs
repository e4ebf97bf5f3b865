import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { root } from '../../scripts/lib/paths.mjs';
import { repositoryLinks, slugify } from '../lib/links.mjs';
import { addressOf, sidebar } from '../lib/pages.mjs';
import { twoSchemes } from '../lib/pictures.mjs';

const site = fileURLToPath(new URL('..', import.meta.url));
const vue = join(site, 'node_modules/vue');

export default defineConfig({
  title: 'DareBlopy',
  description: 'Data reading blocks for deep learning in Node.js',
  lang: 'en',
  // The pages lie all over the repository, where they are read on their own too.
  srcDir: root,
  outDir: join(site, 'dist'),
  cacheDir: join(site, '.cache'),
  srcExclude: [
    'README.md',
    'native/**',
    'testdata/**',
    'scripts/**',
    '**/.cache/**',
    '**/build/**',
  ],
  rewrites: (page) => `${addressOf(page) ?? page.replace(/\.md$/, '')}.md`,
  cleanUrls: false, // a folder of files, for any server and for none
  metaChunk: true,
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: '/logo.svg' }],
    ['meta', { name: 'theme-color', content: '#0f766e' }],
  ],
  // In the reference, the outline lists what a package exports, not each one's parameters.
  transformPageData: ({ relativePath }) =>
    relativePath.startsWith('api/') ? { frontmatter: { outline: 2 } } : undefined,
  markdown: {
    anchor: { slugify },
    toc: { slugify },
    theme: { light: 'github-light', dark: 'github-dark' },
    config: (md) => {
      repositoryLinks(md);
      twoSchemes(md);
    },
  },
  themeConfig: {
    logo: '/logo.svg',
    nav: [
      { text: 'Tutorial', link: '/five-minutes' },
      { text: 'Recipes', link: '/recipes' },
      { text: 'API', link: '/api/' },
      { text: 'Benchmarks', link: '/benchmarks' },
    ],
    sidebar: sidebar(),
    outline: { level: [2, 3], label: 'On this page' },
    search: { provider: 'local', options: { detailedView: true } },
    footer: { message: 'Apache-2.0' },
    externalLinkIcon: true,
  },
  vite: {
    publicDir: join(site, 'public'),
    // Pages outside this folder import Vue, too.
    resolve: {
      alias: [
        { find: /^vue$/, replacement: join(vue, 'dist/vue.runtime.esm-bundler.js') },
        { find: /^vue\/server-renderer$/, replacement: join(vue, 'server-renderer/index.mjs') },
      ],
    },
    build: { chunkSizeWarningLimit: 2000 }, // the search index is one file
    server: { fs: { allow: [root] } },
  },
});
