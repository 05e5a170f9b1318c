import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../src/playbook/front-matter.ts';

describe('front matter', () => {
  it('is told from the Markdown under it, in which a line "---" means nothing', () => {
    expect(readFrontMatter('---\na: 1\n---\n\n## B\n\n---\n\nText.\n')).toEqual({
      kind: 'read',
      data: { a: 1 },
      body: '## B\n\n---\n\nText.',
    });
  });

  it.each(['', 'a: 1', '---\na: 1', ' ---\na: 1\n---\n', '----\na: 1\n----\n'])(
    'is missing in %j',
    (text) => {
      expect(readFrontMatter(text).kind).toBe('problem');
    },
  );

  it("names a mistake's line as counted from the top of the file, once", () => {
    expect(readFrontMatter('---\na: 1\nb: c: d\n---\n')).toEqual({
      kind: 'problem',
      problem: 'line 3: Nested mappings are not allowed in compact mappings (quote text that holds a colon)',
    });
  });
});
