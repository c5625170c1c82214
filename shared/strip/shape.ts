import { escapeHtml } from '../record/escape-html.ts';

/** One thing drawn, in CSS px; how it looks is its class's business, so that ink and light share one drawing. */
export type Shape =
  | { readonly tag: 'path'; readonly className: string; readonly d: string }
  | {
      readonly tag: 'rect';
      readonly className: string;
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly rx: number;
    }
  | { readonly tag: 'circle'; readonly className: string; readonly cx: number; readonly cy: number; readonly r: number }
  | {
      readonly tag: 'text';
      readonly className: string;
      readonly x: number;
      readonly y: number;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly words: string;
    }
  | { readonly tag: 'g'; readonly className: string; readonly shapes: readonly Shape[] };

/** A number as it is written into path data: one decimal. */
export const px = (value: number) => String(Math.round(value * 10) / 10);

/** Shapes as SVG markup; all words are escaped. */
export function svgMarkup(shapes: readonly Shape[]): string {
  return shapes.map(markupOf).join('');
}

function markupOf(shape: Shape): string {
  const name = `class="${escapeHtml(shape.className)}"`;
  switch (shape.tag) {
    case 'path':
      return `<path ${name} d="${shape.d}"/>`;
    case 'rect':
      return `<rect ${name} x="${px(shape.x)}" y="${px(shape.y)}" width="${px(shape.width)}" height="${px(shape.height)}" rx="${px(shape.rx)}"/>`;
    case 'circle':
      return `<circle ${name} cx="${px(shape.cx)}" cy="${px(shape.cy)}" r="${px(shape.r)}"/>`;
    case 'text':
      return `<text ${name} x="${px(shape.x)}" y="${px(shape.y)}" text-anchor="${shape.anchor}">${escapeHtml(shape.words)}</text>`;
    case 'g':
      return `<g ${name}>${svgMarkup(shape.shapes)}</g>`;
  }
}
