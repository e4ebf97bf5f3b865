// Writes the API reference, Markdown made by TypeDoc from the docstrings, to site/api: a page a door.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, Converter } from 'typedoc';
import { publicDoors } from './lib/doors.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const doors = publicDoors();
const app = await Application.bootstrapWithPlugins({
  plugin: ['typedoc-plugin-markdown'],
  entryPoints: doors.map(({ source }) => source),
  tsconfig: join(here, 'tsconfig.json'),
  out: join(here, 'api'),
  readme: 'none',
  name: 'API',
  router: 'module',
  entryFileName: 'index.md',
  mergeReadme: false,
  disableSources: true, // there is no address that a line of the source would have
  excludePrivate: true,
  excludeInternal: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  hideGroupHeadings: true,
  useHTMLAnchors: true, // its own count of headings of one name is not VitePress's
  groupOrder: ['Functions', 'Classes', 'Variables', 'Interfaces', 'Type Aliases'],
  useCodeBlocks: true,
  expandObjects: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  tableColumnSettings: { hideModifiers: true, hideInherited: true, hideOverrides: true },
  validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true },
  treatWarningsAsErrors: true,
});
// TypeDoc names a module after its file; a door is called what an import calls it.
app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
  for (const module of project.children ?? []) {
    const door = doors.find(({ moduleName }) => moduleName === module.name);
    if (door) module.name = door.name;
  }
});
const project = await app.convert();
if (!project) process.exit(1);
app.validate(project);
await app.generateOutputs(project);
process.exitCode = app.logger.hasErrors() || app.logger.hasWarnings() ? 1 : 0;
