/** What a text says as JSON, for a schema to judge; null, which no schema of ours takes for anything, where it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
