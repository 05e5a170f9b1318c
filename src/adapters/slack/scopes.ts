/** Everything that the bot's token is asked for, and what would be missing without it: nothing that the code does not use. */
export const botScopes: Array<{ scope: string; why: string }> = [
  { scope: 'app_mentions:read', why: 'hears when somebody mentions it in a channel' },
  {
    scope: 'assistant:write',
    why: 'is an agent in Slack: suggests next steps when its messages are opened, and has a Stop button',
  },
  {
    scope: 'channels:history',
    why: 'hears follow-ups in threads of public channels, and reads back what it said when an answer was lost',
  },
  { scope: 'channels:read', why: 'lets npm run doctor name the public channels that are archived or shared' },
  { scope: 'chat:write', why: 'answers, streams, edits what it said, and shows what it is doing' },
  { scope: 'chat:write.customize', why: "answers under the agents' own names and pictures" },
  { scope: 'commands', why: 'offers /elevate and the shortcut "Ask an agent about this"' },
  { scope: 'dnd:read', why: 'writes to nobody unasked who has told Slack not to disturb them' },
  { scope: 'files:read', why: 'reads the files that people send with what they write to it' },
  { scope: 'files:write', why: 'sends worksheets, answers as files, and pictures' },
  { scope: 'groups:history', why: 'does in private channels what channels:history does in public ones' },
  { scope: 'groups:read', why: 'does for private channels what channels:read does for public ones' },
  { scope: 'im:history', why: 'hears direct messages' },
  {
    scope: 'im:write',
    why: 'opens a direct message for what concerns one person alone, also when they never wrote there',
  },
  { scope: 'users:read', why: 'calls people by their names, and knows its own' },
  { scope: 'users:read.email', why: 'keeps the e-mail address by which a person is known elsewhere' },
];
