import { describe, expect, test } from 'vitest';
import { limits } from './limits.ts';
import { startRaw, startRecordingApp } from './raw-calls.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const field = (block_id: string, element: object, over: object = {}) => ({
  type: 'input',
  block_id,
  label: plain(block_id),
  element,
  ...over,
});
const textField = (over: object = {}) => ({ type: 'plain_text_input', action_id: 'value', ...over });
const modal = (over: object = {}) => ({
  type: 'modal',
  callback_id: 'shop',
  title: plain('Shop'),
  submit: plain('Save'),
  blocks: [field('Name', textField())],
  ...over,
});

async function startWithApp() {
  const raw = await startRaw();
  const app = await startRecordingApp(raw.slack);
  const ana = raw.slack.user('ana');
  const trigger = async (): Promise<string> => {
    await ana.runsCommand('/elevate');
    return app.ofType('/elevate').at(-1)?.payload.trigger_id;
  };
  const open = async (view: object = modal()) => {
    await raw.call('views.open', { trigger_id: await trigger(), view });
    return raw.slack.until(() => raw.slack.openView(ana), 'a view');
  };
  return { ...raw, app, ana, trigger, open };
}

describe('a trigger', () => {
  test('is good for three seconds', async () => {
    const { call, clock, trigger } = await startWithApp();
    const first = await trigger();
    clock.advance(limits.trigger.lifeMs);
    expect(await call('views.open', { trigger_id: first, view: modal() })).toMatchObject({ ok: true });
    const second = await trigger();
    clock.advance(limits.trigger.lifeMs + 1);
    expect(await call('views.open', { trigger_id: second, view: modal() })).toMatchObject({
      error: 'expired_trigger_id',
    });
  });

  test('is good once, though not spent by a view that is refused', async () => {
    const { call, trigger } = await startWithApp();
    const trigger_id = await trigger();
    const open = (view: object) => call('views.open', { trigger_id, view });
    expect(await open(modal({ submit: undefined }))).toMatchObject({ error: 'invalid_arguments' });
    expect(await open(modal())).toMatchObject({ ok: true });
    expect(await open(modal())).toMatchObject({ error: 'exchanged_trigger_id' });
    expect(await call('views.open', { trigger_id: '1.2.3', view: modal() })).toMatchObject({
      error: 'invalid_trigger_id',
    });
  });
});

describe('a view', () => {
  test('is changed under its hash, and keeps what was typed', async () => {
    const { slack, call, ana, open } = await startWithApp();
    const view = await open();
    await ana.types(view, 'Name', 'Sour Coffee');
    const { hash, id: view_id } = view;
    const update = (over: object) => call('views.update', { view_id, view: modal(), ...over });
    expect(await update({ hash })).toMatchObject({ ok: true });
    expect(slack.openView(ana)?.values.Name?.value).toMatchObject({ value: 'Sour Coffee' });
    expect(await update({ hash })).toMatchObject({ error: 'hash_conflict' });
    expect(await update({ view_id: 'V404' })).toMatchObject({ error: 'not_found' });
  });

  test('a home tab likewise', async () => {
    const { slack, call, ana } = await startWithApp();
    const view = { type: 'home', blocks: [{ type: 'divider' }] };
    const first = await call('views.publish', { user_id: ana.id, view });
    const { hash } = first.view as { hash: string };
    expect(await call('views.publish', { user_id: ana.id, view, hash })).toMatchObject({ ok: true });
    expect(await call('views.publish', { user_id: ana.id, view, hash })).toMatchObject({
      error: 'hash_conflict',
    });
    expect(slack.homeOf(ana)?.blocks).toMatchObject([{ type: 'divider' }]);
    expect(await call('views.publish', { user_id: ana.id, view: modal() })).toMatchObject({
      error: 'invalid_arguments',
    });
  });

  test('takes nothing that belongs in messages alone', async () => {
    const { call, ana } = await startWithApp();
    const blocks = [{ type: 'markdown', text: 'x' }];
    expect(await call('views.publish', { user_id: ana.id, view: { type: 'home', blocks } })).toMatchObject({
      error: 'invalid_arguments',
    });
  });

  test('an external id stands for one view', async () => {
    const { call, trigger, open } = await startWithApp();
    await open(modal({ external_id: 'draft' }));
    const pushed = await call('views.push', {
      trigger_id: await trigger(),
      view: modal({ external_id: 'draft' }),
    });
    expect(pushed).toMatchObject({ error: 'duplicate_external_id' });
    expect(await call('views.update', { external_id: 'draft', view: modal() })).toMatchObject({ ok: true });
  });
});

describe('a form', () => {
  test('sends every field, filled in, chosen or as it was', async () => {
    const { app, ana, open } = await startWithApp();
    const options = ['One', 'Two'].map((text) => ({ text: plain(text), value: text.toLowerCase() }));
    const view = await open(
      modal({
        private_metadata: 'kept',
        blocks: [
          field('Name', textField()),
          field('Kept', textField({ initial_value: 'before' })),
          field('Pick', { type: 'static_select', action_id: 'value', options }),
          field('Tick', { type: 'checkboxes', action_id: 'value', options }),
          field('Day', { type: 'datepicker', action_id: 'value' }),
          field('Rest', textField(), { optional: true }),
        ],
      }),
    );
    const values = { Name: 'Sour', Pick: 'Two', Tick: ['one', 'Two'], Day: '2026-11-30' };
    expect(await ana.submits(view, values)).toMatchObject({ action: 'closed' });
    const { payload } = app.ofType('view_submission')[0] ?? { payload: {} };
    expect(payload.view).toMatchObject({
      private_metadata: 'kept',
      state: {
        values: {
          Name: { value: { type: 'plain_text_input', value: 'Sour' } },
          Kept: { value: { value: 'before' } },
          Pick: { value: { selected_option: { value: 'two' } } },
          Tick: { value: { selected_options: [{ value: 'one' }, { value: 'two' }] } },
          Day: { value: { selected_date: '2026-11-30' } },
          Rest: { value: { value: null } },
        },
      },
    });
  });

  test('does not go while Slack’s own client would hold it', async () => {
    const { app, ana, open } = await startWithApp();
    const view = await open(modal({ blocks: [field('Name', textField({ max_length: 3 }))] }));
    await expect(ana.submits(view)).rejects.toThrow('"Name" is required');
    await expect(ana.submits(view, { Name: 'four' })).rejects.toThrow('has 4 characters');
    const read = await open(modal({ submit: undefined, blocks: [{ type: 'divider' }] }));
    await expect(ana.submits(read)).rejects.toThrow('has no button to send it');
    await expect(ana.submits(view)).rejects.toThrow('not on top');
    await expect(ana.chooses(view, 'Surname', 'x')).rejects.toThrow('no field "Surname"');
    expect(app.ofType('view_submission')).toEqual([]);
  });

  test('does what the answer says', async () => {
    const { slack, app, ana, open } = await startWithApp();
    const view = await open();
    const submit = (body?: object) => {
      app.answers({ body });
      const top = slack.openView(ana);
      if (!top) throw new Error('No view is open.');
      return ana.submits(top, { Name: 'x' });
    };
    expect(await submit({ response_action: 'errors', errors: { Name: 'No.' } })).toMatchObject({
      action: 'errors',
      errors: { Name: 'No.' },
    });
    expect(view.errors).toEqual({ Name: 'No.' });
    await expect(submit({ response_action: 'errors', errors: { Other: 'No.' } })).rejects.toThrow(
      'no input block',
    );
    expect(await submit({ response_action: 'update', view: modal({ title: plain('Again') }) })).toMatchObject(
      {
        action: 'update',
      },
    );
    expect(slack.openView(ana)?.title).toBe('Again');
    expect(await submit({ response_action: 'push', view: modal({ title: plain('Above') }) })).toMatchObject({
      action: 'push',
    });
    expect(slack.openView(ana)).toMatchObject({ title: 'Above', previousId: view.id });
    expect(await submit()).toMatchObject({ action: 'closed' });
    expect(slack.openView(ana)?.id).toBe(view.id);
    expect(await submit({ response_action: 'clear' })).toMatchObject({ action: 'clear' });
    expect(slack.openView(ana)).toBeUndefined();
  });

  test('tells that it was closed where it was asked to', async () => {
    const { app, ana, open } = await startWithApp();
    expect(await ana.closes(await open())).toBeUndefined();
    await ana.closes(await open(modal({ notify_on_close: true })));
    expect(app.ofType('view_closed')).toMatchObject([{ payload: { is_cleared: false } }]);
  });

  test('dispatches what is typed where it was asked to', async () => {
    const { app, ana, open } = await startWithApp();
    const trigger_actions_on = ['on_character_entered'];
    const view = await open(
      modal({
        blocks: [
          field('Quiet', textField()),
          field('Loud', textField({ dispatch_action_config: { trigger_actions_on } }), {
            dispatch_action: true,
          }),
        ],
      }),
    );
    expect(await ana.types(view, 'Quiet', 'x')).toBeUndefined();
    expect(await ana.types(view, 'Loud', 'abc')).toMatchObject({ acknowledged: true });
    expect(app.ofType('block_actions')).toMatchObject([
      {
        payload: {
          actions: [{ type: 'plain_text_input', block_id: 'Loud', value: 'abc' }],
          view: { id: view.id },
        },
      },
    ]);
  });

  test('asks the app what an external select offers', async () => {
    const { app, ana, open } = await startWithApp();
    const view = await open(
      modal({ blocks: [field('Prompt', { type: 'external_select', action_id: 'value' })] }),
    );
    app.answers({ body: { options: [{ text: plain('H1'), value: 'H1' }] } });
    expect(await ana.searches(view, 'Prompt', 'head')).toMatchObject({
      body: { options: [{ value: 'H1' }] },
    });
    expect(app.ofType('block_suggestion')).toMatchObject([
      { payload: { action_id: 'value', value: 'head' } },
    ]);
  });
});

describe('buttons', () => {
  const buttons = [
    {
      type: 'actions',
      block_id: 'row',
      elements: [
        { type: 'button', action_id: '1:save:a', text: plain('Save'), value: 'a' },
        { type: 'overflow', action_id: 'more', options: [{ text: plain('Delete'), value: 'd' }] },
        { type: 'static_select', action_id: 'pick', options: [{ text: plain('One'), value: '1' }] },
      ],
    },
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: 'feedback',
          positive_button: { text: plain('Good'), value: 'good' },
          negative_button: { text: plain('Bad'), value: 'bad' },
        },
      ],
    },
  ];

  test('are found by their words or id, and send what they hold', async () => {
    const { slack, call, app, ana } = await startWithApp();
    const general = slack.channel('general', { members: [] });
    await ana.joins(general);
    await call('chat.postMessage', { channel: general.id, text: 'x', blocks: buttons });
    const message = await slack.until(() => slack.messagesIn(general)[0]);
    await ana.presses(message, 'Save');
    await ana.presses(message, '1:save:a');
    await ana.presses(message, 'Delete');
    await ana.presses(message, 'Bad');
    await ana.chooses(message, 'pick', 'One');
    expect(app.ofType('block_actions').map(({ payload }) => payload.actions[0])).toMatchObject([
      { type: 'button', action_id: '1:save:a', value: 'a', block_id: 'row' },
      { type: 'button' },
      { type: 'overflow', selected_option: { value: 'd' } },
      { type: 'feedback_buttons', value: 'bad' },
      { type: 'static_select', selected_option: { value: '1' } },
    ]);
    await expect(ana.presses(message, 'Buy')).rejects.toThrow('There is: Save, Delete, Good, Bad');
  });

  test('on a message for one person alone only that person sees', async () => {
    const { slack, call, app, ana } = await startWithApp();
    const general = slack.channel('general');
    await ana.joins(general);
    await call('chat.postEphemeral', { channel: general.id, user: ana.id, text: 'x', blocks: buttons });
    const message = await slack.until(() => slack.ephemeralFor(ana)[0]);
    await ana.presses(message, 'Save');
    expect(app.ofType('block_actions')[0]?.payload.container).toMatchObject({ is_ephemeral: true });
    await expect(slack.user('ben').presses(message, 'Save')).rejects.toThrow('ben sees no message');
  });
});

describe('a response_url', () => {
  async function startWithUrl() {
    const raw = await startWithApp();
    const general = raw.slack.channel('general');
    await raw.ana.runsCommand('/elevate', 'help', { in: general });
    const url: string = raw.app.ofType('/elevate')[0]?.payload.response_url;
    const post = (body: object) => fetch(url, { method: 'POST', body: JSON.stringify(body) });
    return { ...raw, general, post };
  }

  test('is good five times', async () => {
    const { slack, ana, post } = await startWithUrl();
    for (let n = 0; n < limits.responseUrl.uses; n += 1)
      expect((await post({ text: `${n}` })).status).toBe(200);
    expect((await post({ text: 'more' })).status).toBe(404);
    expect(slack.ephemeralFor(ana)).toHaveLength(limits.responseUrl.uses);
  });

  test('is good for half an hour', async () => {
    const { clock, post } = await startWithUrl();
    clock.advance(limits.responseUrl.lifeMs);
    expect((await post({ text: 'x' })).status).toBe(200);
    clock.advance(1);
    expect((await post({ text: 'x' })).status).toBe(404);
  });

  test('speaks to the channel, and replaces or removes the message of a button', async () => {
    const { slack, call, app, ana, general, post } = await startWithUrl();
    await post({ text: 'for all', response_type: 'in_channel' });
    expect(slack.messagesIn(general)).toMatchObject([{ text: 'for all' }]);
    const blocks = [{ type: 'actions', elements: [{ type: 'button', text: plain('Go'), action_id: 'go' }] }];
    await call('chat.postMessage', { channel: general.id, text: 'x', blocks });
    const message = await slack.until(() => slack.messagesIn(general)[1]);
    await ana.presses(message, 'Go');
    const url: string = app.ofType('block_actions')[0]?.payload.response_url;
    const reply = (body: object) => fetch(url, { method: 'POST', body: JSON.stringify(body) });
    await reply({ text: 'gone', replace_original: true });
    expect(slack.messagesIn(general)[1]).toMatchObject({ text: 'gone', ts: message.ts });
    await reply({ delete_original: true });
    expect(slack.messagesIn(general)).toHaveLength(1);
    for (const late of [{ delete_original: true }, { replace_original: true, text: 'x' }]) {
      const refused = await reply(late);
      expect([refused.status, await refused.text()]).toEqual([
        500,
        expect.stringContaining('message_not_found'),
      ]);
    }
  });
});

test('a command’s answer is shown to the one who gave it', async () => {
  const { slack, app, ana } = await startWithApp();
  app.answers({ body: { text: 'Help is near' } });
  await ana.runsCommand('/elevate', 'help', { in: slack.channel('general') });
  expect(slack.ephemeralFor(ana)).toMatchObject([{ text: 'Help is near' }]);
});

test('a shortcut says on which message', async () => {
  const { app, ana } = await startWithApp();
  const said = await ana.says(ana.dm, 'help me');
  await ana.usesShortcut('ask', said);
  await ana.usesShortcut('anywhere');
  expect(app.ofType('message_action')[0]?.payload).toMatchObject({
    callback_id: 'ask',
    message: { text: 'help me' },
  });
  expect(app.ofType('shortcut')[0]?.payload).toMatchObject({ callback_id: 'anywhere' });
});
