import { limits } from './limits.ts';
import {
  anyString,
  bool,
  byType,
  type Check,
  chars,
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

const { element } = limits;

export function plainText(maximum: number): Check {
  return byType(
    { plain_text: shape({ type, text: required(chars(maximum)), emoji: optional(bool) }) },
    'text',
  );
}

export function mrkdwnText(maximum: number): Check {
  return byType(
    { mrkdwn: shape({ type, text: required(chars(maximum)), verbatim: optional(bool) }) },
    'text',
  );
}

export function anyText(maximum: number): Check {
  return byType(
    {
      plain_text: shape({ type, text: required(chars(maximum)), emoji: optional(bool) }),
      mrkdwn: shape({ type, text: required(chars(maximum)), verbatim: optional(bool) }),
    },
    'text',
  );
}

const slackFile = shape({ id: optional(anyString), url: optional(anyString) }, (value, pointer, findings) => {
  if (isRecord(value) && (value.id === undefined) === (value.url === undefined)) {
    report(findings, pointer, 'failed_constraint', 'must have either id or url');
  }
});

/** An image is at an address or is a file of Slack's, never both. */
export const oneImageSource: Check = (value, pointer, findings) => {
  if (isRecord(value) && (value.image_url === undefined) === (value.slack_file === undefined)) {
    report(findings, pointer, 'failed_constraint', 'must have either image_url or slack_file');
  }
};

export const imageSource = {
  image_url: optional(chars(element.urlChars)),
  slack_file: optional(slackFile),
};

export const imageElement = shape(
  { type, alt_text: required(chars(limits.block.imageAltTextChars)), ...imageSource },
  oneImageSource,
);

const confirm = optional(
  shape({
    title: required(plainText(element.confirmTitleChars)),
    text: required(anyText(element.confirmTextChars)),
    confirm: required(plainText(element.confirmButtonChars)),
    deny: required(plainText(element.confirmButtonChars)),
    style: optional(literal('primary', 'danger')),
  }),
);

const action = { type, action_id: optional(chars(element.actionIdChars)) };
const focus = { focus_on_load: optional(bool) };
const placeholder = { placeholder: optional(plainText(element.placeholderChars)) };
const dispatch = {
  dispatch_action_config: optional(
    shape({ trigger_actions_on: required(list(literal('on_enter_pressed', 'on_character_entered'))) }),
  ),
};
const initialValue = { initial_value: optional(chars(element.inputChars, 0)) };

function option(text: Check): Check {
  return shape({
    text: required(text),
    value: required(chars(element.optionValueChars)),
    description: optional(anyText(element.optionDescriptionChars)),
    url: optional(chars(element.urlChars)),
  });
}
const plainOption = option(plainText(element.optionTextChars));
const markedOption = option(anyText(element.optionTextChars));

const eitherOptionsOrGroups: Check = (value, pointer, findings) => {
  if (isRecord(value) && (value.options === undefined) === (value.option_groups === undefined)) {
    report(findings, pointer, 'failed_constraint', 'must have either options or option_groups');
  }
};
const menu = { ...action, ...placeholder, ...focus, confirm };
const many = { max_selected_items: optional(number({ from: 1, whole: true })) };
const staticOptions = {
  options: optional(list(plainOption, { max: element.selectOptions })),
  option_groups: optional(
    list(
      shape({
        label: required(plainText(element.optionTextChars)),
        options: required(list(plainOption, { max: element.selectOptions })),
      }),
      { max: element.optionGroups },
    ),
  ),
};
const minQuery = { min_query_length: optional(number({ from: 0, whole: true })) };
const conversation = {
  default_to_current_conversation: optional(bool),
  filter: optional(
    shape({
      include: optional(list(literal('im', 'mpim', 'private', 'public'))),
      exclude_external_shared_channels: optional(bool),
      exclude_bot_users: optional(bool),
    }),
  ),
};
const urlAnswer = { response_url_enabled: optional(bool) };
const ids = optional(list(anyString, { min: 0 }));

const button = shape({
  ...action,
  text: required(plainText(element.buttonTextChars)),
  value: optional(chars(element.valueChars, 0)),
  url: optional(chars(element.urlChars)),
  style: optional(literal('primary', 'danger')),
  accessibility_label: optional(chars(element.accessibilityLabelChars)),
  confirm,
});

const feedbackButton = required(
  shape({
    text: required(plainText(element.buttonTextChars)),
    value: required(chars(element.valueChars)),
    accessibility_label: optional(chars(element.accessibilityLabelChars)),
  }),
);

const choices = {
  ...action,
  ...focus,
  confirm,
  options: required(list(markedOption, { max: element.choiceOptions })),
};

const menus = {
  static_select: shape(
    { ...menu, ...staticOptions, initial_option: optional(plainOption) },
    eitherOptionsOrGroups,
  ),
  multi_static_select: shape(
    { ...menu, ...many, ...staticOptions, initial_options: optional(list(plainOption)) },
    eitherOptionsOrGroups,
  ),
  external_select: shape({ ...menu, ...minQuery, initial_option: optional(plainOption) }),
  multi_external_select: shape({
    ...menu,
    ...many,
    ...minQuery,
    initial_options: optional(list(plainOption)),
  }),
  users_select: shape({ ...menu, initial_user: optional(anyString) }),
  multi_users_select: shape({ ...menu, ...many, initial_users: ids }),
  conversations_select: shape({
    ...menu,
    ...conversation,
    ...urlAnswer,
    initial_conversation: optional(anyString),
  }),
  multi_conversations_select: shape({ ...menu, ...many, ...conversation, initial_conversations: ids }),
  channels_select: shape({ ...menu, ...urlAnswer, initial_channel: optional(anyString) }),
  multi_channels_select: shape({ ...menu, ...many, initial_channels: ids }),
};

const pickers = {
  datepicker: shape({ ...menu, initial_date: optional(anyString) }),
  timepicker: shape({ ...menu, initial_time: optional(anyString), timezone: optional(anyString) }),
  datetimepicker: shape({ ...action, ...focus, confirm, initial_date_time: optional(number()) }),
};

const choosers = {
  checkboxes: shape({ ...choices, initial_options: optional(list(markedOption)) }),
  radio_buttons: shape({ ...choices, initial_option: optional(markedOption) }),
};

const richTextInput = shape({
  ...action,
  ...dispatch,
  ...focus,
  ...placeholder,
  initial_value: optional((value, pointer, findings) => {
    if (!isRecord(value) || value.type !== 'rich_text') {
      report(findings, pointer, 'invalid_type', 'must be a rich_text block');
    }
  }),
});

const inputs = {
  plain_text_input: shape({
    ...action,
    ...dispatch,
    ...focus,
    ...placeholder,
    ...initialValue,
    multiline: optional(bool),
    min_length: optional(number({ from: 0, to: element.inputChars, whole: true })),
    max_length: optional(number({ from: 1, to: element.inputChars, whole: true })),
  }),
  email_text_input: shape({ ...action, ...dispatch, ...focus, ...placeholder, ...initialValue }),
  url_text_input: shape({ ...action, ...dispatch, ...focus, ...placeholder, ...initialValue }),
  number_input: shape({
    ...action,
    ...dispatch,
    ...focus,
    ...placeholder,
    ...initialValue,
    is_decimal_allowed: required(bool),
    min_value: optional(anyString),
    max_value: optional(anyString),
  }),
  rich_text_input: richTextInput,
  file_input: shape({
    ...action,
    filetypes: optional(list(anyString)),
    max_files: optional(number({ from: 1, to: element.fileInputFiles, whole: true })),
  }),
};

const workflowButton = shape({
  ...action,
  text: required(plainText(element.buttonTextChars)),
  workflow: required((value, pointer, findings) => {
    if (!isRecord(value)) report(findings, pointer, 'invalid_type', 'must be an object');
  }),
  style: optional(literal('primary', 'danger')),
  accessibility_label: optional(chars(element.accessibilityLabelChars)),
});

const overflow = shape({
  ...action,
  confirm,
  options: required(list(plainOption, { max: element.overflowOptions })),
});

/** Which elements may stand where, by the union types of `@slack/types` 3.2.0. */
export const actionsElement = byType(
  {
    button,
    overflow,
    workflow_button: workflowButton,
    rich_text_input: richTextInput,
    ...choosers,
    ...menus,
    ...pickers,
  },
  'element in actions',
);

export const accessory = byType(
  {
    button,
    overflow,
    workflow_button: workflowButton,
    image: imageElement,
    ...choosers,
    ...menus,
    ...pickers,
  },
  'accessory',
);

export const inputElement = byType({ ...inputs, ...choosers, ...menus, ...pickers }, 'element in input');

export const contextElement = byType(
  {
    image: imageElement,
    plain_text: plainText(limits.block.textChars),
    mrkdwn: mrkdwnText(limits.block.textChars),
  },
  'element in context',
);

export const contextActionsElement = byType(
  {
    feedback_buttons: shape({ ...action, positive_button: feedbackButton, negative_button: feedbackButton }),
    icon_button: shape({
      ...action,
      confirm,
      icon: required(anyString),
      text: required(plainText(element.buttonTextChars)),
      value: optional(chars(element.valueChars)),
      accessibility_label: optional(chars(element.accessibilityLabelChars)),
      visible_to_user_ids: optional(list(anyString)),
    }),
  },
  'element in context_actions',
);

export const cardButton = byType({ button }, 'card action');

export const urlSource = shape({
  type: required(literal('url')),
  url: required(anyString),
  text: required(anyString),
});
