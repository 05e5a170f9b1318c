/**
 * The client reads a failure's words from the body's `error` and drops everything else, but vLLM and Mistral put them
 * at the top and FastAPI's family under `detail`. Without them no one could tell which parameter was turned down.
 */
export async function fetchWithReadableErrors(
  url: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const response = await fetch(url, init);
  if (response.status !== 400 && response.status !== 422) return response;

  const words = await response.text();
  const body = hasError(words) ? words : JSON.stringify({ error: { message: words } });
  return new Response(body, { status: response.status, headers: response.headers });
}

function hasError(words: string): boolean {
  try {
    const body: unknown = JSON.parse(words);
    return typeof body === 'object' && body !== null && 'error' in body;
  } catch {
    return false;
  }
}
