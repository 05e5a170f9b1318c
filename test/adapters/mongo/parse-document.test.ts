import { describe, expect, it } from 'vitest';
import { parseDocument, UnreadableDocumentError } from '../../../src/adapters/mongo/parse-document.ts';
import { agentsTable } from '../../../src/domain/agent.ts';
import { type UserFoundation, userFoundationsTable } from '../../../src/domain/user-foundation.ts';

const foundation: UserFoundation = {
  _id: 'u1',
  userId: 'u1',
  companyContext: {},
  marketAwareness: { competitors: [{ name: 'Pier Beans', weakness: 'no roast date' }] },
  customerAvatar: { pains: ['same beans, different cup'] },
  lastUpdatedAt: 1,
};

describe('parseDocument', () => {
  it('returns a document that is what its table says', () => {
    const parsed: UserFoundation = parseDocument(userFoundationsTable, foundation);
    expect(parsed).toEqual(foundation);
  });

  it('names collection, id and every path at fault, and no value', () => {
    const error = failure({
      ...foundation,
      marketAwareness: { competitors: [{ name: 'Pier Beans' }] },
      customerAvatar: { pains: 'my secret', painz: ['my other secret'] },
      lastUpdatedAt: '1',
    });
    expect(error.collection).toBe('userFoundations');
    expect(error.id).toBe('u1');
    expect([...error.paths].sort()).toEqual([
      'customerAvatar.pains',
      'customerAvatar.painz',
      'lastUpdatedAt',
      'marketAwareness.competitors.0.weakness',
    ]);
    expect(error.message).toContain('userFoundations u1 cannot be read: ');
    expect(JSON.stringify([error.message, error.paths, error.stack])).not.toMatch(/secret|Pier/);
  });

  it.each<[unknown, string]>([
    [null, 'userFoundations (no text _id) cannot be read: (document).'],
    [{ ...foundation, _id: 7 }, 'userFoundations (no text _id) cannot be read: _id.'],
  ])('says so when there is no id to name', (document, message) => {
    expect(failure(document).message).toBe(message);
  });

  it('tells the kinds of a union apart', () => {
    const agent = {
      _id: 'a',
      name: 'W',
      description: '',
      personality: '',
      avatarUrl: '',
      systemRole: 'Writer',
    };
    expect(parseDocument(agentsTable, { ...agent, kind: 'system_agent' })).toMatchObject({
      systemRole: 'Writer',
    });
    expect(() => parseDocument(agentsTable, { ...agent, kind: 'user_agent' })).toThrow(
      'agents a cannot be read: createdBy, systemRole.',
    );
    expect(() => parseDocument(agentsTable, { ...agent, kind: 'other' })).toThrow(
      'agents a cannot be read: kind.',
    );
  });
});

function failure(document: unknown): UnreadableDocumentError {
  try {
    parseDocument(userFoundationsTable, document);
  } catch (error) {
    if (error instanceof UnreadableDocumentError) return error;
    throw error;
  }
  throw new Error('The document was read.');
}
