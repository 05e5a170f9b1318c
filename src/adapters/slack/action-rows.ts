import type { ActionsBlock, Button } from '@slack/types';
import type { Button as ReplyButton } from '../../domain/reply.ts';
import { slackLimits } from '../../markdown/limits.ts';
import { shorten } from '../../markdown/shorten.ts';

/** Buttons in as many rows as they take. An action's id stands once in its block: of two with one id the later label counts. */
export function actionRows(buttons: ReplyButton[]): ActionsBlock[] {
  const each = [...new Map(buttons.map((one) => [one.id, one])).values()];
  const rows: ActionsBlock[] = [];
  for (let from = 0; from < each.length; from += slackLimits.buttons.inRow)
    rows.push({ type: 'actions', elements: each.slice(from, from + slackLimits.buttons.inRow).map(button) });
  return rows;
}

/** The id stands in `action_id`, where parse-interaction.ts reads it. */
function button({ id, label }: ReplyButton): Button {
  const text = shorten(label, slackLimits.buttons.labelCharacters);
  return { type: 'button', action_id: id, text: { type: 'plain_text', text, emoji: true } };
}
