import type { Author } from '../../domain/incoming.ts';
import { sentenceFor } from '../../sentences/failure-sentences.ts';
import type { People } from './people.ts';

/** Who is answered beside the workspace's own members. */
export interface SlackAnswers {
  /** Whether anybody is answered in channels that are shared with other organisations. */
  sharedChannels: boolean;
  /** Whether people of those other organisations are. */
  outsiders: boolean;
  /** Whether the workspace's guests are. */
  guests: boolean;
}

/**
 * Why somebody is not answered, in a sentence for them alone; undefined where they are. Slack is asked only where the
 * settings make a difference. Rejects while it cannot say who somebody is: then Slack sends the event again.
 *
 * @param isShared Whether it was said in a channel that is shared with other organisations.
 */
export type Admission = (author: Pick<Author, 'accountId'>, isShared: boolean) => Promise<string | undefined>;

export function createAdmission(answers: SlackAnswers, people: Pick<People, 'standingOf'>): Admission {
  return async (author, isShared) => {
    if (isShared && !answers.sharedChannels) return sentenceFor({ kind: 'shared-channel' });
    const outsidersGo = isShared && !answers.outsiders;
    if (!outsidersGo && answers.guests) return undefined;
    const standing = await people.standingOf(author);
    if (standing === 'unknown')
      throw new Error('Slack does not say whether somebody is a guest, or of another organisation.');
    if (standing === 'outsider' && outsidersGo) return sentenceFor({ kind: 'outsider' });
    return standing === 'guest' && !answers.guests ? sentenceFor({ kind: 'guest' }) : undefined;
  };
}
