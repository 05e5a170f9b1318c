import { playgroundNameSchema, playgroundPlaceSchema } from '../protocol.ts';

/** What a line of the terminal means. */
export type Line =
  | { kind: 'message'; text: string }
  | { kind: 'press'; label: string }
  | { kind: 'form'; values: Record<string, string> }
  | { kind: 'as'; name: string }
  | { kind: 'in'; place: string }
  | { kind: 'new' }
  /** `alt` is what a picture shows; empty where it is not said. */
  | { kind: 'file'; path: string; alt: string }
  | { kind: 'at'; atMs: number }
  /** It cannot be read; the sentence says why and what would do. */
  | { kind: 'unreadable'; sentence: string };

const known = '!press LABEL, !form {"name": "value"}, !as NAME, !in PLACE, !new, !file PATH, !at TIME';

/** Reads one line: plain text, or a command that begins with "!". */
export function readLine(line: string): Line {
  const command = /^!([a-z]+)(?:\s+(.*))?$/.exec(line.trim());
  if (!command) return { kind: 'message', text: line };
  const [, verb, rest = ''] = command;
  const argument = rest.trim();
  switch (verb) {
    case 'press':
      return argument === ''
        ? unreadable('!press needs the label of a button, such as !press Save.')
        : { kind: 'press', label: argument.replace(/^\[(.*)\]$/, '$1') };
    case 'form':
      return readForm(argument);
    case 'as': {
      const name = playgroundNameSchema.safeParse(argument.toLowerCase());
      return name.success
        ? { kind: 'as', name: name.data }
        : unreadable(`"${argument}" is no name; small letters, such as !as ben.`);
    }
    case 'in': {
      const place = playgroundPlaceSchema.safeParse(argument);
      return place.success
        ? { kind: 'in', place: place.data }
        : unreadable(`"${argument}" is no place; !in dm or !in #general.`);
    }
    case 'new':
      return { kind: 'new' };
    case 'file':
      return readFile(argument);
    case 'at': {
      const atMs = Date.parse(argument);
      return Number.isNaN(atMs)
        ? unreadable(`"${argument}" is no time; such as !at 2026-11-30T09:00:00Z.`)
        : { kind: 'at', atMs };
    }
    default:
      return unreadable(`I know no !${verb}. There are: ${known}.`);
  }
}

/** `notes.txt`, `"my notes.txt"`, `my\\ notes.txt` as a terminal writes what is dropped on it, `cup.png | a blue cup`. */
function readFile(argument: string): Line {
  const [given = '', alt = ''] = argument.split(/\s\|\s(.*)/);
  const quoted = /^(["'])(.*)\1$/.exec(given.trim())?.[2];
  const path = quoted ?? given.trim().replace(/\\(?=[ '"()&])/g, '');
  return path === ''
    ? unreadable('!file needs a path, such as !file notes.txt, or !file cup.png | what the picture shows.')
    : { kind: 'file', path, alt: alt.trim() };
}

function readForm(argument: string): Line {
  let parsed: unknown;
  try {
    parsed = JSON.parse(argument);
  } catch {
    return unreadable('!form needs one JSON object, such as !form {"painToTarget": "sour coffee"}.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return unreadable('!form needs one JSON object, such as !form {"painToTarget": "sour coffee"}.');
  }
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(parsed)) {
    if (Array.isArray(value)) values[name] = value.map(String).join('\n');
    else if (value === null) values[name] = '';
    else if (typeof value === 'object')
      return unreadable(`!form: "${name}" is an object; expected text, a number or a list of texts.`);
    else values[name] = String(value);
  }
  return { kind: 'form', values };
}

function unreadable(sentence: string): Line {
  return { kind: 'unreadable', sentence };
}
