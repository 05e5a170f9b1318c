import type { HumanQuestion } from '../domain/human-question.ts';

/** Questions to facilitators. */
export interface HumanQuestionStore {
  /** Keeps it where its id is new. */
  ask(question: HumanQuestion): Promise<void>;
  get(id: string): Promise<HumanQuestion | undefined>;
  /** Those in that state, the oldest first, at most `limit`. */
  inState(state: HumanQuestion['state'], limit: number): Promise<HumanQuestion[]>;
  /** Goes on to the next state; true for one of several who try. */
  change(
    id: string,
    from: HumanQuestion['state'],
    changes: Partial<
      Pick<HumanQuestion, 'state' | 'answer' | 'answeredByPersonId' | 'answeredByName' | 'answeredAt'>
    >,
  ): Promise<boolean>;
}
