import { describe, expect, test } from 'vitest';
import { checkBlocks, checkView } from './block-kit-check.ts';

const plain = (text: unknown) => ({ type: 'plain_text', text });
const marked = (text: unknown) => ({ type: 'mrkdwn', text });
const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
const button = (over: object = {}) => ({ type: 'button', text: plain('Go'), ...over });
const input = (element: object, over: object = {}) => ({
  type: 'input',
  label: plain('Name'),
  element,
  ...over,
});
const option = { text: plain('One'), value: '1' };
const image = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' };
const richText = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [] }] };
const pointValues = (label: string) => ({ label, value: 1 });
const chart = (series: object[], categories: unknown = ['Mon']) => ({
  type: 'data_visualization',
  title: 'Sales',
  chart: { type: 'line', series, axis_config: { categories } },
});
const task = { type: 'task_card', task_id: '1', title: 'Read', status: 'pending' };

/** One of each block and element that the SDK's types know, and charts, which they do not. */
const good: Array<[name: string, block: object]> = [
  ['alert', { type: 'alert', text: marked('x'), level: 'warning' }],
  ['card', { type: 'card', hero_image: image, title: marked('x'), actions: [button()] }],
  ['carousel', { type: 'carousel', elements: [{ type: 'card', body: marked('x') }] }],
  ['container', { type: 'container', title: plain('x'), child_blocks: [{ type: 'divider' }], width: 'wide' }],
  ['context', { type: 'context', elements: [image, plain('x'), marked('x')] }],
  [
    'context_actions',
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: 'f',
          positive_button: { text: plain('Good'), value: 'good' },
          negative_button: { text: plain('Bad'), value: 'bad' },
        },
        { type: 'icon_button', icon: 'trash', text: plain('Remove') },
      ],
    },
  ],
  ['data_table', { type: 'data_table', caption: 'x', rows: [[{ type: 'raw_number', value: 1, text: '1' }]] }],
  ['chart', chart([{ name: 'A', data: [pointValues('Mon')] }])],
  ['image', { type: 'image', slack_file: { id: 'F1' }, alt_text: 'a', title: plain('x') }],
  ['markdown', { type: 'markdown', text: '# x' }],
  ['rich_text', richText],
  ['section', { type: 'section', text: marked('x'), accessory: image, expand: true }],
  ['table', { type: 'table', rows: [[{ type: 'raw_text', text: 'x' }, richText]] }],
  ['plan', { type: 'plan', title: 'x', tasks: [task] }],
  [
    'task_card',
    { ...task, details: richText, output: richText, sources: [{ type: 'url', url: 'https://a', text: 'a' }] },
  ],
  [
    'every menu and picker',
    actions(
      { type: 'static_select', options: [option], placeholder: plain('x'), initial_option: option },
      { type: 'multi_static_select', option_groups: [{ label: plain('x'), options: [option] }] },
      { type: 'external_select', min_query_length: 0 },
      { type: 'multi_external_select', max_selected_items: 1 },
      { type: 'users_select', initial_user: 'U1' },
      { type: 'multi_users_select', initial_users: ['U1'] },
      { type: 'conversations_select', filter: { include: ['im'] } },
      { type: 'multi_conversations_select' },
      { type: 'channels_select', response_url_enabled: true },
      { type: 'multi_channels_select' },
      { type: 'datepicker', initial_date: '2026-11-30' },
      { type: 'timepicker', initial_time: '09:00' },
      { type: 'datetimepicker', initial_date_time: 1_764_000_000 },
      { type: 'checkboxes', options: [{ ...option, text: marked('*One*') }] },
      { type: 'radio_buttons', options: [option] },
      { type: 'overflow', options: [option] },
      { type: 'rich_text_input', initial_value: richText },
      { type: 'workflow_button', text: plain('x'), workflow: { trigger: { url: 'https://a' } } },
    ),
  ],
  ...['plain_text_input', 'email_text_input', 'url_text_input', 'rich_text_input', 'file_input'].map(
    (type): [string, object] => [type, input({ type })],
  ),
  ['number_input', input({ type: 'number_input', is_decimal_allowed: false, min_value: '0' })],
];

/** Something that is wrong, and where. */
const bad: Array<[what: string, block: unknown, pointer: string]> = [
  ['no block at all', 'x', ''],
  ['a type that is an inherited name', { type: 'constructor' }, '/type'],
  ['text that is a number', { type: 'header', text: plain(1) }, '/text/text'],
  ['empty text', { type: 'section', text: marked('') }, '/text/text'],
  ['plain text where it must be marked', { type: 'card', title: plain('x') }, '/title/type'],
  ['marked text where it must be plain', { type: 'header', text: marked('x') }, '/text/type'],
  ['text that is no object', { type: 'header', text: 'x' }, '/text'],
  ['an unknown level', { type: 'alert', text: plain('x'), level: 'loud' }, '/level'],
  ['a flag that is a string', { type: 'section', text: plain('x'), expand: 'yes' }, '/expand'],
  ['elements that are no list', { type: 'context', elements: plain('x') }, '/elements'],
  ['no elements', actions(), '/elements'],
  ['an element that is none', actions('x'), '/elements/0'],
  ['an input in actions', actions({ type: 'plain_text_input' }), '/elements/0/type'],
  ['a button in an input', input(button()), '/element/type'],
  ['an image from nowhere', { type: 'image', alt_text: 'a' }, ''],
  ['an image from two places', { ...image, slack_file: { id: 'F1' } }, ''],
  [
    'a file with both names',
    { type: 'image', alt_text: 'a', slack_file: { id: 'F1', url: 'https://a' } },
    '/slack_file',
  ],
  ['a menu without choices', actions({ type: 'static_select' }), '/elements/0'],
  [
    'a confirmation without words',
    actions(button({ confirm: { title: plain('x') } })),
    '/elements/0/confirm/text',
  ],
  [
    'a workflow that is none',
    actions({ type: 'workflow_button', text: plain('x'), workflow: 'x' }),
    '/elements/0/workflow',
  ],
  [
    'a rich text that is none',
    input({ type: 'rich_text_input', initial_value: 'x' }),
    '/element/initial_value',
  ],
  ['a rich text of something else', { type: 'rich_text', elements: [{ type: 'text' }] }, '/elements/0'],
  ['a card of nothing', { type: 'card', subtitle: marked('x') }, ''],
  ['a container without a title', { type: 'container', child_blocks: [{ type: 'divider' }] }, ''],
  [
    'Markdown in a container',
    { type: 'container', title: plain('x'), child_blocks: [{ type: 'markdown', text: 'x' }] },
    '/child_blocks/0/type',
  ],
  ['a row that is no list', { type: 'table', rows: ['x'] }, '/rows/0'],
  [
    'a number cell without a number',
    { type: 'table', rows: [[{ type: 'raw_number', value: '1', text: '1' }]] },
    '/rows/0/0/value',
  ],
  ['a number that is not whole', input({ type: 'plain_text_input', max_length: 1.5 }), '/element/max_length'],
  ['a number that is too small', input({ type: 'file_input', max_files: 0 }), '/element/max_files'],
  [
    'one series name twice',
    chart([1, 2].map(() => ({ name: 'A', data: [pointValues('Mon')] }))),
    '/chart/series',
  ],
  [
    'a point outside the categories',
    chart([{ name: 'A', data: [pointValues('Tue')] }]),
    '/chart/series/0/data',
  ],
  [
    'too few points',
    chart([{ name: 'A', data: [pointValues('Mon')] }], ['Mon', 'Tue']),
    '/chart/series/0/data',
  ],
  ['a confirmation that is no object', actions(button({ confirm: 'x' })), '/elements/0/confirm'],
  [
    'a segment of nothing',
    { type: 'data_visualization', title: 'x', chart: { type: 'pie', segments: [{ label: 'a', value: 0 }] } },
    '/chart/segments/0/value',
  ],
  ['a file block, which Slack alone adds', { type: 'file', source: 'remote', external_id: 'x' }, '/type'],
];

describe('blocks', () => {
  test.each(good)('%s is taken', (_name, one) => {
    expect(checkBlocks([one], 'message')).toEqual([]);
  });

  test.each(bad)('%s is not', (_what, one, pointer) => {
    expect(checkBlocks([one], 'message').map((fault) => fault.pointer)).toContain(`/blocks/0${pointer}`);
  });

  test('something that is no list is not', () => {
    expect(checkBlocks({ type: 'divider' }, 'message')).toMatchObject([{ pointer: '/blocks' }]);
  });
});

describe('views', () => {
  const modal = (over: object) => ({ type: 'modal', title: plain('x'), blocks: [], ...over });

  test.each([
    [
      'a form without a button to send it',
      modal({ blocks: [input({ type: 'plain_text_input' })] }),
      '/submit',
    ],
    ['no blocks', modal({ blocks: undefined }), '/blocks'],
    ['blocks that are no list', modal({ blocks: 'x' }), '/blocks'],
    ['a home with a title', { type: 'home', title: plain('x'), blocks: [] }, '/title'],
    ['what is neither', { type: 'page', blocks: [] }, '/type'],
    ['no view at all', 'x', ''],
    ['a block that is wrong', modal({ blocks: [{ type: 'header' }] }), '/blocks/0/text'],
  ])('%s is refused', (_what, view, pointer) => {
    expect(checkView(view).map((fault) => fault.pointer)).toContain(pointer);
  });

  test('a form and a home are taken', () => {
    const form = modal({ blocks: [input({ type: 'plain_text_input' })], submit: plain('Save') });
    expect([checkView(form), checkView({ type: 'home', blocks: [{ type: 'divider' }] })]).toEqual([[], []]);
  });
});
