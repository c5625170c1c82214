import type { Happening } from './happenings.ts';

/** What happened as a table: the same words that are printed. */
export function HappeningTable({ caption, rows }: { readonly caption: string; readonly rows: readonly Happening[] }) {
  return (
    <table className="happening-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Elapsed</th>
          <th scope="col">Clock</th>
          <th scope="col">Kind</th>
          <th scope="col">What happened</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <td>{row.elapsed}</td>
            <td>{row.clock}</td>
            <td>{row.kind}</td>
            <td>{row.struck ? <s>{row.text}</s> : row.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
