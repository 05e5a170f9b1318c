import { describe, expect, test } from 'vitest';
import { limits } from './limits.ts';
import { startRaw, startRecordingApp } from './raw-calls.ts';

const { block, element, message, view, stream, assistant } = limits;

const x = (length: number) => 'x'.repeat(length);
const list = <Item>(length: number, item: (index: number) => Item) =>
  Array.from({ length }, (_, index) => item(index));
const plain = (length: number) => ({ type: 'plain_text', text: x(length) });
const marked = (length: number) => ({ type: 'mrkdwn', text: x(length) });
const button = (over: object = {}) => ({ type: 'button', text: plain(5), ...over });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const option = (over: object = {}) => ({ text: plain(3), value: 'v', ...over });
const menu = (over: object = {}) => ({ type: 'static_select', options: [option()], ...over });
const input = (over: object = {}, field: object = {}) => ({
  type: 'input',
  label: plain(5),
  element: { type: 'plain_text_input', ...field },
  ...over,
});
const image = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' };
const rawText = (length: number) => ({ type: 'raw_text', text: x(length) });
const rows = (count: number, columns: number) => list(count, () => list(columns, () => rawText(1)));
const card = (over: object = {}) => ({ type: 'card', title: marked(5), ...over });
const container = (over: object = {}) => ({
  type: 'container',
  title: plain(5),
  child_blocks: [{ type: 'divider' }],
  ...over,
});
const video = (over: object = {}) => ({
  type: 'video',
  video_url: 'https://example.com/v',
  thumbnail_url: 'https://example.com/t.png',
  alt_text: 'a',
  title: plain(5),
  ...over,
});
const confirm = (over: object = {}) => ({
  title: plain(5),
  text: plain(5),
  confirm: plain(3),
  deny: plain(3),
  ...over,
});
const pie = (segments: number, labelChars = 5, titleChars = 5) => ({
  type: 'data_visualization',
  title: x(titleChars),
  chart: { type: 'pie', segments: list(segments, () => ({ label: x(labelChars), value: 1 })) },
});
const bars = (series: number, categories: number, axis: object = {}) => {
  const names = list(categories, (index) => `c${index}`);
  return {
    type: 'data_visualization',
    title: 'Sales',
    chart: {
      type: 'bar',
      series: list(series, (index) => ({
        name: `s${index}`,
        data: names.map((label) => ({ label, value: 1 })),
      })),
      axis_config: { categories: names, ...axis },
    },
  };
};

/** A limit, and something that is exactly as large as it is told. */
type Case = [name: string, limit: number, make: (size: number) => object | object[]];

const blockCases: Case[] = [
  ['blocks of a message', message.blocks, (n) => list(n, () => ({ type: 'divider' }))],
  [
    'blocks after a markdown block was taken apart',
    message.blocks,
    (n) => ({ type: 'markdown', text: list(n, () => '# A heading').join('\n\n') }),
  ],
  ['charts', message.charts, (n) => list(n, () => pie(1))],
  ['block_id', block.blockIdChars, (n) => ({ type: 'divider', block_id: x(n) })],
  ['section text', block.sectionTextChars, (n) => ({ type: 'section', text: marked(n) })],
  ['section fields', block.sectionFields, (n) => ({ type: 'section', fields: list(n, () => marked(1)) })],
  ['section field', block.sectionFieldChars, (n) => ({ type: 'section', fields: [marked(n)] })],
  ['header', block.headerChars, (n) => ({ type: 'header', text: plain(n) })],
  ['markdown', block.markdownChars, (n) => ({ type: 'markdown', text: x(n) })],
  [
    'context elements',
    block.contextElements,
    (n) => ({ type: 'context', elements: list(n, () => marked(1)) }),
  ],
  ['context text', block.textChars, (n) => ({ type: 'context', elements: [marked(n)] })],
  ['actions elements', block.actionsElements, (n) => actions(...list(n, () => button()))],
  [
    'context_actions elements',
    block.contextActionsElements,
    (n) => ({
      type: 'context_actions',
      elements: list(n, () => ({ type: 'icon_button', icon: 'trash', text: plain(3) })),
    }),
  ],
  ['image alt text', block.imageAltTextChars, (n) => ({ ...image, alt_text: x(n) })],
  ['image title', block.imageTitleChars, (n) => ({ ...image, title: plain(n) })],
  ['input label', block.inputLabelChars, (n) => input({ label: plain(n) })],
  ['input hint', block.inputHintChars, (n) => input({ hint: plain(n) })],
  ['table rows', block.tableRows, (n) => ({ type: 'table', rows: rows(n, 1) })],
  ['table columns', block.tableColumns, (n) => ({ type: 'table', rows: rows(1, n) })],
  [
    'table column settings',
    block.tableColumns,
    (n) => ({ type: 'table', rows: rows(1, 1), column_settings: list(n, () => ({ align: 'left' })) }),
  ],
  ['data_table rows', block.dataTableRows, (n) => ({ type: 'data_table', caption: 'c', rows: rows(n, 1) })],
  [
    'data_table columns',
    block.dataTableColumns,
    (n) => ({ type: 'data_table', caption: 'c', rows: rows(1, n) }),
  ],
  [
    'data_table characters',
    block.dataTableChars,
    (n) => ({ type: 'data_table', caption: 'c', rows: [[rawText(n)]] }),
  ],
  [
    'data_table page',
    block.dataTablePageRows,
    (n) => ({ type: 'data_table', caption: 'c', rows: rows(1, 1), page_size: n }),
  ],
  ['card title', block.cardTitleChars, (n) => card({ title: marked(n) })],
  ['card body', block.cardBodyChars, (n) => card({ body: marked(n) })],
  ['carousel cards', block.carouselCards, (n) => ({ type: 'carousel', elements: list(n, () => card()) })],
  [
    'container children',
    block.containerBlocks,
    (n) => container({ child_blocks: list(n, () => ({ type: 'divider' })) }),
  ],
  ['container title', block.containerTitleChars, (n) => container({ title: plain(n) })],
  ['video title', block.videoTitleChars, (n) => video({ title: plain(n) })],
  ['video author', block.videoAuthorChars, (n) => video({ author_name: x(n) })],
  ['chart title', block.chartTitleChars, (n) => pie(1, 5, n)],
  ['chart label', block.chartLabelChars, (n) => pie(1, n)],
  ['pie segments', block.chartSeries, (n) => pie(n)],
  ['chart series', block.chartSeries, (n) => bars(n, 2)],
  ['chart categories', block.chartCategories, (n) => bars(1, n)],
  ['chart axis label', block.chartTitleChars, (n) => bars(1, 1, { x_label: x(n) })],
  ['action_id', element.actionIdChars, (n) => actions(button({ action_id: x(n) }))],
  ['button text', element.buttonTextChars, (n) => actions(button({ text: plain(n) }))],
  ['button value', element.valueChars, (n) => actions(button({ value: x(n) }))],
  ['button url', element.urlChars, (n) => actions(button({ url: x(n) }))],
  [
    'accessibility label',
    element.accessibilityLabelChars,
    (n) => actions(button({ accessibility_label: x(n) })),
  ],
  [
    'confirm title',
    element.confirmTitleChars,
    (n) => actions(button({ confirm: confirm({ title: plain(n) }) })),
  ],
  [
    'confirm text',
    element.confirmTextChars,
    (n) => actions(button({ confirm: confirm({ text: plain(n) }) })),
  ],
  [
    'confirm button',
    element.confirmButtonChars,
    (n) => actions(button({ confirm: confirm({ deny: plain(n) }) })),
  ],
  ['placeholder', element.placeholderChars, (n) => actions(menu({ placeholder: plain(n) }))],
  ['select options', element.selectOptions, (n) => actions(menu({ options: list(n, () => option()) }))],
  [
    'option groups',
    element.optionGroups,
    (n) =>
      actions({
        type: 'static_select',
        option_groups: list(n, () => ({ label: plain(3), options: [option()] })),
      }),
  ],
  [
    'checkboxes',
    element.choiceOptions,
    (n) => actions({ type: 'checkboxes', options: list(n, () => option()) }),
  ],
  [
    'overflow',
    element.overflowOptions,
    (n) => actions({ type: 'overflow', options: list(n, () => option()) }),
  ],
  ['option text', element.optionTextChars, (n) => actions(menu({ options: [option({ text: plain(n) })] }))],
  ['option value', element.optionValueChars, (n) => actions(menu({ options: [option({ value: x(n) })] }))],
  [
    'option description',
    element.optionDescriptionChars,
    (n) => actions(menu({ options: [option({ description: plain(n) })] })),
  ],
  ['initial value', element.inputChars, (n) => input({}, { initial_value: x(n) })],
  ['max_length', element.inputChars, (n) => input({}, { max_length: n })],
  [
    'files of an input',
    element.fileInputFiles,
    (n) => input({ element: { type: 'file_input', max_files: n } }),
  ],
];

describe('blocks of a message', () => {
  test.each(blockCases)('%s: %i and no more', async (_name, limit, make) => {
    const { slack, call } = await startRaw();
    const channel = slack.channel('general').id;
    const post = (size: number) =>
      call('chat.postMessage', { channel, text: 'x', blocks: [make(size)].flat() });
    expect(await post(limit)).toMatchObject({ ok: true });
    const refused = await post(limit + 1);
    expect(refused).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect(JSON.stringify(refused.response_metadata)).toContain('json-pointer');
  });

  test('13,200 characters in all, in no block too many', async () => {
    const { slack, call } = await startRaw();
    const channel = slack.channel('general').id;
    const post = (chars: number) =>
      call('chat.postMessage', {
        channel,
        text: 'x',
        blocks: [
          { type: 'markdown', text: x(10_000) },
          { type: 'section', text: marked(2_000) },
          { type: 'context', elements: [marked(chars - 12_000)] },
        ],
      });
    expect(await post(message.allBlocksChars)).toMatchObject({ ok: true });
    expect(await post(message.allBlocksChars + 1)).toMatchObject({ error: 'msg_blocks_too_long' });
  });

  test('one native table', async () => {
    const { slack, call } = await startRaw();
    const channel = slack.channel('general').id;
    const post = (tables: number) =>
      call('chat.postMessage', {
        channel,
        blocks: list(tables, () => ({ type: 'table', rows: rows(1, 1) })),
      });
    expect(await post(message.tables)).toMatchObject({ ok: true });
    expect(await post(message.tables + 1)).toMatchObject({ error: 'invalid_attachments' });
  });
});

describe('text of a message', () => {
  test.each([
    ['chat.postMessage', 'text', message.textChars],
    ['chat.postMessage', 'markdown_text', message.markdownTextChars],
    ['chat.update', 'text', message.updateTextChars],
    ['chat.postEphemeral', 'text', message.textChars],
    ['chat.startStream', 'markdown_text', message.markdownTextChars],
    ['chat.appendStream', 'markdown_text', message.markdownTextChars],
    ['chat.stopStream', 'markdown_text', message.markdownTextChars],
  ])('%s %s: %i and no more', async (method, field, limit) => {
    const { slack, call } = await startRaw();
    const ana = slack.user('ana');
    const general = slack.channel('general');
    const said = await ana.says(general, 'hello');
    const stream = {
      channel: general.id,
      thread_ts: said.ts,
      recipient_user_id: ana.id,
      recipient_team_id: slack.team.id,
    };
    const send = async (size: number) => {
      const needsTs = /update|append|stop/.test(method);
      const start = method === 'chat.update' ? 'chat.postMessage' : 'chat.startStream';
      const begun = needsTs ? await call(start, { ...stream, text: 'x', thread_ts: said.ts }) : {};
      const ts = 'ts' in begun ? { ts: begun.ts } : {};
      return call(method, { ...stream, user: ana.id, ...ts, [field]: x(size) });
    };
    expect(await send(limit)).toMatchObject({ ok: true });
    expect(await send(limit + 1)).toMatchObject({ ok: false, error: 'msg_too_long' });
  });

  test('a chunk, its blocks and its title count by themselves', async () => {
    const { slack, call } = await startRaw();
    const ana = slack.user('ana');
    const said = await ana.says(ana.dm, 'hello');
    const start = (chunk: object) =>
      call('chat.startStream', { channel: ana.dm.id, thread_ts: said.ts, chunks: [chunk] });
    const text = (size: number) => ({ type: 'markdown_text', text: x(size) });
    const blocks = (size: number) => ({ type: 'blocks', blocks: list(size, () => ({ type: 'divider' })) });
    const task = (size: number) => ({ type: 'task_update', id: '1', title: x(size), status: 'pending' });
    expect(await start(text(message.markdownTextChars))).toMatchObject({ ok: true });
    expect(await start(text(message.markdownTextChars + 1))).toMatchObject({ error: 'msg_too_long' });
    expect(await start(blocks(stream.blocks))).toMatchObject({ ok: true });
    expect(await start(blocks(stream.blocks + 1))).toMatchObject({ error: 'invalid_blocks' });
    expect(await start(task(stream.titleChars))).toMatchObject({ ok: true });
    expect(await start(task(stream.titleChars + 1))).toMatchObject({ error: 'msg_too_long' });
  });
});

describe('views', () => {
  const modal = (over: object = {}) => ({
    type: 'modal',
    title: plain(5),
    blocks: [{ type: 'divider' }],
    ...over,
  });
  test.each<[string, number, (size: number) => object]>([
    ['title', view.titleChars, (n) => modal({ title: plain(n) })],
    ['submit', view.titleChars, (n) => modal({ submit: plain(n) })],
    ['close', view.titleChars, (n) => modal({ close: plain(n) })],
    ['blocks', view.blocks, (n) => modal({ blocks: list(n, () => ({ type: 'divider' })) })],
    ['private_metadata', view.privateMetadataChars, (n) => modal({ private_metadata: x(n) })],
    ['callback_id', view.callbackIdChars, (n) => modal({ callback_id: x(n) })],
    ['external_id', view.externalIdChars, (n) => modal({ external_id: x(n) })],
  ])('%s: %i and no more', async (_name, limit, make) => {
    const { slack, call } = await startRaw();
    const app = await startRecordingApp(slack);
    const ana = slack.user('ana');
    const open = async (size: number) => {
      await ana.runsCommand('/elevate');
      const trigger_id = app.ofType('/elevate').at(-1)?.payload.trigger_id;
      return call('views.open', { trigger_id, view: make(size) });
    };
    expect(await open(limit)).toMatchObject({ ok: true });
    expect(await open(limit + 1)).toMatchObject({ ok: false, error: 'invalid_arguments' });
  });

  test('a home tab has 100 blocks, and 250 KB in all', async () => {
    const { slack, call } = await startRaw();
    const ana = slack.user('ana');
    const publish = (blocks: object[]) =>
      call('views.publish', { user_id: ana.id, view: { type: 'home', blocks } });
    expect(await publish(list(view.blocks, () => ({ type: 'divider' })))).toMatchObject({ ok: true });
    expect(await publish(list(view.blocks + 1, () => ({ type: 'divider' })))).toMatchObject({
      error: 'invalid_arguments',
    });
    const full = list(80, () => ({ type: 'section', text: marked(3_000) }));
    const size = Buffer.byteLength(JSON.stringify({ type: 'home', blocks: full }));
    const rest =
      view.bytes - size - Buffer.byteLength(',{"type":"section","text":{"type":"mrkdwn","text":""}}');
    const filled = (chars: number) => [...full, ...sections(chars)];
    expect(await publish(filled(rest))).toMatchObject({ ok: true });
    expect(await publish(filled(rest + 1))).toMatchObject({ error: 'view_too_large' });
  });

  /** Sections that add exactly so many bytes to a view, the first one's own frame not counted. */
  function sections(chars: number): object[] {
    const frame = Buffer.byteLength(',{"type":"section","text":{"type":"mrkdwn","text":""}}');
    const blocks: object[] = [];
    let left = chars;
    while (left > 3_000) {
      blocks.push({ type: 'section', text: marked(2_000) });
      left -= 2_000 + frame;
    }
    return [...blocks, { type: 'section', text: marked(left) }];
  }

  test('a stack of three', async () => {
    const { slack, call } = await startRaw();
    const app = await startRecordingApp(slack);
    const ana = slack.user('ana');
    const withTrigger = async (method: string) => {
      await ana.runsCommand('/elevate');
      const trigger_id = app.ofType('/elevate').at(-1)?.payload.trigger_id;
      return call(method, { trigger_id, view: modal() });
    };
    expect(await withTrigger('views.push')).toMatchObject({ error: 'not_found' });
    await withTrigger('views.open');
    for (let depth = 2; depth <= view.stack; depth += 1) {
      expect(await withTrigger('views.push')).toMatchObject({ ok: true });
    }
    expect(await withTrigger('views.push')).toMatchObject({ error: 'push_limit_reached' });
  });
});

describe('threads of an agent', () => {
  test.each<[string, number, string, (size: number) => object]>([
    [
      'suggested prompts',
      assistant.suggestedPrompts,
      'assistant.threads.setSuggestedPrompts',
      (n) => ({ prompts: list(n, () => ({ title: 't', message: 'm' })) }),
    ],
    [
      'loading messages',
      assistant.loadingMessages,
      'assistant.threads.setStatus',
      (n) => ({ status: 'thinks', loading_messages: list(n, () => 'm') }),
    ],
    [
      'session title',
      assistant.sessionTitleChars,
      'agents.sessions.setStatus',
      (n) => ({ status: 'active', title: x(n) }),
    ],
    ['new session title', assistant.sessionTitleChars, 'agents.sessions.rename', (n) => ({ title: x(n) })],
  ])('%s: %i and no more', async (_name, limit, method, make) => {
    const { slack, call } = await startRaw();
    const ana = slack.user('ana');
    const { ts } = await ana.says(ana.dm, 'hello');
    const thread = { channel_id: ana.dm.id, thread_ts: ts };
    await call('agents.sessions.setStatus', { ...thread, status: 'processing' });
    expect(await call(method, { ...thread, ...make(limit) })).toMatchObject({ ok: true });
    expect(await call(method, { ...thread, ...make(limit + 1) })).toMatchObject({
      error: 'invalid_arguments',
    });
  });
});

test('description of a file: 1,000 characters and no more', async () => {
  const { call } = await startRaw();
  const ask = (length: number) =>
    call('files.getUploadURLExternal', { filename: 'a.png', length: 3, alt_txt: x(length) });
  expect(await ask(limits.file.altChars)).toMatchObject({ ok: true });
  expect(await ask(limits.file.altChars + 1)).toMatchObject({ error: 'alt_txt_too_large' });
});
