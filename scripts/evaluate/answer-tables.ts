import { type AnswerRule, answerRules } from '../../src/playbook/answers/answer-rules.ts';
import type { AnswerRow } from './answers.ts';
import { table } from './table.ts';

/** What `--json` prints of an answer. */
interface DescribedRow {
  promptCode: string;
  source: AnswerRow['source'];
  ok: boolean;
  /** By rule: whether it holds. */
  rules: Record<AnswerRule, boolean>;
  shouldBreak: readonly AnswerRule[];
  findings: AnswerRow['judgement']['findings'];
  /** Numbers that stand in nothing the answer was given. */
  numbers: string[];
  unanswered?: string;
}

export function describeRow({
  promptCode,
  source,
  judgement,
  shouldBreak,
  unanswered,
}: AnswerRow): DescribedRow {
  const broken = new Set(judgement.findings.map(({ rule }) => rule));
  const holds = (rule: AnswerRule) => !broken.has(rule);
  return {
    promptCode,
    source,
    ok: unanswered === undefined && answerRules.every((rule) => holds(rule) !== shouldBreak.includes(rule)),
    rules: {
      limits: holds('limits'),
      format: holds('format'),
      voice: holds('voice'),
      fields: holds('fields'),
      placeholder: holds('placeholder'),
      spelling: holds('spelling'),
      numbers: holds('numbers'),
    },
    shouldBreak,
    findings: judgement.findings,
    numbers: judgement.numbers.map(({ text }) => text),
    ...(unanswered === undefined ? {} : { unanswered }),
  };
}

/** A table of each source, what is wrong in words, and the totals. */
export function answerTables(rows: readonly AnswerRow[], modelName: string | undefined): string {
  const described = rows.map(describeRow);
  const of = (source: AnswerRow['source']) => described.filter((row) => row.source === source);
  const wrong = described.filter(({ ok }) => !ok);
  return [
    'Written samples: good answers, which must break nothing',
    judgedTable(of('good sample')),
    'Written samples: bad answers, which must break what they name',
    bitesTable(of('bad sample')),
    ...(modelName === undefined ? [] : [`Answers of ${modelName}`, judgedTable(of('model'))]),
    ...(wrong.length === 0 ? [] : ['What is wrong', wrong.flatMap(complaints).join('\n')]),
    'Totals',
    totalsTable(described, modelName !== undefined),
  ].join('\n\n');
}

function judgedTable(rows: DescribedRow[]): string {
  return table(
    ['Prompt', ...answerRules, 'numbers without a source'],
    rows.map(({ promptCode, rules, numbers, unanswered }) => [
      promptCode,
      ...answerRules.map((rule) => (unanswered !== undefined ? '–' : rules[rule] ? 'pass' : 'FAIL')),
      unanswered ?? [...new Set(numbers)].join(' '),
    ]),
  );
}

function bitesTable(rows: DescribedRow[]): string {
  return table(
    ['Prompt', 'names', 'breaks', 'as named'],
    rows.map(({ promptCode, rules, shouldBreak, ok }) => [
      promptCode,
      shouldBreak.join(', '),
      answerRules.filter((rule) => !rules[rule]).join(', '),
      ok ? 'yes' : 'NO',
    ]),
  );
}

function complaints({
  promptCode,
  source,
  findings,
  shouldBreak,
  rules,
  unanswered,
}: DescribedRow): string[] {
  if (unanswered !== undefined) return [`- ${promptCode}, ${source}: no answer, ${unanswered}`];
  const silent = shouldBreak.filter((rule) => rules[rule]);
  return [
    ...findings
      .filter(({ rule }) => !shouldBreak.includes(rule))
      .map(({ rule, problem }) => `- ${promptCode}, ${source}, ${rule}: ${problem}`),
    ...silent.map((rule) => `- ${promptCode}, ${source}: names ${rule}, and the rule found nothing`),
  ];
}

function totalsTable(rows: DescribedRow[], withModel: boolean): string {
  const good = rows.filter(({ source }) => source === 'good sample');
  const bad = rows.filter(({ source }) => source === 'bad sample');
  const model = rows.filter(({ source, unanswered }) => source === 'model' && unanswered === undefined);
  const passing = (some: DescribedRow[], rule: AnswerRule) =>
    `${some.filter(({ rules }) => rules[rule]).length} of ${some.length}`;
  return table(
    ['', 'good samples pass', 'bad samples caught', ...(withModel ? ['model passes'] : [])],
    answerRules.map((rule) => [
      rule,
      passing(good, rule),
      String(bad.filter(({ rules }) => !rules[rule]).length),
      ...(withModel ? [passing(model, rule)] : []),
    ]),
  );
}
