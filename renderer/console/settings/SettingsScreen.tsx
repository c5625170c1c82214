import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ChartPanel } from '../chart/ChartPanel.tsx';
import { AppearanceChoice } from '../home/AppearanceChoice.tsx';
import { PlaylistScreen } from '../music/PlaylistScreen.tsx';
import { OutsideBar } from '../shell/OutsideBar.tsx';
import { settingsWords as words } from '../words/settings-words.ts';
import { KeySettingsPanel } from './KeySettingsPanel.tsx';
import { MonitorsPanel } from './MonitorsPanel.tsx';
import { MusicPanel } from './MusicPanel.tsx';
import { ProtocolPanel } from './ProtocolPanel.tsx';
import '../shell/page.css';
import './settings.css';

const parts = ['appearance', 'keys', 'protocol', 'monitors', 'music', 'chart', 'security'] as const;
type Part = (typeof parts)[number];

/** What is set for this machine, and what it works with: one part at a time. */
export function SettingsScreen({ onBack, onVault }: { readonly onBack: () => void; readonly onVault: () => void }) {
  const [part, setPart] = useState<Part>('appearance');
  const [inPlaylists, setInPlaylists] = useState(false);
  if (inPlaylists) return <PlaylistScreen onBack={() => setInPlaylists(false)} />;
  return (
    <div className="page-frame">
      <main className="page">
        <div className="row">
          <h1 className="page-title">{words.title}</h1>
          <Button onPress={onBack}>{words.back}</Button>
        </div>
        <Choice
          label={words.parts}
          options={parts.map((value) => ({ value, label: words[value] }))}
          value={part}
          onChange={setPart}
        />
        {part === 'appearance' && <AppearanceChoice />}
        {part === 'keys' && <KeySettingsPanel />}
        {part === 'protocol' && <ProtocolPanel />}
        {part === 'monitors' && <MonitorsPanel />}
        {part === 'music' && <MusicPanel onPlaylists={() => setInPlaylists(true)} />}
        {part === 'chart' && <ChartPanel />}
        {part === 'security' && (
          <Panel title={words.security}>
            <p className="soft">{words.securityHint}</p>
            <div className="row">
              <Button onPress={onVault}>{words.vault}</Button>
            </div>
          </Panel>
        )}
      </main>
      <OutsideBar />
    </div>
  );
}
