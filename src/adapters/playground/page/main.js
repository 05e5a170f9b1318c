import { render } from 'preact';
import { App } from './app.js';
import { html } from './html.js';
import { createSession } from './session.js';

const session = createSession();
const root = document.getElementById('page');
if (root) render(html`<${App} session=${session} />`, root);
session.start();
