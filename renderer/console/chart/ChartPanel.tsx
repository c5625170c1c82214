import { usePicture } from '../store.ts';
import { ChartSends } from './ChartSends.tsx';
import { ChartServerForm } from './ChartServerForm.tsx';
import './chart.css';

/** Where signed records are sent to, and what became of each. */
export function ChartPanel() {
  const { chart } = usePicture();
  if (chart === null) return null;
  return (
    <>
      <ChartServerForm key={chart.server?.address ?? ''} server={chart.server} />
      <ChartSends chart={chart} />
    </>
  );
}
