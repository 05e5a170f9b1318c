import { humanQuestionsTable } from '../../domain/human-question.ts';
import type { HumanQuestionStore } from '../../ports/human-question-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoHumanQuestionStore(
  models: Pick<StoreModels, 'humanQuestions'>,
): HumanQuestionStore {
  const questions = storedTable(humanQuestionsTable, models.humanQuestions);
  return {
    ask: async (question) => void (await questions.insertNew([question])),
    get: (id) => questions.first({ _id: id }),
    inState: (state, limit) => questions.many({ state }, { sort: { askedAt: 1 }, limit }),
    change: (id, from, changes) => questions.claim({ _id: id, state: from }, { $set: changes }),
  };
}
