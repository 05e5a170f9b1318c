/** What a press or a form does. Each may be done twice harmlessly; the presser must own the thing named by the id. */
export const verbs = [
  'foundation', // open a form of the Foundation: id is `minimum`, `company`, `market` or `customer`
  'interview', // begin or go on with Sage's interview; id is `on`, or `passed` to ask again what was passed
  'pass', // pass the interview's question; id is the field's path
  'rest', // let the interview rest; id is `now`
  'remove', // remove an item of a list; id is the waiting request
  'undo', // take a change of the Foundation back: id is the version, or `last` to ask about the last one
  'run', // run the prompt whose code is the id
  'lesson', // read a part of a module: id is `<module>.<part>`, both from 0
  'checklist', // show a module's checklist: id is its number, as in the next ones
  'worksheet', // send a module's worksheet as a file: id is `<module>.md` or `<module>.csv`
  'tick', // id is `<module>.<item>`, both from 0
  'untick',
  'done', // a module is done
  'reopen', // it is not, after all
  'where', // where somebody is in the course; id is `me`
  'step', // show a step's prompts: id is its module's number, or `any`
  'pick', // answer a question of the Director: id is `<request>~<code or role>`
  'fill', // open the form that a waiting run needs
  'paste', // open the form for what a chat model answered
  'keep', // keep the numbers on a preview card; id is the card
  'change', // open the form of a preview card
  'drop', // leave a preview card, keep nothing
  'numbers', // open the form for a period's numbers: id is its key, or `week`
  'dashboard', // all numbers in one picture; id is `me`
  'hook', // make and show the address of a hook: id is `person` or `organization`
  'erase', // delete the kept numbers of one period; id is the snapshot
  'save', // keep an answer as an asset
  'saveall', // keep every item of a list as an asset of its own
  'choose', // open the form of a list's items
  'asset', // open a saved asset; the id is its own, as in the next ones
  'assets', // turn to a page of saved work: id is `<search or all>~<page>`
  'which', // which asset was meant: id is `<request>~<asset>`
  'refine', // open the form for what should get better in an asset
  'edit', // open the form of an asset
  'live', // an asset has gone live
  'draft', // it is a draft again
  'archive', // ask whether to archive it
  'shelve', // archive it
  'unshelve', // take it out of the archive
  'why', // show what it came from
  'restore', // go back to the wording before
  'copy', // send saved work as a file: id is `<asset, search or all>.<md or csv>`
  'accept', // keep a proposal for the Foundation: id is `<execution>~<index>~<mark of the value shown>`
  'both', // add a proposal to what is there
  'reword', // open the form of a proposal
  'skip', // go on to the next proposal
  'file', // send an answer, or the finished prompt, as a file
  'retry', // another try of an execution
  'tone', // ask for the tone of another try
  'warmer',
  'bolder',
  'plainer',
  'profile', // open the form of who somebody is, or of reminders and quiet hours: id is `profile` or `settings`
  'nudge', // choose how often to be nudged: id is the position of the choice
  'snooze', // put the next nudge off: id is 1 or 7 days
  'hush', // send nothing unasked any more
  'resume', // send as before
  'quietweek', // there is nothing to report for that week
  'code', // open the form that takes a code
  'settle', // open the form in which two accounts' differences are settled; id is the merge
  'join', // join two accounts; id is the merge
  'apart', // leave two accounts apart; id is the merge
  'unlink', // make an account a person of its own; id is made of the account's
  'agree', // do what an agent suggested; id is the waiting request
  'forget', // forget a reminder
  'mydata', // send all that is kept of the presser; id is `all`
  'wipe', // delete all that is kept of the presser; id is the erasure
  'leave', // delete nothing
  'appoint', // make somebody a facilitator; id is the person
  'dismiss', // take that role away
  'cohort', // open the form of a cohort: id is `new`, `new~<waiting request>` or the cohort, as in the next ones
  'group', // show a cohort
  'health', // show who is stuck in it, and why
  'roster', // send the same as a file
  'invite', // show its code; a new one where there is none
  'uninvite', // take its code back
  'connect', // this channel becomes the cohort's: id is `<cohort>~<waiting request>`
  'disconnect', // it is no longer the cohort's
  'endcohort', // end it
  'withdraw', // go out of it
  'announce', // open the form of an announcement: id is its own, as in the next ones
  'notice', // show it as it will be read
  'schedule', // post it at its time
  'unschedule', // do not
  'resend', // post it where it is missing
  'going', // come to a live hour: id is its own, as in the next ones
  'absent', // do not
  'askfirst', // open the form of a question for it
  'calloff', // it does not take place
  'plan', // schedule all lessons of a cohort; id is the cohort
  'replan', // open the form of its lesson plan
  'human', // open the form of a question to a human; id is `new`
  'reply', // open the form of its answer: id is the question
  'link', // set or remove a link of a module; id is the waiting request
  'helped', // this answer helped; id is the execution
  'missed', // it did not
] as const;
export type Verb = (typeof verbs)[number];

export type ButtonId =
  | { kind: 'known'; verb: Verb; id: string }
  | { kind: 'outdated' }
  | { kind: 'malformed' };

/** `1:<verb>:<id>`, at most 100 characters (Discord's limit for a `custom_id`). */
export function formatButtonId(verb: Verb, id: string): string {
  return `1:${verb}:${id}`;
}

/** Reads what `formatButtonId` wrote, in this version or another's: `outdated` has a version or verb unknown here. */
export function parseButtonId(text: string): ButtonId {
  const match = /^(\d+):([a-z]+):([A-Za-z0-9._~-]*)$/.exec(text);
  if (!match) return { kind: 'malformed' };
  const [, version, verb, id] = match;
  const known = verbs.find((candidate) => candidate === verb);
  if (version !== '1' || !known || id === undefined) return { kind: 'outdated' };
  return { kind: 'known', verb: known, id };
}
