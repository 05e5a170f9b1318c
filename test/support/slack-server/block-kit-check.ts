import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import {
  accessory,
  actionsElement,
  anyText,
  cardButton,
  contextActionsElement,
  contextElement,
  imageElement,
  imageSource,
  inputElement,
  mrkdwnText,
  oneImageSource,
  plainText,
  urlSource,
} from './block-kit-elements.ts';
import { limits } from './limits.ts';
import {
  anyString,
  bool,
  byType,
  type Check,
  chars,
  type Fault,
  type Findings,
  isRecord,
  list,
  literal,
  number,
  optional,
  report,
  required,
  shape,
  type,
} from './shape-check.ts';

const { block, message, view } = limits;

export type Surface = 'message' | 'modal' | 'home';

const blockId = { block_id: optional(chars(block.blockIdChars)) };

const richText = byType(
  {
    rich_text: shape({
      type,
      ...blockId,
      elements: required(
        list(
          (value, pointer, findings) => {
            const kinds = [
              'rich_text_section',
              'rich_text_list',
              'rich_text_preformatted',
              'rich_text_quote',
            ];
            if (!isRecord(value) || !kinds.includes(String(value.type))) {
              report(findings, pointer, 'invalid_enum', 'unsupported element in rich_text');
            }
          },
          { min: 0 },
        ),
      ),
    }),
  },
  'block',
);

const cell = byType(
  {
    raw_text: shape({ type, text: required(chars(Number.POSITIVE_INFINITY)) }),
    raw_number: shape({ type, value: required(number()), text: required(anyString) }),
    rich_text: richText,
  },
  'table cell',
);

function grid({ rows, columns }: { rows: number; columns: number }): Check {
  return list(list(cell, { max: columns }), { max: rows });
}

const columnSettings = list(
  shape({ align: optional(literal('left', 'center', 'right')), is_wrapped: optional(bool) }),
  { min: 0, max: block.tableColumns },
);

const someCard: Check = (value, pointer, findings) => {
  if (!isRecord(value)) return;
  if (!['hero_image', 'title', 'actions', 'body'].some((name) => value[name] !== undefined)) {
    report(findings, pointer, 'failed_constraint', 'must have hero_image, title, actions or body');
  }
};

const card = shape(
  {
    type,
    ...blockId,
    hero_image: optional(imageElement),
    icon: optional(imageElement),
    title: optional(mrkdwnText(block.cardTitleChars)),
    subtitle: optional(mrkdwnText(block.cardTitleChars)),
    body: optional(mrkdwnText(block.cardBodyChars)),
    actions: optional(list(cardButton)),
  },
  someCard,
);

const section = shape(
  {
    type,
    ...blockId,
    text: optional(anyText(block.sectionTextChars)),
    fields: optional(list(anyText(block.sectionFieldChars), { max: block.sectionFields })),
    accessory: optional(accessory),
    expand: optional(bool),
  },
  (value, pointer, findings) => {
    if (isRecord(value) && value.text === undefined && value.fields === undefined) {
      report(findings, pointer, 'missing_required_field', 'must have text or fields');
    }
  },
);

const taskCard = shape({
  type,
  ...blockId,
  task_id: required(anyString),
  title: required(anyString),
  details: optional(richText),
  output: optional(richText),
  sources: optional(list(urlSource, { min: 0 })),
  status: required(literal('pending', 'in_progress', 'complete', 'error')),
});

const chartLabel = chars(block.chartLabelChars);

/** Every series has one point for each category, under the category's own name. */
const seriesFitCategories: Check = (value, pointer, findings) => {
  if (!isRecord(value) || !Array.isArray(value.series) || !isRecord(value.axis_config)) return;
  const categories = value.axis_config.categories;
  if (!Array.isArray(categories)) return;
  const names = value.series.map((series) => (isRecord(series) ? series.name : undefined));
  if (new Set(names).size < names.length) {
    report(findings, `${pointer}/series`, 'failed_constraint', 'series names must be unique');
  }
  for (const [index, series] of value.series.entries()) {
    const points = isRecord(series) && Array.isArray(series.data) ? series.data : [];
    const labels = points.map((point) => (isRecord(point) ? point.label : undefined));
    if (JSON.stringify(labels) !== JSON.stringify(categories)) {
      report(
        findings,
        `${pointer}/series/${index}/data`,
        'failed_constraint',
        'labels must match the categories',
      );
    }
  }
};

const seriesChart = shape(
  {
    type,
    series: required(
      list(
        shape({
          name: required(chartLabel),
          data: required(list(shape({ label: required(chartLabel), value: required(number()) }))),
        }),
        { max: block.chartSeries },
      ),
    ),
    axis_config: required(
      shape({
        categories: required(list(chartLabel, { max: block.chartCategories })),
        x_label: optional(chars(block.chartTitleChars)),
        y_label: optional(chars(block.chartTitleChars)),
      }),
    ),
  },
  seriesFitCategories,
);

const chart = byType(
  {
    pie: shape({
      type,
      segments: required(
        list(shape({ label: required(chartLabel), value: required(number({ from: Number.MIN_VALUE })) }), {
          max: block.chartSeries,
        }),
      ),
    }),
    bar: seriesChart,
    line: seriesChart,
    area: seriesChart,
  },
  'chart',
);

const dataTable = shape(
  {
    type,
    ...blockId,
    rows: required(grid({ rows: block.dataTableRows, columns: block.dataTableColumns })),
    caption: required(anyString),
    page_size: optional(number({ from: 1, to: block.dataTablePageRows, whole: true })),
    row_header_column_index: optional(number({ from: 0, whole: true })),
  },
  (value, pointer, findings) => {
    if (isRecord(value) && textLength(value.rows) > block.dataTableChars) {
      report(
        findings,
        `${pointer}/rows`,
        'failed_constraint',
        `must be less than ${block.dataTableChars + 1} characters`,
      );
    }
  },
);

/** Those that may also stand in a container. Not `file`: Slack adds that one itself and takes it from nobody (T). */
const plainBlocks: Record<string, Check> = {
  actions: shape({
    type,
    ...blockId,
    elements: required(list(actionsElement, { max: block.actionsElements })),
  }),
  context: shape({
    type,
    ...blockId,
    elements: required(list(contextElement, { max: block.contextElements })),
  }),
  divider: shape({ type, ...blockId }),
  header: shape({ type, ...blockId, text: required(plainText(block.headerChars)) }),
  image: shape(
    {
      type,
      ...blockId,
      alt_text: required(chars(block.imageAltTextChars)),
      title: optional(plainText(block.imageTitleChars)),
      ...imageSource,
    },
    oneImageSource,
  ),
  input: shape({
    type,
    ...blockId,
    label: required(plainText(block.inputLabelChars)),
    hint: optional(plainText(block.inputHintChars)),
    optional: optional(bool),
    element: required(inputElement),
    dispatch_action: optional(bool),
  }),
  rich_text: richText,
  section,
  table: shape({
    type,
    ...blockId,
    rows: required(grid({ rows: block.tableRows, columns: block.tableColumns })),
    column_settings: optional(columnSettings),
  }),
  video: shape({
    type,
    ...blockId,
    video_url: required(anyString),
    thumbnail_url: required(anyString),
    alt_text: required(anyString),
    title: required(plainText(block.videoTitleChars)),
    title_url: optional(anyString),
    author_name: optional(chars(block.videoAuthorChars)),
    provider_name: optional(anyString),
    provider_icon_url: optional(anyString),
    description: optional(plainText(block.textChars)),
  }),
};

const blockChecks: Record<string, Check> = {
  ...plainBlocks,
  alert: shape({
    type,
    ...blockId,
    text: required(anyText(block.textChars)),
    level: optional(literal('default', 'info', 'warning', 'error', 'success')),
  }),
  card,
  carousel: shape({
    type,
    ...blockId,
    elements: required(list(byType({ card }, 'element in carousel'), { max: block.carouselCards })),
  }),
  container: shape(
    {
      type,
      ...blockId,
      title: optional(plainText(block.containerTitleChars)),
      rich_text_title: optional(richText),
      subtitle: optional(anyText(block.containerTitleChars)),
      child_blocks: required(list(byType(plainBlocks, 'block in container'), { max: block.containerBlocks })),
      width: optional(literal('narrow', 'standard', 'wide', 'full')),
      icon: optional(imageElement),
      is_collapsible: optional(bool),
      default_collapsed: optional(bool),
      has_header_divider: optional(bool),
    },
    (value, pointer, findings) => {
      if (isRecord(value) && value.title === undefined && value.rich_text_title === undefined) {
        report(findings, pointer, 'missing_required_field', 'must have title or rich_text_title');
      }
    },
  ),
  context_actions: shape({
    type,
    ...blockId,
    elements: required(list(contextActionsElement, { max: block.contextActionsElements })),
  }),
  data_table: dataTable,
  data_visualization: shape({
    type,
    ...blockId,
    title: required(chars(block.chartTitleChars)),
    chart: required(chart),
  }),
  markdown: shape({ type, ...blockId, text: required(chars(block.markdownChars)) }),
  plan: shape({
    type,
    ...blockId,
    title: required(anyString),
    tasks: optional(list(byType({ task_card: taskCard }, 'task'), { min: 0 })),
  }),
  task_card: taskCard,
};

/** D: what the reference pages list under "available in surfaces" as messages alone. */
const inMessagesOnly = new Set([
  'carousel',
  'context_actions',
  'data_table',
  'data_visualization',
  'markdown',
  'plan',
  'table',
  'task_card',
]);

/** Everything that is wrong with the blocks of a message or a view, but for the length of a whole message. */
export function checkBlocks(blocks: unknown, surface: Surface, pointer = '/blocks'): Fault[] {
  const findings: Findings = { faults: [] };
  if (!Array.isArray(blocks)) {
    report(findings, pointer, 'invalid_type', 'must be an array');
    return findings.faults;
  }
  const most = surface === 'message' ? message.blocks : view.blocks;
  const count = surface === 'message' ? expandedBlocks(blocks) : blocks.length;
  if (count > most) report(findings, pointer, 'failed_constraint', `no more than ${most} items allowed`);

  const check = byType(blockChecks, 'type');
  for (const [index, one] of blocks.entries()) {
    const at = `${pointer}/${index}`;
    check(one, at, findings);
    if (surface !== 'message' && isRecord(one) && inMessagesOnly.has(String(one.type))) {
      report(findings, `${at}/type`, 'invalid_enum', `unsupported type: ${one.type}`);
    }
  }
  checkIds(blocks, pointer, findings);
  if (surface === 'message') checkOncePerMessage(blocks, pointer, findings);
  return findings.faults;
}

function checkIds(blocks: unknown[], pointer: string, findings: Findings): void {
  const seen = new Set<unknown>();
  let focused = 0;
  for (const [index, one] of blocks.entries()) {
    if (!isRecord(one)) continue;
    if (one.block_id !== undefined && seen.has(one.block_id)) {
      report(
        findings,
        `${pointer}/${index}/block_id`,
        'failed_constraint',
        `block_id "${one.block_id}" already exists`,
      );
    }
    seen.add(one.block_id);
    const actionIds = new Set<unknown>();
    for (const element of elementsOf(one)) {
      if (element.focus_on_load === true) focused += 1;
      if (element.action_id !== undefined && actionIds.has(element.action_id)) {
        report(
          findings,
          `${pointer}/${index}`,
          'failed_constraint',
          `action_id "${element.action_id}" already exists`,
        );
      }
      actionIds.add(element.action_id);
    }
  }
  if (focused > 1) {
    report(findings, pointer, 'failed_constraint', 'only one element may have focus_on_load');
  }
}

function checkOncePerMessage(blocks: unknown[], pointer: string, findings: Findings): void {
  const ofType = (wanted: string) => blocks.filter((one) => isRecord(one) && one.type === wanted).length;
  if (ofType('data_visualization') > message.charts) {
    report(findings, pointer, 'failed_constraint', `no more than ${message.charts} charts allowed`);
  }
  if (ofType('table') > message.tables) {
    report(findings, pointer, 'only_one_table_allowed', 'only one table is allowed in a message');
  }
}

/** The interactive elements that stand in a block. */
export function elementsOf(one: Record<string, unknown>): Record<string, unknown>[] {
  const listed = Array.isArray(one.elements) ? one.elements : [];
  const buttons = Array.isArray(one.actions) ? one.actions : [];
  return [one.element, one.accessory, ...listed, ...buttons].filter(isRecord);
}

const markdown = unified().use(remarkParse).use(remarkGfm);

/**
 * How many blocks a message has once Slack has taken its `markdown` blocks apart: each heading, table, list, code
 * block and paragraph becomes one (archestra PR #4980, which stays at 45 by this same estimate).
 */
function expandedBlocks(blocks: readonly unknown[]): number {
  let count = 0;
  for (const one of blocks) {
    const text = isRecord(one) && one.type === 'markdown' ? one.text : undefined;
    count += typeof text === 'string' ? Math.max(1, markdown.parse(text).children.length) : 1;
  }
  return count;
}

const textFields = new Set(['text', 'alt_text', 'title', 'caption', 'label', 'name', 'subtitle', 'body']);

/** Characters of text that people see, wherever they stand. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + textLength(one), 0);
  if (!isRecord(value)) return 0;
  let sum = 0;
  for (const [name, one] of Object.entries(value)) {
    if (typeof one === 'string') sum += textFields.has(name) ? one.length : 0;
    else sum += textLength(one);
  }
  return sum;
}

const viewBase = {
  type,
  blocks: required((value, pointer, findings) => {
    if (!Array.isArray(value)) report(findings, pointer, 'invalid_type', 'must be an array');
  }),
  private_metadata: optional(chars(view.privateMetadataChars, 0)),
  callback_id: optional(chars(view.callbackIdChars, 0)),
  external_id: optional(chars(view.externalIdChars, 0)),
} satisfies Record<string, { check: Check; required: boolean }>;

const viewCheck = byType(
  {
    home: shape(viewBase),
    modal: shape(
      {
        ...viewBase,
        title: required(plainText(view.titleChars)),
        close: optional(plainText(view.titleChars)),
        submit: optional(plainText(view.titleChars)),
        clear_on_close: optional(bool),
        notify_on_close: optional(bool),
        submit_disabled: optional(bool),
      },
      (value, pointer, findings) => {
        if (!isRecord(value) || !Array.isArray(value.blocks) || value.submit) return;
        if (value.blocks.some((one) => isRecord(one) && one.type === 'input')) {
          report(findings, `${pointer}/submit`, 'missing_required_field', 'missing required field: submit');
        }
      },
    ),
  },
  'type',
);

/** Everything that is wrong with a view, but for its size. */
export function checkView(value: unknown): Fault[] {
  const findings: Findings = { faults: [] };
  viewCheck(value, '', findings);
  if (!isRecord(value) || !Array.isArray(value.blocks)) return findings.faults;
  return [...findings.faults, ...checkBlocks(value.blocks, value.type === 'home' ? 'home' : 'modal')];
}
