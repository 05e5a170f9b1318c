import { type Outline, type OutlineSection, type Passage, passage } from './outline.ts';

/** One labelled part of an email draft, such as "Preview". */
export interface EmailPart {
  /** As the prompts write it: "Subject", "Subjects", "Preview", "Body", "Footer", "SMS" … */
  label: string;
  value: Passage;
}

export interface Email {
  /** Such as "Email 2 (24 hours): answer"; undefined where the answer is one email. */
  heading: string | undefined;
  subjects: Passage[];
  preview: Passage | undefined;
  body: Passage | undefined;
  /** All of them, those above too, in their order. */
  parts: EmailPart[];
}

/** The parts that prompts of the kind "Email Draft" ask for, and what else models call them. */
const partNames: Array<[string, RegExp]> = [
  ['Subjects', /^subjects|^subject lines?(?: options)?|^subjects? \(.*\)/i],
  ['Subject', /^subject(?: ?\d)?/i],
  ['Preview', /^preview(?: text| line)?|^preheader/i],
  ['Body', /^body(?: text| copy)?|^email body/i],
  ['Taps', /^taps/i],
  ['SMS length', /^sms length/i],
  ['SMS', /^sms/i],
  ['Send when', /^send when/i],
  ['Footer', /^footer/i],
];

/** The emails of an answer: one, or several under headings "Email 1 …". Empty where no part is labelled. */
export function emailsOf(outline: Outline): Email[] {
  const blocks = outline.sections.filter(({ heading }) => /^email \d/i.test(heading.text));
  const stretches =
    blocks.length > 0
      ? blocks.map((block) => ({ heading: block.heading.text, stretch: block.body }))
      : [{ heading: undefined, stretch: passage(outline.text, 0, outline.text.length) }];
  return stretches.flatMap(({ heading, stretch }) => {
    const parts = partsOf(outline, stretch);
    return parts.length === 0 ? [] : [toEmail(heading, parts)];
  });
}

function toEmail(heading: string | undefined, parts: EmailPart[]): Email {
  const of = (label: string) => parts.filter((part) => part.label === label).map(({ value }) => value);
  return {
    heading,
    subjects: [...of('Subject'), ...of('Subjects').flatMap(linesOf)],
    preview: of('Preview')[0],
    body: of('Body')[0],
    parts,
  };
}

/** The numbered lines of "Subjects:", or the one line it is. */
function linesOf(value: Passage): Passage[] {
  let start = value.start;
  return value.text.split('\n').flatMap((line) => {
    const at = start;
    start += line.length + 1;
    const mark = /^\s*(?:(?:\d{1,2}[.):]|[-*•])\s+)?/.exec(line)?.[0].length ?? 0;
    const found = line.slice(mark).trim();
    return found === '' ? [] : [{ text: found, start: at + mark, end: at + mark + found.length }];
  });
}

function partsOf({ text, sections }: Outline, stretch: Passage): EmailPart[] {
  const labels = labelMarks(text, stretch);
  // A label in bold, alone on its line, looks like a heading too.
  const headings = headingMarks(sections, stretch).filter(
    ({ start }) => !labels.some((label) => label.start === start),
  );
  const marks = [...labels, ...headings].sort((a, b) => a.start - b.start);
  return marks.map(({ label, valueStart }, index) => ({
    label,
    value: passage(text, valueStart, marks[index + 1]?.start ?? stretch.end),
  }));
}

interface Mark {
  label: string;
  start: number;
  valueStart: number;
}

function labelMarks(text: string, { start, end }: Passage): Mark[] {
  const lines =
    /^[^\S\n]*(?:[-*•]\s+)?(?:\*\*|__)?([A-Za-z][A-Za-z0-9 ()]{0,30}?)(?:\*\*|__)?:(?:\*\*|__)?[^\S\n]*/gm;
  return [...text.slice(start, end).matchAll(lines)].flatMap((match) => {
    const label = partNamed(match[1] ?? '');
    const at = start + match.index;
    return label === undefined ? [] : [{ label, start: at, valueStart: at + match[0].length }];
  });
}

/** "### Body" serves as well as "Body:". */
function headingMarks(sections: OutlineSection[], { start, end }: Passage): Mark[] {
  return sections.flatMap(({ start: lineStart, heading, body }) => {
    const label = partNamed(heading.text.replace(/:$/, ''));
    if (label === undefined || lineStart < start || lineStart >= end) return [];
    return [{ label, start: lineStart, valueStart: body.start }];
  });
}

function partNamed(words: string): string | undefined {
  return partNames.find(([, pattern]) => pattern.exec(words.trim())?.[0] === words.trim())?.[0];
}
