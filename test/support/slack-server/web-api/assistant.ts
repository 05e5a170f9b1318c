import type { Backstage } from '../backstage.ts';
import { limits } from '../limits.ts';
import { isRecord } from '../shape-check.ts';
import type { AgentSession } from '../world.ts';
import { threadKey } from '../world.ts';
import type { Methods } from './answers.ts';
import { authorOf } from './chat.ts';
import { refuse } from './method.ts';
import { threadRoot, writableChannel } from './places.ts';

const statuses = ['active', 'processing', 'suspended', 'closed'] as const;
const { assistant } = limits;

/** Threads with the app as an agent: their status, title and suggestions. */
export const assistantMethods: Methods<
  | 'assistant.threads.setStatus'
  | 'assistant.threads.setTitle'
  | 'assistant.threads.setSuggestedPrompts'
  | 'agents.sessions.setStatus'
  | 'agents.sessions.rename'
> = {
  'assistant.threads.setStatus': {
    token: 'bot',
    // P: since 2026-03-05; before that it was `assistant:write`.
    scopes: ['chat:write'],
    tier: 'tier3',
    run: (call, backstage) => {
      const { world } = backstage;
      const channel = writableChannel(call, backstage, call.args.required('channel_id'));
      const threadTs = call.args.required('thread_ts');
      threadRoot(channel, threadTs);
      const status =
        call.args.text('status') ?? refuse('invalid_arguments', 'missing required field: status');
      const loadingMessages = call.args.json('loading_messages') ?? [];
      if (!Array.isArray(loadingMessages) || loadingMessages.length > assistant.loadingMessages) {
        refuse('invalid_arguments', `no more than ${assistant.loadingMessages} items allowed`);
      }
      const { username } = authorOf(call);
      const key = threadKey(channel.id, threadTs);
      if (status === '') world.statuses.delete(key);
      else {
        const setAtMs = world.clock.nowMs();
        world.statuses.set(key, { status, loadingMessages, setAtMs, ...(username && { username }) });
      }
      return {};
    },
  },

  'assistant.threads.setTitle': {
    token: 'bot',
    scopes: ['assistant:write'],
    tier: 'tier3',
    run: (call, backstage) => {
      const channel = writableChannel(call, backstage, call.args.required('channel_id'));
      const threadTs = call.args.required('thread_ts');
      threadRoot(channel, threadTs);
      const title = call.args.required('title');
      sessionOf(backstage, channel.id, threadTs).title = title;
      return {};
    },
  },

  'assistant.threads.setSuggestedPrompts': {
    token: 'bot',
    scopes: ['assistant:write'],
    tier: 'tier3',
    run: (call, backstage) => {
      const channel = writableChannel(call, backstage, call.args.required('channel_id'));
      const prompts = call.args.json('prompts');
      const fits =
        Array.isArray(prompts) &&
        prompts.length > 0 &&
        prompts.length <= assistant.suggestedPrompts &&
        prompts.every(
          (one) => isRecord(one) && typeof one.title === 'string' && typeof one.message === 'string',
        );
      if (!fits)
        refuse('invalid_arguments', `prompts: 1 to ${assistant.suggestedPrompts}, with title and message`);
      const threadTs = call.args.text('thread_ts');
      if (threadTs) threadRoot(channel, threadTs);
      backstage.world.suggestedPrompts.set(threadKey(channel.id, threadTs ?? ''), {
        title: call.args.text('title') ?? '',
        prompts,
      });
      return {};
    },
  },

  'agents.sessions.setStatus': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'tier3',
    run: (call, backstage) => {
      const channel = writableChannel(call, backstage, call.args.required('channel_id'));
      const threadTs = call.args.required('thread_ts');
      threadRoot(channel, threadTs);
      const title = call.args.text('title');
      const session = setSessionStatus(backstage, {
        channelId: channel.id,
        threadTs,
        status: call.args.required('status'),
        ...(title && { title }),
      });
      return { status: session.status, agent_status: session.status, title: session.title };
    },
  },

  'agents.sessions.rename': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'tier3',
    run: (call, backstage) => {
      const channel = writableChannel(call, backstage, call.args.required('channel_id'));
      const threadTs = call.args.required('thread_ts');
      const title = checkTitle(call.args.required('title'));
      const session = backstage.world.sessions.get(threadKey(channel.id, threadTs));
      if (!session) refuse('session_not_found');
      session.title = title;
      return { title };
    },
  },
};

/** Opens the session where there is none. A title counts only then (D). */
export function setSessionStatus(
  backstage: Backstage,
  given: { channelId: string; threadTs: string; status: string; title?: string },
): AgentSession {
  const status = statuses.find((one) => one === given.status);
  if (!status) refuse('invalid_arguments', `status must be one of ${statuses.join(', ')}`);
  const title = given.title === undefined ? '' : checkTitle(given.title);
  const isNew = !backstage.world.sessions.has(threadKey(given.channelId, given.threadTs));
  const session = sessionOf(backstage, given.channelId, given.threadTs);
  session.status = status;
  if (isNew && title) session.title = title;
  return session;
}

function sessionOf({ world }: Backstage, channelId: string, threadTs: string): AgentSession {
  const key = threadKey(channelId, threadTs);
  const session = world.sessions.get(key) ?? { channelId, threadTs, status: 'active', title: '' };
  world.sessions.set(key, session);
  return session;
}

function checkTitle(title: string): string {
  if (title.length > assistant.sessionTitleChars) {
    refuse('invalid_arguments', `title must be less than ${assistant.sessionTitleChars + 1} characters`);
  }
  return title;
}
