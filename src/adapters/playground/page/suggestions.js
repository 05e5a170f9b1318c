/** @typedef {import('./session.js').Agent} Agent */
/** @typedef {import('./session.js').Prompt} Prompt */

/**
 * @typedef {object} Option
 * @property {Agent} [agent]
 * @property {string} [mark]
 * @property {string} name
 * @property {string} about
 * @property {string} insert
 */

/**
 * What could be meant at the caret: an agent after "@", a prompt after "/" or where a code begins.
 * @param {string} text
 * @param {number} caret
 * @param {Agent[]} agents
 * @param {Prompt[]} prompts
 * @returns {{kind: 'none' | 'agent' | 'prompt' | 'code', token: string, start: number, options: Option[]}}
 */
export function findSuggestions(text, caret, agents, prompts) {
  /** @type {ReturnType<typeof findSuggestions>} */
  const none = { kind: 'none', token: '', start: caret, options: [] };
  const found = /(?:^|[\s(])([@/]?[\p{L}\d-]*)$/u.exec(text.slice(0, caret));
  if (!found?.[1]) return none;
  const token = found[1];
  const start = caret - token.length;
  const typed = token.replace(/^[@/]/, '').toLowerCase();

  if (token.startsWith('@')) {
    const named = [
      ...agents,
      {
        role: 'Elevate',
        name: 'Elevate',
        emoji: '✨',
        description: 'Anybody who can help: the Director decides.',
      },
    ];
    const options = ranked(named, typed, (agent) => [agent.role, agent.description]).map((agent) => ({
      agent,
      name: agent.name,
      about: agent.description,
      insert: `@${agent.role}`,
    }));
    // Written out, it needs no suggestion.
    if (options.length === 1 && options[0]?.insert.toLowerCase() === token.toLowerCase()) return none;
    return { kind: 'agent', token, start, options };
  }

  const isAsked = token.startsWith('/');
  if (!isAsked && !/^(?:ED|SH|GC|RW|OP|[FHGIESNU]\d)\d*$/.test(token)) return none;
  const matching = isAsked
    ? ranked(prompts, typed, (prompt) => [prompt.code, prompt.title])
    : prompts.filter((prompt) => prompt.code.startsWith(token));
  // "@Writer /pain": whoever named an agent means one of its prompts.
  const before = text.slice(0, start).toLowerCase();
  /** @param {{owner: string}} prompt */
  const isOfNamed = (prompt) => before.includes(`@${prompt.owner.toLowerCase()}`);
  matching.sort((a, b) => Number(isOfNamed(b)) - Number(isOfNamed(a)));
  const options = matching.slice(0, 12).map((prompt) => ({
    mark: prompt.code,
    name: prompt.title,
    about: prompt.owner,
    insert: prompt.code,
  }));
  if (options.length === 1 && options[0]?.insert === token) return none;
  return { kind: isAsked ? 'prompt' : 'code', token, start, options };
}

/**
 * Those that start with what was typed first, then those that mention it.
 * @template Item
 * @param {Item[]} items
 * @param {string} typed
 * @param {(item: Item) => string[]} words
 */
function ranked(items, typed, words) {
  if (typed === '') return [...items];
  /** @param {Item} item */
  const rank = (item) => {
    const [first = '', ...rest] = words(item).map((word) => word.toLowerCase());
    if (first.startsWith(typed)) return 0;
    return typed.length > 2 && rest.some((word) => word.includes(typed)) ? 1 : 2;
  };
  return items.filter((item) => rank(item) < 2).sort((a, b) => rank(a) - rank(b));
}
