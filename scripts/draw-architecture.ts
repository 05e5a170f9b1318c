import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { cruise, type ICruiseResult } from 'dependency-cruiser';

const page = fileURLToPath(new URL('../docs/architecture.md', import.meta.url));
const begin = '<!-- drawn by npm run drawing -->\n';
const end = '<!-- end of the drawing -->';

/** The folder that a file of src belongs to; an adapter is one folder, a root is its own name. */
function folderOf(path: string): string {
  const [, first = '', second = ''] = path.split('/');
  return first === 'adapters' ? `adapters/${second}` : first;
}

/** Who imports whom, by folder, from the code itself. */
async function readImports(): Promise<Map<string, Set<string>>> {
  const { output } = await cruise(['src'], {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
  });
  const imports = new Map<string, Set<string>>();
  for (const { source, dependencies } of (output as ICruiseResult).modules) {
    if (!source.startsWith('src/')) continue;
    const from = folderOf(source);
    const seen = imports.get(from) ?? new Set();
    imports.set(from, seen);
    for (const { resolved } of dependencies) {
      if (resolved.startsWith('src/') && folderOf(resolved) !== from) seen.add(folderOf(resolved));
    }
  }
  return imports;
}

/**
 * Folders as boxes. What every folder sees (domain, ports) and what sees every folder (compose) would hide the rest under
 * its arrows: they are said in words.
 */
function drawingOf(imports: Map<string, Set<string>>): string {
  const everywhere = ['domain', 'ports'];
  const roots = [...imports.keys()].filter((name) => name.endsWith('.ts'));
  const isDrawn = (name: string) => !everywhere.includes(name) && !roots.includes(name);
  const boxes = [...imports.keys()]
    .filter((name) => isDrawn(name) && !name.startsWith('adapters/'))
    .toSorted();
  const adapters = [...imports.keys()].filter((name) => name.startsWith('adapters/')).toSorted();
  const arrows = boxes.flatMap((from) =>
    [...(imports.get(from) ?? [])]
      .filter(isDrawn)
      .toSorted()
      .map((to) => `  ${from} --> ${to}`),
  );
  const used = adapters.flatMap((from) =>
    [...(imports.get(from) ?? [])]
      .filter(isDrawn)
      .toSorted()
      .map((to) => `  ${idOf(from)} --> ${to}`),
  );
  return [
    '```mermaid',
    'flowchart TD',
    ...boxes.map((name) => `  ${name}`),
    '  subgraph adapters',
    ...adapters.map((name) => `    ${idOf(name)}[${name.replace('adapters/', '')}]`),
    '  end',
    ...arrows,
    ...used,
    '```',
    '',
  ].join('\n');
}

function idOf(adapter: string): string {
  return `a_${adapter.replace('adapters/', '').replaceAll('-', '_')}`;
}

const { check } = new Command('drawing')
  .description('Draws docs/architecture.md from the imports of the code.')
  .option('--check', 'writes nothing; fails where the drawing is old')
  .parse()
  .opts<{ check?: boolean }>();

const text = await readFile(page, 'utf8');
const [before = '', rest = ''] = text.split(begin);
const after = rest.slice(rest.indexOf(end));
const drawn = `${before}${begin}${drawingOf(await readImports())}${after}`;
if (drawn === text) console.log('docs/architecture.md is as the code is.');
else if (check) {
  console.error('docs/architecture.md is old: npm run drawing');
  process.exitCode = 1;
} else {
  await writeFile(page, drawn);
  console.log('docs/architecture.md is drawn anew.');
}
