import { fileURLToPath } from 'node:url';
import { missingAvatars, readAvatars } from './adapters/files/avatar-files.ts';
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
  const [files, missing] = await Promise.all([readContentFiles(root), missingAvatars(root)]);
  const reading = readCatalogue(files);
  const problems = [
    ...(reading.kind === 'problems' ? reading.problems : []),
    ...missing.map((path) => `${path}: is missing; ${cureFor(path)}`),
  ];
  if (reading.kind === 'problems' || problems.length > 0) throw new ContentError(problems);
  return reading.catalogue;
}

/** The agents' pictures by file name; `loadCatalogue` has told which are missing. */
export async function loadAvatars(root = programRoot): Promise<Map<string, Uint8Array>> {
  return readAvatars(root);
}

function cureFor(path: string): string {
  return path.endsWith('.png') ? 'npm run avatars draws it from its .svg' : 'every agent needs its drawing';
}
