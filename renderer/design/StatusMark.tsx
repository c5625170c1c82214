import './status.css';

export type Status = 'met' | 'unmet' | 'unknown' | 'done' | 'advisory' | 'caution' | 'warning';

const wordsOf: Record<Status, string> = {
  met: 'Met',
  unmet: 'Not met',
  unknown: 'Not known',
  done: 'Done',
  advisory: 'Note',
  caution: 'Caution',
  warning: 'Warning',
};

/** A status by shape, then by words, then by colour: it reads in one hue and for every eye. `words` says it more exactly. */
export function StatusMark({ status, words }: { readonly status: Status; readonly words?: string }) {
  return (
    <span className={`status status-${status}`}>
      <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        {shapes[status]}
      </svg>
      <span>{words ?? wordsOf[status]}</span>
    </span>
  );
}

const tick = (
  <>
    <circle cx="12" cy="12" r="9.5" />
    <path d="M7.5 12.5l3 3 6-6.5" />
  </>
);
const shapes: Record<Status, React.ReactNode> = {
  met: tick,
  done: tick,
  // No ring around it: beside the tick's it would be the same shape from a few steps away.
  unmet: <path d="M4 4l16 16M20 4L4 20" />,
  unknown: (
    <>
      <circle cx="12" cy="12" r="9.5" strokeDasharray="2 5.46" />
      <path d="M9.5 9.5a2.5 2.5 0 1 1 3.4 2.4c-.6.3-.9.7-.9 1.6M12 16.5v.5" />
    </>
  ),
  advisory: (
    <>
      <rect x="2.5" y="2.5" width="19" height="19" rx="2" />
      <path d="M12 11v6M12 7v.5" />
    </>
  ),
  caution: (
    <>
      <path d="M12 2.5 22.5 21h-21z" />
      <path d="M12 9v6M12 18v.3" />
    </>
  ),
  warning: (
    <>
      <path d="M7.5 1.5h9l6 6v9l-6 6h-9l-6-6v-9z" />
      <path d="M9 6.5v7M9 17v.3M15 6.5v7M15 17v.3" />
    </>
  ),
};
