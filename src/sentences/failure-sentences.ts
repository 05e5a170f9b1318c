/** Everything that can fail or be missing, with the facts its sentence needs. */
export type Failure =
  | { kind: 'empty-message' }
  | { kind: 'message-too-long'; characters: number; limit: number }
  | { kind: 'unknown-agent'; name: string; near: string | undefined }
  | { kind: 'unknown-code'; code: string; step: string; known: string[] }
  | { kind: 'unsure-code'; code: string }
  | { kind: 'no-model-for-agent'; agent: string; needs: string; why: string; isSet: boolean }
  | { kind: 'not-in-course' }
  | { kind: 'template-broken'; code: string }
  | { kind: 'model-refused'; why: string }
  | { kind: 'model-failed'; reason: string; kept: boolean }
  | { kind: 'model-stopped'; kept: boolean }
  | { kind: 'not-yours' }
  | { kind: 'outdated-button' }
  | { kind: 'already-run' }
  | { kind: 'nothing-to-save' }
  | { kind: 'nothing-under-way' }
  | { kind: 'work-stopped' }
  | { kind: 'not-built-yet'; what: string }
  | { kind: 'unreadable-file'; name: string }
  | { kind: 'picture-unseen'; names: string[] }
  | { kind: 'guessed-encoding'; name: string }
  | { kind: 'file-too-long'; name: string; limit: number }
  | { kind: 'file-without-place'; name: string; code: string }
  | { kind: 'several-files' }
  | { kind: 'file-refused'; names: string[] }
  | { kind: 'wrong-form'; errors: string[] }
  | { kind: 'out-of-scope' }
  | { kind: 'shared-channel' }
  | { kind: 'outsider' }
  | { kind: 'guest' }
  | { kind: 'place-refused'; why: string }
  | { kind: 'answered-directly' }
  | { kind: 'answered-in-thread' }
  | { kind: 'not-allowed-roles' }
  | { kind: 'roles-need-intent' }
  | { kind: 'form-sent' }
  | { kind: 'direct-messages-closed' }
  | { kind: 'form-too-late' }
  | { kind: 'reminder-unread'; why: 'no-time' | 'no-text' | 'out-of-range' | 'repeated' }
  | { kind: 'reminder-gone' }
  | { kind: 'out-of-order' };

const modelFailures: Record<string, string> = {
  'rate-limited': 'The model is busy and asked us to wait.',
  'server-error': 'The model had a fault of its own.',
  'timed-out': 'The model took too long.',
  unreachable: 'The model could not be reached.',
  'not-authorised': 'The model refused our key. Whoever runs this bot can see more with `npm run doctor`.',
  'bad-request':
    'The model did not accept the request. Whoever runs this bot can see more with `npm run doctor`.',
  'cut-short': 'The answer broke off.',
  'invalid-answer': 'The model sent nothing that can be used.',
};

const unreadReminders = {
  'no-time': 'When? Say it with a day or an hour, such as "remind me on Friday at 9 to send the email".',
  'no-text': 'Of what? Say it with the time, such as "remind me on Friday at 9 to send the email".',
  'out-of-range': 'That time is past, or more than a year away. Which other time suits you?',
  repeated: 'I can remind you once, not again and again. For which day shall I note it?',
};

const sentences: { [Kind in Failure['kind']]: (failure: Extract<Failure, { kind: Kind }>) => string } = {
  'empty-message': () => 'That message came through empty. What would you like to do?',
  'message-too-long': (f) =>
    `That is ${f.characters.toLocaleString('en-GB')} characters; I can take ${f.limit.toLocaleString('en-GB')} at once. It is kept in this thread. Send me the part that matters, or run a prompt that asks for pasted text, such as RW1.`,
  'unknown-agent': (f) => (f.near ? `I know no @${f.name}. ${f.near}?` : `I know no @${f.name}.`),
  'unknown-code': (f) =>
    f.known.length > 0
      ? `There is no ${f.code}. For ${f.step} there ${f.known.length === 1 ? 'is' : 'are'}:\n${f.known.map((line) => `- ${line}`).join('\n')}`
      : `There is no ${f.code}, and no prompt for ${f.step} yet.`,
  'unsure-code': (f) => `Did you mean ${f.code}?`,
  'no-model-for-agent': (f) =>
    `${f.why}, so ${f.agent} cannot answer that here. What it would need: ${f.needs}. ${f.isSet ? 'The' : 'Whoever runs this bot sets OPENAI_API_KEY or OPENAI_BASE_URL; the'} playbook prompts, your Foundation and the course work without one.`,
  'not-in-course': () =>
    'I found nothing about that in the course. Try another word for it, or name the step.',
  'template-broken': (f) =>
    `The ${f.code} prompt has a gap that I cannot fill, so I did not run it. Whoever runs this bot sees it with \`npm run -s content\`.`,
  'model-refused': () =>
    'The model declined to write this. Try other words, or leave out what it may have stumbled over.',
  'model-failed': (f) =>
    `${modelFailures[f.reason] ?? 'The model failed.'} ${f.kept ? 'What had arrived is kept above.' : 'Nothing is lost: what you asked is kept.'}`,
  'model-stopped': (f) =>
    f.kept ? 'Stopped. What was written so far is kept.' : 'Stopped before anything was written.',
  'not-yours': () => 'That belongs to somebody else, so I left it alone.',
  'outdated-button': () =>
    'That button is from another version of me. Ask again and I will show a fresh one.',
  'already-run': () =>
    'That one has run already. Its answer is in this thread; press Another try there for a new one.',
  'nothing-to-save': () => 'There is no answer to save yet. Paste what your chat model wrote first.',
  'nothing-under-way': () => 'Nothing is under way here now.',
  'work-stopped': () => 'Done. Tell me how you would like to go on.',
  'not-built-yet': (f) => `I cannot ${f.what} yet.`,
  'unreadable-file': (f) =>
    `I cannot read ${f.name} yet; it is kept here for people. Paste its text, or send it as .txt, .md, .csv, .tsv or .json.`,
  'picture-unseen': (f) =>
    f.names.length === 1
      ? `We agents cannot look at pictures yet. ${f.names[0]} is here for people to see: tell us in words what matters in it.`
      : `We agents cannot look at pictures yet. ${f.names.join(', ')} are here for people to see: tell us in words what matters in them.`,
  'guessed-encoding': (f) =>
    `I read ${f.name} as Windows-1252, for it is not in UTF-8: please check accents and the £ sign.`,
  'file-too-long': (f) =>
    `The form takes ${f.limit.toLocaleString('en-GB')} characters and ${f.name} has more: paste the part that matters.`,
  'file-without-place': (f) =>
    `${f.code} has no question that takes a text, so it used nothing of ${f.name}. Tell me in words what it should draw on.`,
  'several-files': () => 'I can put one file into a form, and you sent several: paste what belongs there.',
  'file-refused': (f) =>
    `I made ${f.names.join(', ')}, and this workspace does not let me send files. Whoever runs this bot can see why with \`npm run doctor\`.`,
  'wrong-form': (f) =>
    `Almost there; everything you typed is kept.\n${f.errors.map((error) => `- ${error}`).join('\n')}`,
  'out-of-scope': () =>
    'That is outside the course, so I would only guess. Please ask whoever you bought from, or somebody qualified; your facilitator can say whom. With your shop I gladly help.',
  'shared-channel': () =>
    'This channel is shared with another organisation, so I do not answer here. Ask me in a direct message; whoever runs this bot can allow it with SLACK_SHARED_CHANNELS=on.',
  outsider: () =>
    'I answer the members of this workspace, and you write from another organisation. Whoever runs this bot can allow it with SLACK_OUTSIDERS=on.',
  guest: () =>
    'I answer the full members of this workspace, and you are here as a guest. Whoever runs this bot can allow it with SLACK_GUESTS=on.',
  'place-refused': (f) => `I could not answer where you asked: ${f.why}. So here it is.`,
  'answered-directly': () => 'On its way to our direct message.',
  'answered-in-thread': () => 'On its way: the answer comes in the thread of that message.',
  'not-allowed-roles': () => 'Only somebody who may manage this server’s roles can do that.',
  'roles-need-intent': () =>
    'I cannot read such a mention yet: Discord shows it to me only with the Message Content Intent, which whoever runs me switches on in the developer portal.',
  'form-sent': () => 'Sent.',
  'direct-messages-closed': () =>
    'Part of my answer is for you alone, and your direct messages are closed to me. Press the button to see it here, visible to nobody else. To open them: the server’s name, Privacy Settings, Direct Messages.',
  'form-too-late': () => 'That took too long to open. Nothing is lost: please press once more.',
  'reminder-unread': (f) => unreadReminders[f.why],
  'reminder-gone': () => 'There is no such reminder of yours any more.',
  'out-of-order': () =>
    'Something went wrong on our side and I could not answer. What you wrote is kept; please send it once more.',
};

/** The one plain sentence for a failure. */
export function sentenceFor(failure: Failure): string {
  const sentence = sentences[failure.kind] as (failure: Failure) => string;
  return sentence(failure);
}
