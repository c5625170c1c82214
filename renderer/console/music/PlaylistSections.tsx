import { useEffect, useRef } from 'react';
import {
  type EntryPlace,
  entriesInOrder,
  heardMsOf,
  type Sections,
  withEntryMoved,
  withEntryStepped,
  withEntryTrimmed,
  withoutEntry,
} from '../../../shared/music/playlist.ts';
import type { Join } from '../../../shared/music/playlist-joins.ts';
import { type Section, sections } from '../../../shared/music/section.ts';
import { wholeMinutes } from '../../design/time.ts';
import { playlistWords as words } from '../words/playlist-words.ts';
import { type EntryDrag, useEntryDrag } from './entry-drag.ts';
import { PlaylistEntryRow } from './PlaylistEntryRow.tsx';

/** The six sections with their pieces, in order; every change makes another list. */
export function PlaylistSections({
  list,
  joins,
  knownIds,
  onChange,
}: {
  readonly list: Sections;
  readonly joins: readonly Join[];
  /** The tracks that the library has. */
  readonly knownIds: ReadonlySet<string>;
  readonly onChange: (list: Sections) => void;
}) {
  const parts = useRef<HTMLDivElement>(null);
  const moved = useRef<string | null>(null);
  const { drag, begin } = useEntryDrag(parts, (entryId, to) => onChange(withEntryMoved(list, entryId, to)));
  // A handle that was moved by keys is another element now: the focus goes after it.
  useEffect(() => {
    if (moved.current === null) return;
    parts.current?.querySelector<HTMLElement>(`[data-handle="${CSS.escape(moved.current)}"]`)?.focus();
    moved.current = null;
  });
  const order = entriesInOrder(list).map(({ entryId }) => entryId);
  const findingsBehind = (entryId: string) =>
    joins.filter(({ from }) => order[from] === entryId).flatMap(({ findings }) => findings);

  return (
    <div className="playlist-sections" ref={parts} data-dragging={drag !== null}>
      <p className="soft">{words.moveHint}</p>
      {sections.map((section) => (
        <section key={section} className="playlist-section" data-section={section} aria-label={words.sections[section]}>
          <h2 className="section-head">
            {words.sections[section]}
            <span className="soft">{headWords(section, list)}</span>
          </h2>
          <ol className="pieces">
            {list[section].map((entry, index) => (
              <PlaylistEntryRow
                key={entry.entryId}
                entry={entry}
                place={{ position: index + 1, count: list[section].length, section: words.sections[section] }}
                isKnown={knownIds.has(entry.trackId)}
                findings={findingsBehind(entry.entryId)}
                isDragged={drag?.entryId === entry.entryId}
                isDropPlace={isDropPlace(drag, list, { section, index })}
                onGrip={(event) => begin(entry.entryId, event)}
                onStep={(direction) => {
                  moved.current = entry.entryId;
                  onChange(withEntryStepped(list, entry.entryId, direction));
                }}
                onTrim={(startMs, endMs) => {
                  const trimmed = withEntryTrimmed(list, entry.entryId, startMs, endMs);
                  if (trimmed !== null) onChange(trimmed);
                  return trimmed !== null;
                }}
                onTakeOut={() => onChange(withoutEntry(list, entry.entryId))}
              />
            ))}
          </ol>
          <p className="section-end soft" data-drop={isDropAtEnd(drag, list, section)}>
            {list[section].length === 0 ? words.empty : ''}
          </p>
        </section>
      ))}
    </div>
  );
}

function headWords(section: Section, list: Sections): string {
  const heardMs = list[section].reduce((sum, entry) => sum + heardMsOf(entry), 0);
  const length = heardMs === 0 ? '' : `${words.minutes(wholeMinutes(heardMs))} · `;
  return `${length}${words.sectionMeaning[section]}`;
}

/** Whether what is dragged would fall before the entry at this place. */
function isDropPlace(drag: EntryDrag | null, list: Sections, { section, index }: EntryPlace): boolean {
  if (drag === null || drag.to.section !== section) return false;
  const others = list[section].filter(({ entryId }) => entryId !== drag.entryId);
  const here = list[section][index]?.entryId;
  return here !== undefined && others[drag.to.index]?.entryId === here;
}

function isDropAtEnd(drag: EntryDrag | null, list: Sections, section: Section): boolean {
  if (drag === null || drag.to.section !== section) return false;
  return drag.to.index >= list[section].filter(({ entryId }) => entryId !== drag.entryId).length;
}
