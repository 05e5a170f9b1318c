import { describe, expect, test } from 'vitest';
import {
  parseSlackInteraction,
  type SlackInteractionBody,
} from '../../../src/adapters/slack/parse-interaction.ts';
import { isCommandThread, readPlace } from '../../../src/adapters/slack/slack-ids.ts';
import { incomingSchema } from '../../../src/domain/incoming.ts';
import * as fixtures from '../../support/slack-fixtures.ts';

const self = { botUserId: 'UBOT', botId: 'BBOT', appId: 'A1' };
const receivedAtMs = 1_795_500_400_250;
const parse = (body: SlackInteractionBody) => parseSlackInteraction(body, self, receivedAtMs);
const ana = { surface: 'slack', accountId: 'T1:U7', name: 'ana' };
const thread = { surface: 'slack', place: 'T1/C9', root: '1795500000.000100', audience: 'channel' };

describe('parseSlackInteraction', () => {
  test('a button’s press', () => {
    const parsed = parse(fixtures.buttonPress);
    expect(parsed).toEqual({
      kind: 'press',
      press: {
        kind: 'press',
        id: 'slack:T1:C9:1795500060.000200:U7:1795500200.123456',
        thread,
        author: ana,
        position: '001795500200.123456',
        sentAtMs: 1_795_500_200_123,
        buttonId: '1:save:ex1',
        label: 'Save',
      },
      triggerId: '13345224609.738474920.8088930838d88f008e0',
      responseUrl: 'https://hooks.slack.com/actions/T1/1/x',
    });
    if (parsed?.kind === 'press') expect(incomingSchema.parse(parsed.press)).toEqual(parsed.press);
  });

  test('feedback tells by its value which of the two it was', () => {
    expect(parse(fixtures.feedbackPress)).toMatchObject({ press: { buttonId: '1:helped:ex1', label: '👍' } });
  });

  test('a press on an ephemeral message knows its thread from where it stands', () => {
    expect(parse(fixtures.ephemeralPress)).toMatchObject({ press: { thread } });
  });

  test('a press in App Home begins a thread in the person’s direct message', () => {
    expect(parse(fixtures.homePress)).toMatchObject({
      press: {
        id: 'slack:T1:U7:home:1795500203.123456:U7:1795500203.123456',
        thread: { place: 'T1/U7', root: 'home:1795500203.123456', audience: 'direct' },
        buttonId: '1:foundation:next',
      },
    });
  });

  test('a form: long texts put together in order, words of one’s own before what was picked', () => {
    const parsed = parse(fixtures.viewSubmission);
    expect(parsed).toEqual({
      kind: 'form',
      form: {
        kind: 'form',
        id: 'slack:T1:V1:1795500210.aBcDeFgH',
        thread,
        author: ana,
        position: '001795500400.250000',
        sentAtMs: receivedAtMs,
        formId: '1:fill:r1',
        values: { answer: 'first\nsecond', tone: 'A very long tone', product: 'Soap', price: '' },
      },
      viewId: 'V1',
      triggerId: '13345224609.738474920.8088930838d88f008e1',
    });
    if (parsed?.kind === 'form') expect(incomingSchema.parse(parsed.form)).toEqual(parsed.form);
  });

  test('typing gives a draft, closing says so', () => {
    const common = { author: ana, thread, formId: '1:fill:r1' };
    const values = { answer: 'first\nsecond', tone: 'A very long tone', product: 'Soap', price: '' };
    expect(parse(fixtures.typing)).toEqual({ kind: 'draft', ...common, values });
    expect(parse(fixtures.viewClosed)).toEqual({ kind: 'form-closed', ...common });
  });

  test('the message shortcut names the message, as words, and the thread in which it stands', () => {
    expect(parse(fixtures.messageShortcut)).toEqual({
      kind: 'ask-about',
      id: 'slack:T1:C9:1795500070.000210:U7:1795500300.111111',
      author: ana,
      thread: { ...thread, root: '1795500070.000210' },
      about: { ts: '1795500070.000210', text: 'is this page (https://shop.example/p) good?' },
      triggerId: '13345224609.738474920.8088930838d88f008e2',
    });
    expect(parse({ ...fixtures.messageShortcut, callback_id: 'other' })).toBeUndefined();
  });

  test('a command is a message that only the person sees answered', () => {
    const parsed = parse(fixtures.slashCommand);
    expect(parsed).toEqual({
      kind: 'command',
      message: {
        kind: 'message',
        id: 'slack:T1:C9:13345224609.738474920.8088930838d88f008e3',
        thread: {
          surface: 'slack',
          place: 'T1/C9',
          root: 'command:13345224609.738474920.8088930838d88f008e3',
          audience: 'direct',
        },
        author: ana,
        position: '001795500400.250000',
        sentAtMs: receivedAtMs,
        text: 'progress & @ben',
        addressed: true,
      },
      triggerId: '13345224609.738474920.8088930838d88f008e3',
      responseUrl: 'https://hooks.slack.com/commands/T1/1/z',
    });
    if (parsed?.kind !== 'command') return;
    expect(incomingSchema.parse(parsed.message)).toEqual(parsed.message);
    expect(isCommandThread(parsed.message.thread)).toBe(true);
    expect(readPlace(parsed.message.thread.place)).toEqual({ teamId: 'T1', channelId: 'C9' });
    expect(parse({ ...fixtures.slashCommand, text: ' ' })).toMatchObject({ message: { text: 'help' } });
  });

  test('what is not ours is nothing', () => {
    const { view } = fixtures.viewSubmission;
    for (const private_metadata of ['', '{}', 'not JSON'])
      expect(parse({ ...fixtures.viewSubmission, view: { ...view, private_metadata } })).toBeUndefined();
    const [action] = fixtures.buttonPress.actions;
    if (!action) throw new Error('The fixture has one action.');
    const page = { ...action, url: 'https://elevate.example' };
    expect(parse({ ...fixtures.buttonPress, actions: [page] })).toBeUndefined();
    expect(parse({ ...fixtures.buttonPress, actions: [] })).toBeUndefined();
  });

  test('an installation for a whole organisation: the person’s workspace stands in', () => {
    expect(parse({ ...fixtures.buttonPress, team: null })).toMatchObject({ press: { thread } });
  });
});
