import type { PlaybookPromptFile } from '../../domain/catalogue.ts';
import { type Email, emailsOf } from './emails.ts';
import { type ListItem, listItemsOf } from './list-items.ts';
import { needsOf } from './measure.ts';
import { type Outline, type OutlineTable, outlineOf, tidyAnswer } from './outline.ts';
import { readJsonText } from './read-json-text.ts';

/** What an answer turned out to be. `unreadable`: it is not of the kind its prompt asks for, and why. */
export type AnswerForm =
  | { kind: 'list'; items: ListItem[] }
  | { kind: 'table'; tables: OutlineTable[] }
  | { kind: 'emails'; emails: Email[] }
  | { kind: 'json'; value: unknown }
  | { kind: 'text' }
  | { kind: 'unreadable'; problem: string };

/** An answer as code can use it; places are counted in `text`, which is the answer tidied. */
export interface Answer {
  text: string;
  form: AnswerForm;
  outline: Outline;
  /** What its [NEEDS: …] marks ask for. */
  needs: string[];
}

/** Reads what a model wrote or a person pasted, by the kind of output that the prompt asks for. Never throws. */
export function readAnswer(outputType: PlaybookPromptFile['outputType'], text: string): Answer {
  const tidy = outputType === 'JSON' ? text.trim() : tidyAnswer(text);
  const outline = outlineOf(tidy);
  return { text: tidy, form: formOf(outputType, outline), outline, needs: needsOf(tidy) };
}

function formOf(outputType: PlaybookPromptFile['outputType'], outline: Outline): AnswerForm {
  if (outline.text === '') return { kind: 'unreadable', problem: 'The answer is empty.' };
  switch (outputType) {
    case 'List': {
      const items = listItemsOf(outline);
      return items.length > 0
        ? { kind: 'list', items }
        : { kind: 'unreadable', problem: 'It holds no list.' };
    }
    case 'Table':
      return outline.tables.length > 0
        ? { kind: 'table', tables: outline.tables }
        : { kind: 'unreadable', problem: 'It holds no table.' };
    case 'Email Draft': {
      const emails = emailsOf(outline);
      const lacking = emails.find(({ body, subjects }) => !body || subjects.length === 0);
      if (emails.length > 0 && !lacking) return { kind: 'emails', emails };
      return {
        kind: 'unreadable',
        problem: lacking?.body ? 'It has no line "Subject:".' : 'It has no part "Body:".',
      };
    }
    case 'JSON': {
      const reading = readJsonText(outline.text);
      return reading.kind === 'value'
        ? { kind: 'json', value: reading.value }
        : { kind: 'unreadable', problem: reading.problem };
    }
    default:
      return { kind: 'text' };
  }
}
