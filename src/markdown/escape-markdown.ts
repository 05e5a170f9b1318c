/** What would mean something within a line: code, marks of style, the end of a link's text, HTML, entities, escapes. */
const inLine =
  /[\\`*]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|~(?=~)|(?<=~)~|\](?=[([])|\[(?=[ xX]\])|<(?=[a-z/!?@#])|&(?=#?[a-z0-9]+;)/giu;

/** What would begin a block where a line begins with it: heading, quote, item, or a line of marks (rule, table). */
const atLineStart = /^(\s*)(?:(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=|:](?=[-=|:\s]*$))|(\d{1,9})([.)])(?=\s|$))/;

/** Text in which nothing is read as Markdown; what cannot be taken for it stays as it is. */
export function escapeMarkdown(text: string, beginsLine: boolean): string {
  const escaped = text.replace(inLine, '\\$&');
  if (!beginsLine) return escaped;
  return escaped.replace(atLineStart, (_, space: string, mark?: string, number?: string, dot?: string) =>
    mark === undefined ? `${space}${number}\\${dot}` : `${space}\\${mark}`,
  );
}
