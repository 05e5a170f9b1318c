import { type ElevateStep, elevateStepNamed } from '../domain/elevate-step.ts';
import type { ModuleLinks } from '../ports/module-links-store.ts';

/** What a facilitator wants of the link of a module. */
export type LinkWish =
  | { kind: 'set'; link: keyof ModuleLinks; step: ElevateStep; url: string }
  | { kind: 'remove'; link: keyof ModuleLinks; step: ElevateStep }
  | { kind: 'unknown-module'; named: string }
  | { kind: 'no-address' }
  | { kind: 'wrong-address' };

const links: Record<string, keyof ModuleLinks> = {
  video: 'videoUrl',
  worksheet: 'worksheetUrl',
  image: 'exampleImageUrl',
  picture: 'exampleImageUrl',
};

/** What people call a link. */
export const linkNames: Record<keyof ModuleLinks, string> = {
  videoUrl: 'video',
  worksheetUrl: 'worksheet link',
  exampleImageUrl: 'example image',
};

const longestAddress = 500;

/** Reads "set video for Gift https://…" and "remove video for Gift"; undefined where it is neither. */
export function readLinkWish(words: string, steps: readonly ElevateStep[]): LinkWish | undefined {
  const found =
    /\b(set|add|change|remove|delete)\s+(?:the\s+|a\s+)?(video|worksheet|image|picture)(?:\s+link)?\s+(?:for|of|from)\s+(?:the\s+)?(?:module\s+)?([\w-]+)(?:\s+module)?(?:\s+to)?[:,]?(?:\s+([\s\S]*))?$/i.exec(
      words,
    );
  const [, verb = '', name = '', named = '', rest = ''] = found ?? [];
  const link = links[name.toLowerCase()];
  if (link === undefined) return undefined;
  const step = /^\d+$/.test(named) ? steps[Number(named)] : elevateStepNamed(named);
  if (step === undefined) return { kind: 'unknown-module', named };
  if (/^(?:remove|delete)$/i.test(verb)) return { kind: 'remove', link, step };
  const address = rest.trim().replace(/^<|>$/g, '');
  if (address === '') return { kind: 'no-address' };
  const url = safeAddress(address);
  return url === undefined ? { kind: 'wrong-address' } : { kind: 'set', link, step, url };
}

/** Over https, without a password in it, and nothing beside it. */
function safeAddress(text: string): string | undefined {
  if (/[\s<>"`|]/.test(text) || text.length > longestAddress || !URL.canParse(text)) return undefined;
  const { protocol, username, password, hostname, href } = new URL(text);
  const isSafe = protocol === 'https:' && username === '' && password === '' && hostname.includes('.');
  return isSafe ? href : undefined;
}
