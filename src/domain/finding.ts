/** One thing that the doctor looked at. `note`: neither good nor bad, or not looked at and why. */
export interface Finding {
  verdict: 'ok' | 'to do' | 'note';
  /** What was found, in one sentence. */
  text: string;
  /** Exactly what to do about it; given with every `to do`. */
  cure?: string;
}

export function ok(text: string): Finding {
  return { verdict: 'ok', text };
}

export function note(text: string): Finding {
  return { verdict: 'note', text };
}

export function toDo(text: string, cure: string): Finding {
  return { verdict: 'to do', text, cure };
}
