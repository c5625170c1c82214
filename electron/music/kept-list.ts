import { rename } from 'node:fs/promises';
import * as z from 'zod';

/** What a kept list's text is: the list, something damaged, or the list of a newer version. */
export type KeptList<Content> =
  | { readonly kind: 'read'; readonly content: Content }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'newer' };

const versioned = z.looseObject({ version: z.number() });

/** Reads text that should be a list of `newest` version or an older one; whatever it is, it is never an error. */
export function keptList<Content>(text: string, schema: z.ZodType<Content>, newest = 1): KeptList<Content> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    // Not even JSON: as damaged as JSON of another shape.
    return { kind: 'damaged' };
  }
  const found = versioned.safeParse(raw);
  if (found.success && found.data.version > newest) return { kind: 'newer' };
  const parsed = schema.safeParse(raw);
  return parsed.success ? { kind: 'read', content: parsed.data } : { kind: 'damaged' };
}

/** Keeps a damaged list beside the new one (`name.damaged.json`), so that nothing of it is lost. */
export async function setDamagedAside(path: string): Promise<void> {
  await rename(path, path.replace(/\.json$/, '.damaged.json'));
}
