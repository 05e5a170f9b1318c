import type { HumanQuestion } from '../domain/human-question.ts';
import type { JobMessage } from '../domain/job-message.ts';
import type { ReplyPart } from '../domain/reply.ts';
import type { HumanQuestionStore } from '../ports/human-question-store.ts';
import type { StaffStore } from '../ports/staff-store.ts';

const readAtOnce = 100;

export interface HumanQuestionDeps {
  questions: Pick<HumanQuestionStore, 'inState' | 'change'>;
  staff: Pick<StaffStore, 'leaderOf' | 'byPerson'>;
  questionWords(question: HumanQuestion, name: string): ReplyPart;
  answerWords(question: HumanQuestion): ReplyPart;
  tell(message: JobMessage): Promise<void>;
}

/** Takes questions to those who lead, and their answers back. Run twice, or on two machines, each is said once. */
export async function passQuestionsOn(deps: HumanQuestionDeps): Promise<void> {
  for (const question of await deps.questions.inState('asked', readAtOnce)) {
    const name = (await deps.staff.byPerson(question.personId))?.name ?? 'Somebody';
    for (const personId of question.leaderPersonIds) {
      const reach = (await deps.staff.leaderOf(personId))?.reach;
      if (!reach) continue;
      await deps.tell(
        messageTo(
          reach,
          personId,
          `question:${question._id}:${personId}`,
          deps.questionWords(question, name),
        ),
      );
    }
    // After it is kept: dying in between says nothing twice, for the keys are known then.
    await deps.questions.change(question._id, 'asked', { state: 'passed' });
  }
  for (const question of await deps.questions.inState('answered', readAtOnce)) {
    const { _id, personId, reach } = question;
    await deps.tell(messageTo(reach, personId, `answer:${_id}`, deps.answerWords(question)));
    await deps.questions.change(_id, 'answered', { state: 'over' });
  }
}

/** In a channel to them alone: what somebody asks of a person need not be everybody's. */
function messageTo(
  reach: HumanQuestion['reach'],
  personId: string,
  key: string,
  part: ReplyPart,
): JobMessage {
  const audience = reach.thread.audience === 'channel' ? 'person' : 'thread';
  return { key, ...reach, personId, part: { ...part, audience } };
}
