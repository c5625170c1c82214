import { memo } from 'react';
import { px, type Shape } from '../../../shared/strip/shape.ts';
import './strip.css';

/** A strip's shapes on the screen; drawn again only when they are others. */
export const StripDrawing = memo(function StripDrawing({
  shapes,
  width,
  height,
  summary,
}: {
  readonly shapes: readonly Shape[];
  /** CSS px. */
  readonly width: number;
  readonly height: number;
  /** The sentence for those who hear it. */
  readonly summary: string;
}) {
  return (
    <svg className="strip" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={summary}>
      <Shapes shapes={shapes} />
    </svg>
  );
});

function Shapes({ shapes }: { readonly shapes: readonly Shape[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a drawing's shapes have no name, and none keeps a state
  return shapes.map((shape, index) => <OneShape key={index} shape={shape} />);
}

function OneShape({ shape }: { readonly shape: Shape }) {
  switch (shape.tag) {
    case 'path':
      return <path className={shape.className} d={shape.d} />;
    case 'rect':
      return (
        <rect
          className={shape.className}
          x={px(shape.x)}
          y={px(shape.y)}
          width={px(shape.width)}
          height={px(shape.height)}
          rx={px(shape.rx)}
        />
      );
    case 'circle':
      return <circle className={shape.className} cx={px(shape.cx)} cy={px(shape.cy)} r={px(shape.r)} />;
    case 'text':
      return (
        <text className={shape.className} x={px(shape.x)} y={px(shape.y)} textAnchor={shape.anchor}>
          {shape.words}
        </text>
      );
    case 'g':
      return (
        <g className={shape.className}>
          <Shapes shapes={shape.shapes} />
        </g>
      );
  }
}
