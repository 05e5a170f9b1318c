export interface WebHit {
  title: string;
  url: string;
  excerpt: string;
}

export interface WebSearch {
  /** The best first, at most `limit`. Rejects where the provider does not answer. */
  search(query: string, limit: number, signal: AbortSignal): Promise<WebHit[]>;
}
