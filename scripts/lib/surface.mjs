// The public surface of each package, door by door, as text: every exported name with its type as the
// declaration files have it, without comments, and the types they lead to that no door exports.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import ts from 'typescript-api';
import { root } from './paths.mjs';

const printer = ts.createPrinter({ removeComments: true });

/** The doors of all packages: [{ package, door, types, snapshot }]; `types` must be built. */
export function doors() {
  return readdirSync(join(root, 'packages')).flatMap((name) => {
    const folder = join(root, 'packages', name);
    if (!existsSync(join(folder, 'package.json'))) return [];
    const { exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return Object.entries(exports)
      .filter(([, target]) => typeof target === 'object' && target.types)
      .map(([path, target]) => {
        const door = path === '.' ? 'index' : basename(path);
        const snapshot = join(folder, 'surface', `${door}.txt`);
        return { package: name, door, types: join(folder, target.types), snapshot };
      });
  });
}

/** Text of each door, in the order of {@link doors}. */
export function surfaces(list = doors()) {
  for (const { types } of list) {
    if (!existsSync(types)) throw new Error(`${relative(root, types)} is missing: run pnpm build`);
  }
  const program = ts.createProgram(
    list.map(({ types }) => types),
    {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      skipLibCheck: true,
      types: ['node'],
    },
  );
  const checker = program.getTypeChecker();
  const exported = list.map(({ types }) => exportsOf(program, checker, types));
  return list.map((door, i) => {
    const siblings = exported.filter((_, k) => list[k].package === door.package);
    const known = new Set(siblings.flatMap((symbols) => [...symbols.values()]));
    return textOf(checker, exported[i], known, dirname(door.types));
  });
}

function exportsOf(program, checker, file) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file));
  return new Map(
    checker.getExportsOfModule(module).map((symbol) => [symbol.name, original(checker, symbol)]),
  );
}

/** `known` are the symbols that the package's doors export. */
function textOf(checker, exported, known, folder) {
  const seen = new Set(known);
  const hidden = new Map();
  const follow = (node) => {
    const symbol = ts.isIdentifier(node) && checker.getSymbolAtLocation(node);
    const target = symbol && original(checker, symbol);
    if (target && !seen.has(target) && isOwnStatement(target, folder)) {
      seen.add(target);
      hidden.set(target.name, target);
      for (const declaration of shown(target)) visit(declaration, follow);
    }
  };
  for (const symbol of exported.values()) {
    for (const declaration of shown(symbol)) visit(declaration, follow);
  }
  return [
    section('Exported', exported, folder),
    section('Reached, and exported by no door', hidden, folder),
  ]
    .filter(Boolean)
    .join('\n');
}

function section(title, symbols, folder) {
  if (symbols.size === 0) return '';
  const lines = [...symbols]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, symbol]) => describe(name, symbol, folder));
  return [`# ${title}`, '', ...lines, ''].join('\n');
}

function describe(name, symbol, folder) {
  const foreign = symbol.declarations?.every((node) => outside(node.parent ?? node, folder));
  if (foreign) return `${name}: from another package`;
  const text = shown(symbol).map((node) =>
    printer
      .printNode(ts.EmitHint.Unspecified, withoutPrivate(node), node.getSourceFile())
      .replace(/^export (declare )?/, '')
      .replace(/^declare /, '')
      .replace(/ {4}/g, '  '),
  );
  return `${symbol.name === name ? '' : `${name} = `}${text.join('\n')}`;
}

/** A namespace's declaration is a whole file, which has no parent. */
const outside = (node, folder) => !node.getSourceFile().fileName.startsWith(`${folder}/`);

/** The symbol behind an import or a re-export. */
function original(checker, symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** What is written of a symbol: the whole statement of a variable, the declaration of anything else. */
function shown(symbol) {
  return (symbol.declarations ?? []).map((node) =>
    ts.isVariableDeclaration(node) ? node.parent.parent : node,
  );
}

/** A named statement of one of the package's own files. */
function isOwnStatement(symbol, folder) {
  return shown(symbol).some((node) => ts.isSourceFile(node.parent) && !outside(node, folder));
}

function visit(node, follow) {
  if (isPrivate(node)) return;
  follow(node);
  ts.forEachChild(node, (child) => visit(child, follow));
}

function isPrivate(node) {
  if (node.name && ts.isPrivateIdentifier(node.name)) return true;
  return ts.canHaveModifiers(node) && !!node.modifiers?.some(isPrivateKeyword);
}

const isPrivateKeyword = ({ kind }) => kind === ts.SyntaxKind.PrivateKeyword;

/** A class without the members that only itself can name. */
function withoutPrivate(node) {
  if (!ts.isClassDeclaration(node)) return node;
  const members = node.members.filter((member) => !isPrivate(member));
  const { modifiers, name, typeParameters, heritageClauses } = node;
  return ts.factory.updateClassDeclaration(
    node,
    modifiers,
    name,
    typeParameters,
    heritageClauses,
    members,
  );
}
