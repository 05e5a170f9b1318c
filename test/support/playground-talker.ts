import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WireMessage } from '../../src/adapters/playground/protocol.ts';
import type { Heard, Person } from './elevate.ts';
import { exchangeOf, type HeardMessage, opensForm, type SaidFile, type Talker } from './talker.ts';

/** Somebody at the playground's terminal. `download` reads a file that they can see. */
export function createPlaygroundTalker(
  person: Person,
  download: (fileId: string) => Promise<Buffer>,
): Talker {
  let sent = 0;
  const does = (deed: string, exchange: PromiseLike<Heard>) =>
    exchangeOf(deed, Promise.resolve(exchange.then(({ messages }) => messages.map(asHeard))));
  const asHeard = ({ agent, text, buttons, private: isPrivate, files }: WireMessage): HeardMessage => ({
    agent: agent ?? '',
    text,
    buttons: buttons.map(({ label }) => label),
    isPrivate,
    files: files.map(({ id, name, alt }) => ({ name, alt, read: () => download(id) })),
  });
  const newestForm = () => person.seen.findLast(({ form }) => form !== null)?.form;

  return {
    says: (text, files = []) =>
      does(
        `Wrote "${text.slice(0, 80)}"`,
        files.length === 0 ? person.says(text) : attached(person, files).then(() => person.says(text)),
      ),
    presses: (label) => does(`Pressed "${label}"`, person.presses(label)),
    opensForm: async () => {
      if (!newestForm()) {
        const label = person.seen
          .flatMap(({ buttons }) => buttons.map((button) => button.label))
          .findLast(opensForm);
        if (label === undefined) throw new Error('There is no button that opens a form.');
        await person.presses(label);
      }
      const form = newestForm();
      if (!form) throw new Error('There is no form.');
      return {
        title: form.title,
        values: Object.fromEntries(form.fields.map(({ name, value }) => [name, value])),
      };
    },
    fillsIn: (values) => {
      sent = person.seen.length;
      return does('Sent a form', person.fillsIn(values));
    },
    fieldErrors: () => {
      const form = person.seen.slice(sent).findLast((message) => message.form !== null)?.form;
      return Object.fromEntries(
        (form?.fields ?? []).flatMap(({ name, error }) => (error === undefined ? [] : [[name, error]])),
      );
    },
    goesTo: (place) => person.goesTo(place),
    leavesThread: () => person.leavesThread(),
    // A message that grows is seen each time anew, under the same id.
    sees: () => [...new Map(person.seen.map((message) => [message.id, message])).values()].map(asHeard),
    statuses: () => person.statuses,
  };
}

/** A terminal takes files from the disk. */
async function attached(person: Person, files: SaidFile[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'elevate-files-'));
  for (const { name, content } of files) {
    await writeFile(join(folder, name), content);
    await person.attaches(join(folder, name));
  }
  await rm(folder, { recursive: true });
}
