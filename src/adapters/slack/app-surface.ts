import { askAboutCallbackId } from './parse-interaction.ts';

/** Where Slack sends everything when it comes over HTTP: events, presses, forms and commands. */
export const eventsPath = '/slack/events';

/** What the app subscribes to, and the scope that each needs. */
export const botEvents: Array<{ event: string; scope?: string }> = [
  { event: 'agent_session_stopped', scope: 'assistant:write' },
  { event: 'app_home_opened' },
  { event: 'app_mention', scope: 'app_mentions:read' },
  { event: 'app_uninstalled' },
  { event: 'message.channels', scope: 'channels:history' },
  { event: 'message.groups', scope: 'groups:history' },
  { event: 'message.im', scope: 'im:history' },
  { event: 'tokens_revoked' },
];

export const slashCommand = {
  command: '/elevate',
  description: 'Ask an agent of your course. The answer comes as a direct message.',
  usage_hint: '[@Writer H1] or [help] or [list prompts]',
} as const;

export const messageShortcut = {
  type: 'message',
  name: 'Ask an agent about this',
  callback_id: askAboutCallbackId,
  description: 'Put a question about this message to an agent. The answer is for you alone.',
} as const;

export const appWords = {
  name: 'Elevate',
  description: 'The companion of your e-commerce course: agents, a playbook and your own Foundation.',
  longDescription:
    'Mention Elevate, name an agent such as Writer or Sage, and say what you need. It finds the playbook prompt that fits, fills it with what you have written down about your business, asks for what is missing, and answers in the thread as that agent. Drafts that you like are kept. What concerns you alone is told to you alone.',
  agentDescription:
    'Agents of your e-commerce course. Say what you need or name a prompt by its code, such as H1; they use what you have written down about your business and ask for what is missing.',
} as const;
