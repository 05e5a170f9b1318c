import { formatButtonId, type Verb } from '../domain/button-id.ts';
import type { Button, Form, Moment, ReplyFile, ReplyPart } from '../domain/reply.ts';
import type { SystemRole } from '../domain/system-role.ts';

interface PartOptions {
  /** `answer` is the main part of every reply: a growing message and its end share this name. */
  part?: string;
  audience?: ReplyPart['audience'];
  buttons?: Button[];
  form?: Form;
  files?: ReplyFile[];
  moments?: Moment[];
  isCard?: true;
  isSecret?: true;
  pingsRole?: string;
  promptCode?: string;
  executionId?: string;
}

/** One part of a reply, said by an agent. */
export function say(agent: SystemRole, text: string, options: PartOptions = {}): ReplyPart {
  return {
    part: options.part ?? 'answer',
    audience: options.audience ?? 'thread',
    agent,
    text,
    buttons: options.buttons ?? [],
    ...(options.form ? { form: options.form } : {}),
    ...(options.files ? { files: options.files } : {}),
    ...(options.moments ? { moments: options.moments } : {}),
    ...(options.isCard ? { isCard: true as const } : {}),
    ...(options.isSecret ? { isSecret: true as const } : {}),
    ...(options.pingsRole ? { pingsRole: options.pingsRole } : {}),
    ...(options.promptCode ? { promptCode: options.promptCode } : {}),
    ...(options.executionId ? { executionId: options.executionId } : {}),
  };
}

/** A line over the answer, where there is something to explain. */
export function underLead(lead: string | undefined, text: string): string {
  return !lead ? text : `${lead}\n\n${text}`;
}

/** Runs a prompt, by its code and title. */
export function runButton({ promptCode, title }: { promptCode: string; title: string }): Button {
  return button(`${promptCode} ${title}`.slice(0, 75), 'run', promptCode);
}

export function button(label: string, verb: Verb, id: string): Button {
  return { id: formatButtonId(verb, id), label };
}
