/** What is to be undone at the end, last first. */
export const undo: Array<() => Promise<unknown>> = [];
