import { readAnnounceWish } from '../cohort/read-announce-wish.ts';
import { readCohortWish } from '../cohort/read-cohort-wish.ts';
import type { Command } from '../domain/director-task.ts';
import { elevateStepSchema } from '../domain/elevate-step.ts';
import { readListEdit } from '../foundation/read-list-edit.ts';
import { readResearch } from '../foundation/read-research.ts';
import { readAssetWish } from '../playbook/assets/read-asset-wish.ts';

const steps = `(?:${elevateStepSchema.options.join('|').toLowerCase()})`;

const numbers = '(?:numbers|figures|stats|metrics)';
const period =
  '(?:(?:the )?(?:last|this) (?:week|month)|the week before last|\\w+ weeks? ago|week \\d{1,2}|january|february|march|april|may|june|july|august|september|october|november|december)';
const whose = `(?:my )?${period}'?s?`;

const moduleLink = '(?:video|worksheet|image|picture)(?: link)?';
const module = '(?:module )?[\\w-]+(?: module)?';

/** Near-exact wordings. Each pattern is held against the whole message in lower case, punctuation at its ends removed. */
const patterns: Array<[Command, RegExp]> = [
  ['stop', /^(?:please )?(?:stop|cancel|stop it|stop that|abort)$/],
  [
    'help',
    /^(?:\/?help|\/?commands|what can you do|what do you do|how does this work|who are you)(?: please| pls)?$/,
  ],
  [
    'interview-passed',
    /^(?:please )?ask (?:me )?(?:again )?(?:about )?(?:(?:the|what) )?(?:i )?(?:skipped|passed)(?: (?:ones|questions|cells))?(?: again)?(?: please)?$/,
  ],
  [
    'interview',
    /^(?:please )?(?:(?:(?:can|could) you |will you )?interview me(?: (?:about|for|on) my (?:foundation|business))?|(?:start|begin|open|continue|resume|go on with|carry on with|finish) (?:(?:the|my|our|sage'?s) )?(?:foundation )?interview|start with sage|(?:let'?s|can we|i want to|i'?d like to|help me) (?:fill(?: in| out)?|do|start|begin|build|complete|continue|finish|go on with|work on) (?:in )?(?:my|our|the) foundation|(?:start|begin|continue|resume|go on with|carry on with|fill(?: in| out)?) (?:my|our|the) foundation)(?: (?:now|together|please|pls|with sage))?$/,
  ],
  [
    'missing',
    /^(?:what(?:'?s| is)(?: still)? (?:missing|open|empty)(?: (?:in|from) (?:my|our|the) foundation)?|what does (?:my|our|the) foundation (?:still )?(?:lack|need)|how (?:complete|full) is (?:my|our|the) foundation|foundation (?:status|completeness)|what would .{1,30} unlock)$/,
  ],
  [
    'foundation-changes',
    /^(?:show(?: me)? )?what(?:'?s| has| have i| did i)? changed?(?: (?:in|of|on) (?:my|our|the) foundation)?(?: since .{2,30})?$|^(?:show(?: me)? )?(?:the )?(?:changes|history)(?: (?:in|of|to) (?:my|our|the) foundation)?(?: since .{2,30})?$/,
  ],
  [
    'undo',
    /^(?:please )?(?:undo(?: (?:that|it|this|the last(?: change)?|my last change))?|take (?:that|it) back)$/,
  ],
  [
    'list-prompts',
    new RegExp(
      `^(?:list|show)(?: me)?(?: all)?(?: the| my)?(?: ${steps})? (?:prompts|playbook|codes)(?: (?:for|of|in) (?:the )?${steps})?(?: step)?(?: please| pls)?$|^(?:${steps} )?prompts$`,
    ),
  ],
  [
    'progress',
    /^(?:show (?:me )?)?(?:my )?(?:progress|status)(?: report)?(?: please| pls)?$|^(?:show|give)(?: me)? my checklist\b/,
  ],
  [
    'save',
    /^(?:please )?save (?:it|this|that|that one|this one|the (?:last|first|second|final)(?: one)?)\b.{0,30}$|^save$/,
  ],
  [
    'assets',
    /^\/?(?:(?:show|list) )?(?:me )?(?:my )?(?:assets|drafts|saved work|assets and drafts)(?: please| pls)?$/,
  ],
  ['mute', /^(?:(?:please )?mute(?: (?:this|the) thread)?|leave this thread|🔕|🔇)$/u],
  ['archive', /^archive (?:the|my|this|that|it)\b.{0,40}$/],
  [
    'nudges',
    /^(?:please )?(?:catch me up|what (?:did i|have i) miss(?:ed)?)(?: please| pls)?$|^(?:(?:i'?m|i am|i'?ll be|we'?re) )?(?:away|on holidays?|on vacation|on leave|out of office|holiday)(?: (?:until|till|from|for|next|tomorrow|this)\b.{0,40})?$|^(?:i'?m|i am) back$|^(?:pause|mute|snooze)(?: (?:until|till|for)\b.{1,40})$|^(?:please )?(?:unsubscribe(?: me)?|pause|leave me alone)(?: please)?$|^(?:snooze|resume(?: reminders| nudges)?)$|^stop\b.{0,20}\b(?:reminders?|nudges?|messages?|messaging)\b|\b(?:pause|stop|resume|snooze|only|no more|fewer|less)\b.{0,20}\b(?:reminders?|nudges?|nudge me|remind me)\b|\b(?:don'?t|do not|stop) (?:message|messaging|ping|dm|text) me\b/,
  ],
  [
    'remind',
    /^(?:(?:please|pls|can you|could you|will you|would you)[ ,]+)*(?:remind me (?:to|that|about|on|at|in|by|before|after|this|next|tomorrow|today|tonight|later|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\b|\d|every|each|of .*\bat \d|of .*\d ?(?:am|pm))\b|(?:set|make)(?: me)? a reminder\b)/,
  ],
  [
    'settings',
    /^(?:my |show my |change my |edit my )?(?:settings|profile)(?: please)?$|\b(?:change|set|update)\b.{0,15}\b(?:time ?zone|currency|language|quiet hours)\b|\bmy time ?zone\b|\bquiet hours\b|\b(?:reminders?|nudges?|check.?ins?)\b.{0,40}\b(?:hours? (?:early|late)|wrong time|clocks?)\b/,
  ],
  [
    'link',
    /^(?:(?:link|link code|code|my code is|the code is|enter code)[: ]{0,3})?\d{3}[ .-]?\d{3}$|^(?:un)?link$|^unlink .{1,30}$|^(?:un)?link (?:my )?(?:slack|discord|account|accounts)\b|\b(?:merge|join|connect|link)\b.{0,25}\b(?:slack and discord|discord and slack|them|my accounts)\b|\bslack and discord\b.{0,40}\b(?:merge|link|join)\b/,
  ],
  [
    'revoke-hook',
    /^(?:please )?(?:(?:revoke|disable|turn off) (?:my |the |our )?(?:web ?|numbers |funnel )?hooks?|(?:delete|remove|stop) (?:my |the |our )?(?:web ?|numbers |funnel )hooks?)$/,
  ],
  [
    'hook',
    /^(?:please )?(?:(?:(?:make|create|give|get|set up|show|add|new)(?: me)?(?: a| an| my| the| our)?(?: new)? )?(?:web ?|numbers |funnel )hook(?: url| address)?(?: for (?:my |the |our |a )?(?:weekly |week'?s )?(?:numbers?|figures|funnel|stats|metrics|reports?|organi[sz]ation|team|company|shop|zapier|make|n8n))?|connect (?:me to |my numbers to )?(?:zapier|make\.com|my shop))$/,
  ],
  [
    'delete-numbers',
    new RegExp(
      `^(?:please )?(?:delete|remove|erase|forget|wipe) (?:my |the )?(?:weekly )?${numbers}(?: (?:for|of|from|in) ${period})?$|^(?:please )?(?:delete|remove|erase|forget|wipe) ${whose} ${numbers}$`,
    ),
  ],
  [
    'export-numbers',
    new RegExp(
      `^(?:export|download)(?: me)? (?:all )?(?:of )?my (?:weekly )?${numbers}(?: as (?:an? )?(?:csv|file))?(?: please| pls)?$`,
    ),
  ],
  [
    'weekly-numbers',
    new RegExp(
      `^(?:my |this week'?s )?weekly (?:${numbers}|report|check-?in)(?: form)?$|^(?:enter|add|log|give|send|report|fill in|update) (?:in )?(?:my|this week'?s|the)(?: weekly)? ${numbers}$|^numbers(?: form)?$`,
    ),
  ],
  [
    'my-numbers',
    new RegExp(
      `^(?:show(?: me)? |see |what (?:are|were) )?(?:my|our) (?:last |latest )?(?:weekly )?${numbers}(?: (?:for|of|from|in) .{1,30})?(?: please| pls)?$|^how (?:did|was|were) (?:my |the )?${period}(?: go| do)?$|^(?:show(?: me)? )?${whose} ${numbers}$`,
    ),
  ],
  ['export', /^export(?: (?:all )?my data| everything)?$|\b(?:export|download)\b.{0,12}\bmy data\b/],
  [
    'delete',
    /^(?:delete|erase|remove|wipe) (?:all )?(?:my|me|everything)\b|\b(?:delete|remove|erase|wipe)\b.{0,15}\b(?:everything you (?:hold|have)|my data|all my data|my account)\b/,
  ],
  [
    'metric',
    /^(?:show(?: me)? |open |see )?(?:my |the )?(?:dashboard|trends?|charts?|funnel (?:trend|chart|dashboard))(?: please| pls)?$|^what(?:'?s| is| was| were) my (?:last |latest )?(?:roas|ctr|cpl|cpa|aov|nps|csat|ltv|roi|opt[- ]?in|conversion|take|repeat|review)\b/,
  ],
  [
    'appoint',
    /^(?:please )?(?:make (?:.{1,60} )?an? facilitator|remove (?:.{1,60} )?as (?:an? )?facilitator)(?: (?:of|for|in|from) .{1,80})?(?: please| pls)?$/,
  ],
  [
    'module-link',
    new RegExp(
      `^(?:please )?(?:set|add|change) (?:the |a )?${moduleLink} (?:for|of) (?:the )?${module}(?: to)?[:,]? \\S*[.:/]\\S*(?: .*)?$|^(?:please )?(?:set|add|change|remove|delete) (?:the |a )?${moduleLink} (?:for|of|from) (?:the )?${module}$`,
    ),
  ],
  ['schedule', /\b(?:office hours|live (?:call|session)|next (?:call|live|session|webinar))\b/],
  [
    'person',
    /\b(?:talk|speak|chat)\b.{0,12}\b(?:human|person|someone real|real person|facilitator)\b|^(?:ask )?a (?:human|person)$/,
  ],
];

/** The command that a message is, or nothing. Sentences that only use such a word ("stop the scroll") are none. */
export function readCommand(words: string): Command | undefined {
  const bare = words
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '');
  if (readCohortWish(words)) return 'cohort';
  if (readAnnounceWish(words)) return 'announce';
  const [command] = patterns.find(([, pattern]) => pattern.test(bare)) ?? [];
  if (command) return command;
  // A list's items are told by the names of its fields, and saved work by its kinds, which no pattern here knows.
  if (readListEdit(words)) return 'edit-list';
  if (readResearch(words)) return 'research';
  return readAssetWish(words) ? 'asset' : undefined;
}
