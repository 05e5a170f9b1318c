export type PageReading =
  | {
      kind: 'page';
      /** Where redirects led to. */
      url: string;
      title: string;
      /** Readable text alone, a blank line between blocks. */
      text: string;
      /** Addresses that it links to, each once. */
      links: string[];
    }
  /** `why` is one sentence that a person or a model can read. */
  | { kind: 'unread'; why: string };

export interface PageReader {
  /** Reads a public page as text. Never rejects; an abort is `unread` too. */
  read(url: string, signal: AbortSignal): Promise<PageReading>;
}
