import type { WireMessage } from '../../src/adapters/playground/protocol.ts';
import type { Person } from './elevate.ts';
import { exchangeOf, type HeardMessage, opensForm, type Talker } from './talker.ts';

/** Somebody at the playground's terminal. */
export function createPlaygroundTalker(person: Person): Talker {
  let sent = 0;
  const does = (deed: string, exchange: ReturnType<Person['says']>) =>
    exchangeOf(deed, Promise.resolve(exchange.then(({ messages }) => messages.map(asHeard))));
  const newestForm = () => person.seen.findLast(({ form }) => form !== null)?.form;

  return {
    says: (text) => does(`Wrote "${text.slice(0, 80)}"`, person.says(text)),
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
  };
}

function asHeard({ agent, text, buttons, private: isPrivate }: WireMessage): HeardMessage {
  return { agent: agent ?? '', text, buttons: buttons.map(({ label }) => label), isPrivate };
}
