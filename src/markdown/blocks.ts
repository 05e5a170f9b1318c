import { z } from 'zod';

/**
 * What an agent says, as every surface renders it. Plain JSON: it can be kept and sent. Every string in it is text to
 * be shown as it stands, never markup: a renderer escapes for its own platform.
 */
export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; level: number; children: Inline[] }
  | List
  | { kind: 'quote'; blocks: Block[] }
  | CodeBlock
  | Table
  | { kind: 'thematic-break' };

export interface List {
  kind: 'list';
  /** Number of the first item; null where items are not numbered. */
  start: number | null;
  items: ListItem[];
}

export interface ListItem {
  /** Of a task; null where the item is none. */
  checked: boolean | null;
  /** Goes on from an earlier part: it is shown without a marker, and still counts. */
  continued: boolean;
  blocks: Block[];
}

export interface CodeBlock {
  kind: 'code';
  language: string | null;
  /** Without a line end at its end. */
  text: string;
}

export interface Table {
  kind: 'table';
  align: Alignment[];
  header: Cell[];
  /** Each with as many cells as the header. */
  rows: Cell[][];
  /** Goes on from an earlier part: its header has been shown before. */
  continued: boolean;
}

type Alignment = 'left' | 'center' | 'right' | null;
export type Cell = Inline[];

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong' | 'emphasis' | 'delete'; children: Inline[] }
  | { kind: 'code'; text: string }
  /** `url` begins with http:, https: or mailto: and holds no space, quote, bar or angle bracket. */
  | { kind: 'link'; url: string; children: Inline[] }
  /** A new line within a paragraph. */
  | { kind: 'break' };

const inlinesSchema: z.ZodType<Inline[]> = z.array(
  z.lazy(() =>
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('text'), text: z.string() }),
      z.strictObject({ kind: z.enum(['strong', 'emphasis', 'delete']), children: inlinesSchema }),
      z.strictObject({ kind: z.literal('code'), text: z.string() }),
      z.strictObject({
        kind: z.literal('link'),
        url: z.string().regex(/^(?:https?|mailto):[^\s<>"|]+$/i),
        children: inlinesSchema,
      }),
      z.strictObject({ kind: z.literal('break') }),
    ]),
  ),
);

export const blocksSchema: z.ZodType<Block[]> = z.array(
  z.lazy(() =>
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('paragraph'), children: inlinesSchema }),
      z.strictObject({
        kind: z.literal('heading'),
        level: z.number().int().min(1).max(6),
        children: inlinesSchema,
      }),
      z.strictObject({
        kind: z.literal('list'),
        start: z.number().int().nullable(),
        items: z.array(
          z.strictObject({ checked: z.boolean().nullable(), continued: z.boolean(), blocks: blocksSchema }),
        ),
      }),
      z.strictObject({ kind: z.literal('quote'), blocks: blocksSchema }),
      z.strictObject({ kind: z.literal('code'), language: z.string().nullable(), text: z.string() }),
      z.strictObject({
        kind: z.literal('table'),
        align: z.array(z.enum(['left', 'center', 'right']).nullable()),
        header: z.array(inlinesSchema),
        rows: z.array(z.array(inlinesSchema)),
        continued: z.boolean(),
      }),
      z.strictObject({ kind: z.literal('thematic-break') }),
    ]),
  ),
);
