import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { usePicture } from '../store.ts';
import { settingsWords as words } from '../words/settings-words.ts';

/** The monitors that are plugged in now, each with what is known of its kind. */
export function MonitorsPanel() {
  const { monitors } = usePicture();
  return (
    <Panel title={words.monitors}>
      {monitors.present.length === 0 ? (
        <p className="soft">{words.noMonitors}</p>
      ) : (
        <ul className="settings-list" aria-label={words.monitors}>
          {monitors.present.map((monitor) => (
            <li key={monitor.monitorKey}>
              <p>
                {monitor.name}
                {monitor.where === null ? '' : `, ${monitor.where}`}
              </p>
              <p className="soft">{monitor.simulated ? words.simulated : monitor.honestStatus}</p>
            </li>
          ))}
        </ul>
      )}
      <ProblemNote problem={monitors.problem} />
      <p className="soft">{words.monitorsHint}</p>
    </Panel>
  );
}
