import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileBytesLimit } from '../../../domain/attached-file.ts';
import { describeSize } from '../../../domain/file-kind.ts';

type SentFile =
  | { kind: 'file'; name: string; content: Uint8Array<ArrayBuffer> }
  /** It cannot be sent, and why. */
  | { kind: 'sentence'; sentence: string };

/** A file of this machine, to be sent from the terminal. Reads nothing that is too large. */
export async function readSentFile(path: string): Promise<SentFile> {
  const at = resolve(path);
  try {
    const { size, isFile } = await stat(at).then((found) => ({ size: found.size, isFile: found.isFile() }));
    if (!isFile) return sentence(`${path} is no file that can be sent. Name one file.`);
    if (size === 0) return sentence(`${path} is empty, so there is nothing to send.`);
    if (size > fileBytesLimit)
      return sentence(`${path} is too large: a file may have ${describeSize(fileBytesLimit)}.`);
    return { kind: 'file', name: basename(at), content: new Uint8Array(await readFile(at)) };
  } catch (error) {
    return Reflect.get(Object(error), 'code') === 'ENOENT'
      ? sentence(`There is no file ${at}.`)
      : sentence(`${path} could not be read. May you open it yourself?`);
  }
}

function sentence(text: string): SentFile {
  return { kind: 'sentence', sentence: text };
}
