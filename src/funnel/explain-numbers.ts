import type { UserFunnelSnapshot } from '../domain/user-funnel-snapshot.ts';
import { type MetricName, metricOf } from './metrics.ts';
import { shownValue, valueLabel } from './show-values.ts';
import { type Diagnosis, diagnose } from './weakest-step.ts';

/** One cause, one next step. */
export interface Explanation {
  text: string;
  /** The prompt that works on the cause; undefined where none is named. */
  promptCode: string | undefined;
  diagnosis: Diagnosis;
}

/** What a weak number mostly comes from, and the prompt that works on it. */
const causes: Partial<Record<MetricName, { cause: string; next: string; promptCode: string }>> = {
  hook_AvgCTR: {
    cause: 'most people who see your hooks scroll on',
    next: 'Try new openings on the pain your customers say loudest',
    promptCode: 'H1',
  },
  gift_OptInRate: {
    cause: 'people come to the gift page and leave without it',
    next: 'Rewrite the headline and bullets of the gift page',
    promptCode: 'G3',
  },
  gift_CPL: {
    cause: 'each lead costs more than the gift brings in at this rate',
    next: 'Name the gift in the ad itself, so that only people who want it click',
    promptCode: 'G4',
  },
  engage_AssistedConversionRate: {
    cause: 'few orders have a conversation before them',
    next: 'Find where people hesitate before they ask',
    promptCode: 'E6',
  },
  sell_ConversionRate: {
    cause: 'leads read the offer and do not buy',
    next: 'Plan what the sales page must say, in which order',
    promptCode: 'S8',
  },
  nurture_EmailConvRate: {
    cause: 'the emails are read by people who do not order yet',
    next: 'Lay out the sequence again, one belief a mail',
    promptCode: 'N1',
  },
  nurture_RetargetingROAS: {
    cause: 'the reminders bring back less than they should for their price',
    next: 'Remind people of what stopped them, not of the product',
    promptCode: 'N4',
  },
  convert_CPA: {
    cause: 'each new customer costs more than is usual',
    next: 'Aim at fewer people who fit better',
    promptCode: 'H7',
  },
  upsell_TakeRate: {
    cause: 'the extra offer does not fit what was just bought',
    next: 'Choose pairings that finish the job of the first order',
    promptCode: 'U1',
  },
  educate_RepeatPurchaseRate: {
    cause: 'people buy once and do not come back',
    next: 'Write a reminder for when the first order is used up',
    promptCode: 'ED8',
  },
  educate_CSAT_NPS: {
    cause: 'customers get less out of the product than they hoped',
    next: 'Give them a quick start',
    promptCode: 'ED2',
  },
  share_ReviewRate: {
    cause: 'the ask for a review comes at the wrong moment or is hard to follow',
    next: 'Plan when to ask',
    promptCode: 'SH6',
  },
};

/** What the numbers say, for the person alone: what is weakest, what it drags down, and one thing to do. */
export function explainNumbers(snapshot: UserFunnelSnapshot): Explanation {
  const diagnosis = diagnose(snapshot);
  const shown = (name: MetricName) =>
    shownValue(name, snapshot[name] ?? 0, snapshot.currency ?? 'GBP', snapshot.educate_ScoreKind);
  switch (diagnosis.kind) {
    case 'too-few':
      return explained(
        `With ${counted(diagnosis.given)} I cannot tell which step holds you back: it takes three. Click-through rate, opt-in rate and orders are the quickest to find.`,
      );
    case 'nothing-to-judge':
      return explained(
        diagnosis.tooSmall.length > 0
          ? `It is too early to name a cause: ${listed(diagnosis.tooSmall)} ${stand(diagnosis.tooSmall)} on fewer than 30 leads or 20 orders.`
          : 'There is nothing usual to hold these numbers against. Your own next weeks will be the measure.',
      );
    case 'fine':
      return explained(
        `No step stands out as weak: ${listed(diagnosis.judged)} ${diagnosis.judged.length === 1 ? 'is' : 'are'} within what is usual or better.${leftOut(diagnosis.tooSmall)}`,
      );
    case 'weakest': {
      const { name, standing, knockOn, later, tooSmall } = diagnosis;
      const found = causes[name];
      const how = standing === 'weak' ? 'is your weakest step' : 'is the one to watch';
      const cause = found ? `: most likely ${found.cause}` : '';
      const drags = knockOn.length > 0 ? ` It carries on into ${listed(knockOn)}.` : '';
      const others = later.length > 0 ? ` ${valueList(later)} can wait: they come after it.` : '';
      const next = found ? `\n\n**Next:** ${found.next}.` : '';
      return explained(
        `**${valueLabel(name)}**, ${shown(name)}, ${how}${cause}.${drags}${others}${leftOut(tooSmall)}${next}`,
        found?.promptCode,
      );
    }
  }

  function explained(text: string, promptCode?: string): Explanation {
    return { text, promptCode, diagnosis };
  }
}

function leftOut(tooSmall: readonly MetricName[]): string {
  if (tooSmall.length === 0) return '';
  return ` Left out, as fewer than 30 leads or 20 orders stand behind ${tooSmall.length === 1 ? 'it' : 'them'}: ${listed(tooSmall)}.`;
}

const stand = (names: readonly MetricName[]) => (names.length === 1 ? 'stands' : 'stand');
const counted = (given: number) =>
  given === 0 ? 'no number of the funnel' : given === 1 ? 'one number' : 'two numbers';

function listed(names: readonly MetricName[]): string {
  const labels = names.map((name) => metricOf(name).label);
  const last = labels.at(-1) ?? '';
  return labels.length < 2 ? last : `${labels.slice(0, -1).join(', ')} and ${last}`;
}

function valueList(names: readonly MetricName[]): string {
  const text = listed(names);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
