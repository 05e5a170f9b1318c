import { Avatar } from './avatar.js';
import { html } from './html.js';
import { nameOf } from './session.js';

/** First words of each place, and what they are for. @type {Record<string, Array<[string, string]>>} */
const starters = {
  dm: [
    ['hi, I sell candles and want more sales', 'Say what you sell'],
    ['@Teacher what does ROCKET stand for?', 'Ask about the course'],
    ['@Writer H1 please', 'Run a prompt of the playbook'],
  ],
  '#general': [
    ['@Elevate what can you do?', 'Meet the Director'],
    ['@Teacher what does ROCKET stand for?', 'Ask about the course'],
    ['@Writer H1 please', 'Run a prompt of the playbook'],
  ],
};

/**
 * An empty page: the first words are real ones, so that the first answer is too.
 * @param {{session: import('./session.js').Session}} props
 */
export function Welcome({ session }) {
  const { state } = session;
  const direct = state.place === 'dm';
  return html`<section class="welcome" aria-labelledby="welcome-title">
    <div class="welcome-words">
      <p class="hello">Hello ${nameOf(state.as)}</p>
      <h2 id="welcome-title">${direct ? 'What would you like to sell more of?' : 'Start a conversation in #general'}</h2>
      <p>${
        direct
          ? 'Twelve agents know your course and your business, and keep both in mind. Say it in your own words, or take one of these.'
          : 'Everybody in the cohort sees what is written here. What is about your business alone comes back to you privately.'
      }</p>
    </div>
    <ul class="starters plain">
      ${(starters[state.place] ?? []).map(
        ([text, about]) => html`<li><button type="button" class="starter" onClick=${() => session.say(text)}>
          <small>${about}</small><span>${text}</span></button></li>`,
      )}
    </ul>
    ${
      state.agents.length > 0 &&
      html`<ul class="cast plain" aria-label="The agents">
        ${state.agents.map(
          (agent) =>
            html`<li title=${agent.description}><${Avatar} agent=${agent} small=${true} />${agent.name}</li>`,
        )}
      </ul>`
    }
  </section>`;
}
