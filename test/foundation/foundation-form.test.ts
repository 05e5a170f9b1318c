import { describe, expect, it } from 'vitest';
import { foundationFields } from '../../src/domain/foundation-fields.ts';
import { formFieldSchema } from '../../src/domain/reply.ts';
import { foundationFormField, readFoundationField } from '../../src/foundation/foundation-form.ts';

function read(path: Parameters<typeof readFoundationField>[0], typed: string): unknown {
  const reading = readFoundationField(path, typed);
  return reading.kind === 'value' ? reading.change.after : reading.error;
}

describe('a field that asks for the Foundation', () => {
  it('can be shown for every path and keeps what was typed', () => {
    for (const { path, kind, question } of foundationFields) {
      const field = foundationFormField(path, 'typed');
      expect(formFieldSchema.parse(field)).toEqual(field);
      expect(field).toMatchObject({ name: path, label: question, value: 'typed', required: true });
      expect(field.type).toBe(kind === 'text' ? 'text' : 'list');
      expect(field.hint?.length).toBeLessThanOrEqual(100);
      expect(field.hint?.startsWith('One a line.')).toBe(kind !== 'text');
    }
  });
});

describe('what a person typed', () => {
  it('as text is kept as it is, its ends tidied', () => {
    expect(read('companyContext.coreOffers', '  bags, £11.50\r\nand cards\r ')).toBe(
      'bags, £11.50\nand cards',
    );
  });

  it.each([
    ['plain, warm, exact', ['plain', 'warm', 'exact']],
    ['plain, warm and exact', ['plain', 'warm', 'exact']],
    ['- plain\r\n* warm\n• exact\n1. dry\n2) calm', ['plain', 'warm', 'exact', 'dry', 'calm']],
    ['plain; warm and kind; ', ['plain', 'warm and kind']],
    ['plain\nplain\n\n', ['plain']],
    ['My cups are sour, and I never know why', ['My cups are sour, and I never know why']],
    ['-5 degrees in the van\n3 packs a week', ['-5 degrees in the van', '3 packs a week']],
    ['sandals', ['sandals']],
  ])('as a list, %j, is %j', (typed, items) => {
    expect(read('customerAvatar.pains', typed)).toEqual(items);
  });

  it.each([
    ['Bean & Co: stale stock', [{ name: 'Bean & Co', weakness: 'stale stock' }]],
    ['Bean: dear, slow', [{ name: 'Bean', weakness: 'dear, slow' }]],
    [
      'Bean: dear, Cup: slow',
      [
        { name: 'Bean', weakness: 'dear' },
        { name: 'Cup', weakness: 'slow' },
      ],
    ],
    [
      '- Bean : dear\n- Cup: 2:1 offers only',
      [
        { name: 'Bean', weakness: 'dear' },
        { name: 'Cup', weakness: '2:1 offers only' },
      ],
    ],
  ])('as rivals, %j, is %j', (typed, rivals) => {
    expect(read('marketAwareness.competitors', typed)).toEqual(rivals);
  });

  it.each([
    ['companyContext.coreOffers', ' \n ', 'Core offers is still empty. One sentence is enough.'],
    ['customerAvatar.pains', ' \n- \n', 'Customer pains is still empty. One line is enough to go on.'],
    ['customerAvatar.pains', ';', 'Customer pains is still empty. One line is enough to go on.'],
    [
      'companyContext.coreOffers',
      'x'.repeat(2_001),
      'Core offers: 2001 characters, at most 2000. Keep the core of it.',
    ],
    [
      'customerAvatar.pains',
      Array.from({ length: 13 }, (_, i) => `pain ${i}`).join('\n'),
      'Customer pains: 13 items, at most 12. Keep those that matter most.',
    ],
    [
      'marketAwareness.competitors',
      'Bean: dear\nCup',
      'Competitors: "Cup" needs a colon, as in "Name: weak point".',
    ],
    ['marketAwareness.competitors', 'Cup:', 'Competitors: "Cup:" needs a colon, as in "Name: weak point".'],
  ] as const)('in %s, %j: the error names field and cure', (path, typed, error) => {
    expect(read(path, typed)).toBe(error);
  });

  it('may be exactly as long and as many as is allowed', () => {
    expect(read('companyContext.coreOffers', ` ${'x'.repeat(2_000)} `)).toHaveLength(2_000);
    expect(
      read('customerAvatar.pains', Array.from({ length: 12 }, (_, i) => `${i}th pain`).join('\n')),
    ).toHaveLength(12);
  });
});
