/** Why a sealed text stays shut: it was sealed with another key, or it is not what was sealed for this place. */
export type SealFault = 'other-key' | 'damaged';

export type OpenedSeal = { kind: 'opened'; text: string } | { kind: SealFault };

/** Makes secrets unreadable for whoever reads the database, and shows when somebody has changed or moved them. */
export interface TextSeal {
  /** Different each time. Opens only with the same `place`, such as the row and field that it is kept in. */
  seal(text: string, place: string): string;
  open(sealed: string, place: string): OpenedSeal;
}
