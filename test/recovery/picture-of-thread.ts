import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import { stableId } from '../../src/domain/stable-id.ts';
import { threadKeyOf } from '../../src/domain/thread-ref.ts';
import { threadOf } from './turn-kinds.ts';

/**
 * All that the store holds of one person in one thread, without ids and times: two threads in which the same happened
 * look the same. `answers` are the models' words, one of which counts as good as another if it is whole; `contradictions`
 * names what was said with other words than those that are kept of it.
 */
export async function pictureOf(accountId: string, models: StoreModels, answers: string[]) {
  const threadKey = threadKeyOf(threadOf(accountId));
  const userId = stableId('user', 'playground', accountId);
  const plain = (text: string) => answers.reduce((rest, words) => rest.replaceAll(words, '«answer»'), text);
  const partOf = (id: string) => id.replaceAll(accountId, 'ana');
  const byPosition = { sort: { position: 1 } } as const;

  const [
    inbox,
    outbox,
    shown,
    executions,
    versions,
    foundations,
    assets,
    wordings,
    conversations,
    participants,
    messages,
    people,
    snapshots,
    cards,
  ] = await Promise.all([
    models.inbox.find({ threadKey }, null, byPosition).lean(),
    models.outbox.find({ threadKey }, null, byPosition).lean(),
    models.playgroundMessages.find({ 'thread.place': threadOf(accountId).place }).lean(),
    models.userPromptExecutions.find({ userId }).lean(),
    models.foundationVersions.find({ userId }).lean(),
    models.userFoundations.find({ userId }).lean(),
    models.userGeneratedAssets.find({ userId }).lean(),
    models.assetVersions.find({ userId }, null, { sort: { number: 1 } }).lean(),
    models.conversations.find({ _id: threadKey }).lean(),
    models.conversationParticipants.find({ conversationId: threadKey }).lean(),
    models.conversationMessages.find({ conversationId: threadKey }, null, byPosition).lean(),
    Promise.all([
      models.accounts.countDocuments({ accountId }),
      models.persons.countDocuments({ userId }),
      models.users.countDocuments({ _id: userId }),
    ]),
    models.userFunnelSnapshots.find({ userId }, null, { sort: { snapshotDate: 1 } }).lean(),
    models.funnelDrafts.find({ userId }, null, { sort: { createdAt: 1 } }).lean(),
  ]);

  const ofRun = (executionId: string | undefined) => {
    const execution = executions.find(({ _id }) => _id === executionId);
    return execution && { promptCode: execution.promptCode, isRetry: execution.retryOf !== undefined };
  };
  const contradictions = outbox.flatMap(({ _id, content }) => [
    ...(shown.some((message) => message._id === _id && message.text === content.text)
      ? []
      : [`${_id} was shown with other words`]),
    ...(messages.some((message) => message._id === _id && message.text === content.text)
      ? []
      : [`${_id} is remembered with other words`]),
  ]);
  const unsaid = executions.filter(
    ({ aiResponse, answerSource, refinesAssetId }) =>
      answerSource === 'model' &&
      // A rewrite stands between the name of what it rewrites and what may be done next.
      !outbox.some(({ content: { text } }) =>
        refinesAssetId === undefined ? text === aiResponse : text.includes(String(aiResponse)),
      ),
  );
  contradictions.push(...unsaid.map(({ _id }) => `the answer of execution ${_id} was said with other words`));

  return {
    contradictions,
    inbox: inbox.map(({ _id, state }) => ({ id: partOf(_id), state })),
    outbox: outbox.map(({ _id, state, content }) => ({
      id: partOf(_id),
      state,
      agent: content.agent,
      text: plain(content.text),
      buttons: content.buttons.map(({ label }) => label),
      run: ofRun(content.executionId),
    })),
    shown: shown
      .map(({ _id, text, finished, content }) => ({
        id: partOf(_id),
        text: plain(text),
        finished,
        buttons: content?.buttons.map(({ label }) => label),
      }))
      .sort((a, b) => a.id.localeCompare(b.id)),
    executions: executions
      .map(({ promptCode, status, aiResponse, retryOf, answerSource }) => ({
        promptCode,
        status,
        answer: typeof aiResponse === 'string' ? plain(aiResponse) : aiResponse,
        isRetry: retryOf !== undefined,
        answerSource,
      }))
      .sort((a, b) => Number(a.isRetry) - Number(b.isRetry)),
    foundationChanges: versions.map(({ changes, source }) => ({ changes, source })),
    foundations: foundations.map(({ companyContext, marketAwareness, customerAvatar }) => ({
      companyContext,
      marketAwareness,
      customerAvatar,
    })),
    assets: assets.map(({ assetType, status, title, content }) => ({
      assetType,
      status,
      title: plain(title ?? ''),
      content: plain(content),
    })),
    wordings: wordings.map(({ number, how, wish, content, promptExecutionId }) => ({
      number,
      how,
      wish,
      content: plain(content),
      run: ofRun(promptExecutionId),
    })),
    savedAs: executions.filter(({ refinedOutputAssetId }) =>
      assets.some(
        ({ _id, promptExecutionId }) => _id === refinedOutputAssetId && promptExecutionId !== undefined,
      ),
    ).length,
    conversations: conversations.map(({ title, owningAgent }) => ({ title, owningAgent })),
    participants: participants.map(({ agentRole }) => agentRole ?? 'person').sort(),
    messages: messages.map(({ _id, text, authorAgentRole, executionId }) => ({
      id: partOf(_id),
      by: authorAgentRole ?? 'person',
      text: plain(text),
      run: ofRun(executionId),
    })),
    people,
    snapshots: snapshots.map(({ _id, userId: _user, changeIds, lastUpdatedAt: _at, ...values }) => ({
      ...values,
      changes: changeIds?.length,
    })),
    cards: cards.map(({ state, entries }) => ({ state, values: entries.map(({ values }) => values) })),
  };
}
