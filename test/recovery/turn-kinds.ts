import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import type { Incoming } from '../../src/domain/incoming.ts';
import { type ThreadRef, threadKeyOf } from '../../src/domain/thread-ref.ts';
import type { ToolCall } from '../../src/ports/language-model.ts';
import { h1Answers } from '../support/conversation.ts';

/** Something a person does. */
type Doing =
  | { kind: 'message'; text: string }
  /** A button of the thread, by its label: the newest. */
  | { kind: 'press'; label: string }
  /** The newest form of the thread; `button` names the one that opens it where it does not stand there. */
  | { kind: 'form'; values: Record<string, string> }
  | { kind: 'paste'; answer: string };

export interface TurnKind {
  title: string;
  withModel: boolean;
  /** What the model wants called before it answers. */
  calls?: ToolCall[];
  /** What the person did before, one after the other. */
  before: Doing[];
  /** The turn that is interrupted. */
  does: Doing;
}

const asksForH1: Doing = { kind: 'message', text: '@Writer H1 please, for my winter candles' };
const sendsForm: Doing = {
  kind: 'form',
  values: Object.fromEntries(
    Object.entries(h1Answers).map(([name, value]) => [name, Array.isArray(value) ? value.join('\n') : value]),
  ),
};

export const plainReply: TurnKind = {
  title: 'a plain reply of the Director to a newcomer',
  withModel: false,
  before: [],
  does: { kind: 'message', text: 'hi, just joined, I sell candles, want more sales' },
};
export const asksForMissing: TurnKind = {
  title: 'a run that asks for what is missing',
  withModel: false,
  before: [],
  does: asksForH1,
};
export const runOnModel: TurnKind = {
  title: 'a form that changes the Foundation and runs H1 on a model',
  withModel: true,
  before: [asksForH1],
  does: sendsForm,
};
export const runWithoutModel: TurnKind = {
  ...runOnModel,
  title: 'the same without a model',
  withModel: false,
};
export const pastes: TurnKind = {
  title: 'a pasted answer',
  withModel: false,
  before: [asksForH1, sendsForm],
  does: { kind: 'paste', answer: '1. Out again by nine?' },
};
export const saves: TurnKind = {
  title: 'Save all',
  withModel: true,
  before: [asksForH1, sendsForm],
  does: { kind: 'press', label: 'Save all' },
};
export const names: TurnKind = {
  title: 'words that save an answer and name it',
  withModel: true,
  before: [asksForH1, sendsForm],
  does: { kind: 'message', text: 'call it Winter lines' },
};
export const refines: TurnKind = {
  title: 'words that rewrite what is saved',
  withModel: true,
  before: [...names.before, names.does],
  does: { kind: 'message', text: 'shorter, less salesy' },
};
export const pastesRewrite: TurnKind = {
  title: 'a pasted rewrite of what is saved',
  withModel: false,
  before: [
    asksForH1,
    sendsForm,
    { kind: 'paste', answer: '1. Out again by nine?' },
    names.does,
    refines.does,
  ],
  does: { kind: 'paste', answer: '### Rewrite\n\nOut by nine?\n\n### What changed\n\n- “again” went.' },
};
export const triesAgain: TurnKind = {
  title: 'Another try',
  withModel: true,
  before: [asksForH1, sendsForm],
  does: { kind: 'press', label: 'Another try' },
};
export const asksAgent: TurnKind = {
  title: 'a question that the agent answers itself',
  withModel: true,
  before: [asksForH1, sendsForm],
  does: { kind: 'message', text: '@Marketer which of these two angles?' },
};

export const reportsNumbers: TurnKind = {
  title: 'a weekly report',
  withModel: false,
  before: [],
  does: { kind: 'message', text: 'ctr 2.1%, opt in 22%, £240 ad spend for 60 leads' },
};
export const keepsNumbers: TurnKind = {
  title: 'Keep under a weekly report',
  withModel: false,
  before: [reportsNumbers.does],
  does: { kind: 'press', label: 'Keep' },
};

export const usesTools: TurnKind = {
  ...asksAgent,
  title: 'a question for which the agent looks things up and suggests what to save',
  calls: [
    { id: 'a', name: 'getFoundation', arguments: '{}' },
    { id: 'b', name: 'searchAssets', arguments: '{}' },
    {
      id: 'c',
      name: 'saveAsset',
      arguments: '{"title":"Two","assetType":"Angle","step":"Hook","content":"1. Waste"}',
    },
  ],
};

export const agrees: TurnKind = {
  ...usesTools,
  title: 'the press that saves what an agent suggested',
  before: [...usesTools.before, usesTools.does],
  does: { kind: 'press', label: 'Save as Angle' },
};

export const handsOver: TurnKind = {
  title: 'a run that another agent hands over',
  withModel: true,
  before: [asksForH1, sendsForm],
  does: { kind: 'message', text: '@Marketer F3' },
};

/** Each case has a person of its own, in a direct message of theirs. */
export function threadOf(accountId: string): ThreadRef {
  return { surface: 'playground', place: `dm:${accountId}`, root: 'root', audience: 'direct' };
}

/** The person's `number`th event in their thread. Buttons and forms are those that the thread shows. */
export async function eventOf(
  doing: Doing,
  accountId: string,
  number: number,
  models: StoreModels,
): Promise<Incoming> {
  const common = {
    id: `playground:${accountId}:${number}`,
    thread: threadOf(accountId),
    author: { surface: 'playground' as const, accountId, name: 'Ana' },
    position: String(number).padStart(6, '0'),
    sentAtMs: 1_000 * number,
  };
  if (doing.kind === 'message') return { ...common, ...doing, addressed: true };
  const said = await models.outbox
    .find({ threadKey: threadKeyOf(common.thread) })
    .sort({ position: -1 })
    .lean();
  if (doing.kind === 'form') {
    const formId = said.flatMap(({ content }) => content.form?.id ?? [])[0];
    if (formId === undefined) throw new Error(`${accountId} sees no form.`);
    return { ...common, kind: 'form', formId, values: doing.values };
  }
  const label = doing.kind === 'paste' ? 'Paste the answer' : doing.label;
  const button = said.flatMap(({ content }) => content.buttons).find((one) => one.label === label);
  if (!button) throw new Error(`${accountId} sees no button ${label}.`);
  if (doing.kind === 'press') return { ...common, kind: 'press', buttonId: button.id, label };
  return { ...common, kind: 'form', formId: button.id, values: { answer: doing.answer } };
}
