import type { HomeSection } from '../../domain/home-section.ts';
import type { Author, Incoming } from '../../domain/incoming.ts';
import type { Form } from '../../domain/reply.ts';

/** What Slack needs of the program; the root hands it over. */
export interface SlackProgram {
  /** Rejects when it could not be kept: Slack then sends it again. */
  receive(event: Incoming): Promise<'kept' | 'known'>;
  answerNow(
    event: Extract<Incoming, { kind: 'press' | 'form' }>,
  ): Promise<{ kind: 'form'; form: Form } | { kind: 'sentence'; sentence: string } | { kind: 'queued' }>;
  /** What stands in somebody's App Home. */
  home(author: Author): Promise<HomeSection[]>;
  /** Good next steps of somebody, in words that they may say: never rejects. */
  nextSteps(author: Author): Promise<string[]>;
}

/** Keeps what is typed into a form that is not sent yet. */
export interface FormDrafts {
  keep(accountId: string, formId: string, values: Record<string, string>): Promise<void>;
  read(accountId: string, formId: string): Promise<Record<string, string> | undefined>;
  drop(accountId: string, formId: string): Promise<void>;
}
