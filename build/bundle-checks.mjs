// What must hold of a finished bundle: checked on the files themselves, not on what we asked the bundler for.
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * Faults of a page under our content policy (`script-src 'self'; style-src 'self'`, no network): inline scripts,
 * inline styles, event attributes, and addresses of other hosts.
 * @param {string} html
 * @returns {readonly string[]}
 */
export function pageFaults(html) {
  /** @type {readonly (readonly [RegExp, string])[]} */
  const rules = [
    [/<script(?![^>]*\ssrc=)[^>]*>/i, 'an inline script'],
    [/<style[\s>]/i, 'an inline style sheet'],
    [/<[^>]+\sstyle\s*=/i, 'a style attribute'],
    [/<[^>]+\son[a-z]+\s*=/i, 'an event attribute'],
    [/<[^>]+\s(?:src|href)\s*=\s*["']?(?:[a-z]+:)?\/\//i, "another host's address"],
  ];
  return rules.filter(([pattern]) => pattern.test(html)).map(([, fault]) => fault);
}

/**
 * @param {readonly string[]} paths
 * @returns {readonly string[]}
 */
export function checkPages(paths) {
  return paths.flatMap((path) =>
    pageFaults(readFileSync(path, 'utf8')).map((fault) => `${basename(dirname(path))}/index.html has ${fault}`),
  );
}

/**
 * What a CommonJS file requires or imports, by name; `(computed)` where the name is not written out.
 * @param {string} code
 * @param {Pick<typeof import('vite'), 'parseSync' | 'Visitor'>} parser
 * @returns {readonly string[]}
 */
export function requiredModules(code, { parseSync, Visitor }) {
  const { program, module } = parseSync('preload.cjs', code, { sourceType: 'commonjs' });
  /** @type {string[]} */
  const names = module.staticImports.map((staticImport) => staticImport.moduleRequest.value);
  /** @param {import('vite').ESTree.Expression | import('vite').ESTree.Argument | undefined} node */
  const add = (node) => {
    names.push(node?.type === 'Literal' && typeof node.value === 'string' ? node.value : '(computed)');
  };
  new Visitor({
    CallExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require') add(node.arguments[0]);
    },
    ImportExpression(node) {
      add(node.source);
    },
  }).visit(program);
  return [...new Set(names)];
}

/**
 * A sandboxed preload is one file that may require nothing but `electron`.
 * @param {string} path
 * @param {Pick<typeof import('vite'), 'parseSync' | 'Visitor'>} parser
 * @returns {readonly string[]}
 */
export function checkPreload(path, parser) {
  const names = requiredModules(readFileSync(path, 'utf8'), parser);
  return names
    .filter((name) => name !== 'electron')
    .map((name) => `preload.cjs requires ${name}; a sandboxed preload may require only electron`);
}
