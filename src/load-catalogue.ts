import { fileURLToPath } from 'node:url';
import { readContentFiles } from './adapters/files/read-content-files.ts';
import type { Catalogue } from './domain/catalogue.ts';
import { readCatalogue } from './playbook/read-catalogue.ts';

/** The checkout that this program runs from: where its content files are. */
const programRoot = fileURLToPath(new URL('..', import.meta.url));

/** Lists everything that is wrong in the content files. */
export class ContentError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(
      `${problems.length === 1 ? 'One problem' : `${problems.length} problems`} in the content files:\n${problems.join('\n')}`,
    );
    this.name = 'ContentError';
    this.problems = problems;
  }
}

/** The whole catalogue, or a ContentError. Apart from compose.ts, so that commands without a store start at once. */
export async function loadCatalogue(root = programRoot): Promise<Catalogue> {
  const reading = readCatalogue(await readContentFiles(root));
  if (reading.kind === 'problems') throw new ContentError(reading.problems);
  return reading.catalogue;
}
