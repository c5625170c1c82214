import { leastTextPercent, mostTextPercent } from '../../../shared/bridge/console-settings.ts';
import { Choice } from '../../design/Choice.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { settingsWords as words } from '../words/settings-words.ts';
import { useConsoleSettings } from './useConsoleSettings.ts';

const stepPercent = 10;
const options = Array.from({ length: (mostTextPercent - leastTextPercent) / stepPercent + 1 }, (_, step) => {
  const percent = leastTextPercent + step * stepPercent;
  return { value: String(percent), label: words.percent(percent) };
});

/** The size of letters that are read at an arm's length; what is read from two metres is large already and stays. */
export function TextSizeChoice() {
  const { settings, set, problem } = useConsoleSettings();
  return (
    <Panel title={words.textSize}>
      <Choice
        label={words.textSize}
        options={options}
        value={String(settings.textPercent)}
        onChange={(percent) => set({ textPercent: Number(percent) })}
      />
      <ProblemNote problem={problem} />
    </Panel>
  );
}
