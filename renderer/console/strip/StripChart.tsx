import { memo, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { SessionState } from '../../../shared/session/state.ts';
import { drawStrip, stripScale } from '../../../shared/strip/draw-strip.ts';
import { rowsOf } from '../../../shared/strip/frame.ts';
import { px } from '../../../shared/strip/shape.ts';
import { useCommandKey } from '../keys/useCommandKey.ts';
import { useNow, useSession } from '../store.ts';
import { StripDrawing } from './StripDrawing.tsx';
import { type StripLook, StripSheet } from './StripSheet.tsx';
import { sessionStrip } from './session-strip.ts';
import './strip.css';

const minuteMs = 60_000;

/** The session on one time axis; a touch says what happened around that moment, and T shows all of it as a table. */
export function StripChart() {
  const session = useSession();
  const now = useNow();
  const [look, setLook] = useState<StripLook | null>(null);
  useCommandKey('strip-table', () => setLook((open) => (open === 'all' ? null : 'all')));
  if (session === null || session.state.opened === null) return null;
  const { state, durableThrough } = session;
  // Drawn anew with an event and with each minute, not with each second: the line of now moves a few px a minute.
  const wholeMinuteMs = Math.floor(now.elapsedMs / minuteMs) * minuteMs;
  const atMs = Math.max(wholeMinuteMs, Math.min(now.elapsedMs, state.lastMoment?.elapsedMs ?? 0));
  return (
    <>
      <Plot
        state={state}
        durableThrough={durableThrough}
        atMs={atMs}
        zeroWallMs={Math.round((now.wallMs - now.elapsedMs) / 1000) * 1000}
        utcOffsetMinutes={now.utcOffsetMinutes}
        look={look}
        onLook={setLook}
      />
      {look !== null && <StripSheet look={look} onLook={setLook} onClose={() => setLook(null)} />}
    </>
  );
}

const Plot = memo(function Plot({
  state,
  durableThrough,
  atMs,
  zeroWallMs,
  utcOffsetMinutes,
  look,
  onLook,
}: {
  readonly state: SessionState;
  readonly durableThrough: number;
  readonly atMs: number;
  /** The wall clock at the session's zero, to the second. */
  readonly zeroWallMs: number;
  readonly utcOffsetMinutes: number;
  readonly look: StripLook | null;
  readonly onLook: (look: StripLook) => void;
}) {
  const { frame, size } = useSize();
  const { width, height } = size;
  const drawn = useMemo(() => {
    const content = sessionStrip(
      state,
      { elapsedMs: atMs, wallMs: zeroWallMs + atMs, utcOffsetMinutes },
      durableThrough,
    );
    const room = { width, height, study: false };
    return {
      shapes: drawStrip(content, room),
      scale: stripScale(content, room),
      rows: rowsOf(room),
      summary: content.summary,
    };
  }, [state, durableThrough, atMs, zeroWallMs, utcOffsetMinutes, width, height]);
  const { scale, rows } = drawn;
  return (
    <div className="strip-frame" ref={frame}>
      <StripDrawing shapes={drawn.shapes} width={width} height={height} summary={drawn.summary} />
      {typeof look === 'number' && (
        <svg className="strip strip-look" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <path d={`M${px(scale.xOf(look))} 2V${px(rows.bottom)}`} />
        </svg>
      )}
      <button
        type="button"
        className="strip-touch"
        aria-label="What happened around a moment"
        onClick={(event) => {
          // A key has no place on the strip: it looks at now.
          const place = event.detail === 0 ? null : event.clientX - event.currentTarget.getBoundingClientRect().left;
          onLook(Math.min(atMs, place === null ? atMs : scale.timeAt(place)));
        }}
      />
    </div>
  );
});

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
