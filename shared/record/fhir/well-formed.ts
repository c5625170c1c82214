// biome-ignore lint/suspicious/noControlCharactersInRegex: it is there to find them.
const noText = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g;

/** Text as FHIR and XML can hold it: no control characters, no half of a character, no non-characters. */
export function wellFormed(text: string): string {
  return text.toWellFormed().replace(noText, '\uFFFD');
}

/**
 * A resource as FHIR's JSON wants it: no member that is undefined, no empty text, list or object, and every text well
 * formed and without white space around it. Narratives and base64 are so already.
 */
export function wellFormedResource<Resource>(resource: Resource): Resource {
  return cleaned(resource) as Resource;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') {
    const text = wellFormed(value).trim();
    return text === '' ? undefined : text;
  }
  if (Array.isArray(value)) {
    const items = value.map(cleaned).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const members = Object.entries(value).flatMap(([key, member]) => {
    const kept = cleaned(member);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}
