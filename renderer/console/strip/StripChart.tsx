import { useLayoutEffect, useRef, useState } from 'react';
import { useNow, useSession } from '../store.ts';
import { leftInset, type PressureMark, type Rows, rightInset, type Span, stripGeometry } from './geometry.ts';
import { stripSummary } from './strip-summary.ts';
import './strip.css';

/** The session on one time axis: phases, blood pressure, pulse, music, notes. All by shape; colour only helps. */
export function StripChart() {
  const session = useSession();
  const now = useNow();
  const { frame, size } = useSize();
  if (session === null || session.state.opened === null) return null;
  const g = stripGeometry(session.state, now, session.durableThrough, size.width, size.height);
  return (
    <div className="strip-frame" ref={frame}>
      <svg
        className="strip"
        width={size.width}
        height={size.height}
        role="img"
        aria-label={stripSummary(session.state, now)}
      >
        {g.marks.map((mark) => (
          <g key={mark.label}>
            <path className="strip-grid" d={`M${mark.x} ${g.rows.valueTop - 8}V${g.rows.bottom}`} />
            <text className="strip-text" x={mark.x} y={size.height - 5} textAnchor="middle">
              {mark.label}
            </text>
          </g>
        ))}
        {g.levels.map((level) => (
          <g key={level.label}>
            <path className="strip-level" d={`M${leftInset} ${level.y}H${size.width - rightInset}`} />
            <text className="strip-text" x={leftInset - 8} y={level.y + 5} textAnchor="end">
              {level.label}
            </text>
          </g>
        ))}
        {g.limits.map((limit) => (
          <g key={limit.label}>
            <path className="strip-limit" d={`M${leftInset} ${limit.y}H${size.width - rightInset}`} />
            <text className="strip-limit-text" x={size.width - rightInset + 8} y={limit.y + 5}>
              {limit.label}
            </text>
          </g>
        ))}
        <RowNames rows={g.rows} minutesY={size.height - 5} />
        {g.spans.map((span, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: spans have no other name, and their order never changes
          <PhaseBar key={index} span={span} top={g.rows.phaseTop} />
        ))}
        {g.sleeps.map((sleep) => (
          <rect
            key={sleep.x}
            className="strip-sleep"
            x={sleep.x}
            y={g.rows.phaseTop}
            width={Math.max(2, sleep.width)}
            height={g.rows.bottom - g.rows.phaseTop}
          />
        ))}
        {g.pressures.map((mark) => (
          <Pressure key={`${mark.x} ${mark.systolicY} ${mark.diastolicY}`} mark={mark} />
        ))}
        <path className="strip-pulse" d={g.pulsePath} />
        {g.pulseDots.map((dot) => (
          <circle key={`${dot.x} ${dot.y}`} className="strip-pulse-dot" cx={dot.x} cy={dot.y} r="3" />
        ))}
        {g.music.map((stretch) => (
          <rect
            key={stretch.x}
            className="strip-music"
            x={stretch.x + 1}
            y={g.rows.musicTop}
            width={Math.max(1, stretch.width - 2)}
            height={g.rows.musicHeight}
            rx="3"
          />
        ))}
        {g.notes.map((note, index) => (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: two notes may share their place; their order never changes
            key={index}
            className={note.saved ? 'strip-note' : 'strip-note is-unsaved'}
            d={`M${note.x} ${g.rows.noteY - 8}l6 8-6 8-6-8Z`}
          />
        ))}
        <path className="strip-now" d={`M${g.nowX} 2V${g.rows.bottom}`} />
      </svg>
    </div>
  );
}

/** The rows' names, each with the shape that it is drawn in. */
function RowNames({ rows, minutesY }: { rows: Rows; minutesY: number }) {
  const name = (y: number, words: string) => (
    <text className="strip-name" x="20" y={y + 6}>
      {words}
    </text>
  );
  const pressureY = rows.valueTop + 16;
  const pulseY = rows.valueTop + 44;
  const musicY = rows.musicTop + rows.musicHeight / 2;
  return (
    <>
      <path className="strip-arrow" d={`M2 ${pressureY - 8}h10l-5 7Z M2 ${pressureY + 8}h10l-5 -7Z`} />
      {name(pressureY, 'BP')}
      <circle className="strip-pulse-dot" cx="7" cy={pulseY} r="4" />
      {name(pulseY, 'Pulse')}
      <rect className="strip-music" x="1" y={musicY - 5} width="12" height="10" rx="3" />
      {name(musicY, 'Music')}
      <path className="strip-note" d={`M7 ${rows.noteY - 7}l5 7-5 7-5-7Z`} />
      {name(rows.noteY, 'Notes')}
      <text className="strip-text" x="20" y={minutesY}>
        Minutes
      </text>
    </>
  );
}

function PhaseBar({ span, top }: { span: Span; top: number }) {
  return (
    <rect
      className={`strip-phase is-${span.kind}`}
      x={span.x + 1}
      y={top}
      width={Math.max(1, span.width - 2)}
      height="8"
      rx="2"
    />
  );
}

/** Down to the systolic, up to the diastolic; entered by hand is hollow, out of range is doubled, struck is crossed. */
function Pressure({ mark }: { mark: PressureMark }) {
  const { x, systolicY, diastolicY } = mark;
  const arrows = (shift: number) =>
    `M${x - 6} ${systolicY - 8 - shift}h12l-6 8Z M${x - 6} ${diastolicY + 8 + shift}h12l-6 -8Z`;
  const middle = (systolicY + diastolicY) / 2;
  return (
    <g className={`strip-pressure is-${mark.status}${mark.byHand ? ' is-by-hand' : ''}`}>
      <path className="strip-stem" d={`M${x} ${systolicY}V${diastolicY}`} />
      <path className="strip-arrow" d={arrows(0)} />
      {mark.outside && <path className="strip-arrow" d={arrows(9)} />}
      {mark.status === 'struck' && <path className="strip-stem" d={`M${x - 8} ${middle + 8}l16 -16`} />}
    </g>
  );
}

/** The frame's own size in CSS px, followed as the window changes. */
function useSize() {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 900, height: 200 });
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      if (width > 0 && height > 0) setSize({ width: Math.floor(width), height: Math.floor(height) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { frame, size };
}
