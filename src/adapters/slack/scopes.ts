/**
 * What the app asks of a workspace, each with what it is for: the install page asks for these, and no others. A scope
 * without a call or an event in this folder goes.
 */
export const botScopes = {
  'app_mentions:read': 'hears where somebody mentions it (event app_mention)',
  'assistant:write': 'offers next steps in a new direct message (assistant.threads.setSuggestedPrompts)',
  'channels:history':
    'hears a thread that it is in go on without a mention (event message.channels), and looks whether a message of its own has arrived (conversations.replies)',
  'chat:write': 'answers, in text that grows and with a status line (chat.*, assistant.threads.setStatus)',
  'chat:write.customize': 'answers under the name and the picture of the agent that speaks',
  commands: 'offers /elevate and the message shortcut',
  'groups:history': 'the same as channels:history in private channels that it was invited to',
  'im:history': 'hears direct messages (event message.im), and looks whether one of its own has arrived',
  'im:write': 'finds the direct message with a person whom it writes to first (conversations.open)',
  'users:read': 'calls people by their names (users.info), and learns its own app id (bots.info)',
  'users:read.email': 'knows administrators by the e-mail address in ADMINS (users.info)',
} as const satisfies Record<string, string>;
