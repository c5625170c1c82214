import type { SectionId } from '../../../shared/record/document.ts';

/** The id of a section's heading on screen, so that a gap can point at it. */
export function sectionElementId(section: SectionId): string {
  return `record-${section}`;
}
