import { useState } from 'react';
import type { Picture } from '../../../shared/bridge/picture.ts';
import { Button } from '../../design/Button.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { VaultScreen } from '../keeping/VaultScreen.tsx';
import { VaultWorkLine } from '../keeping/VaultWorkLine.tsx';
import { KeyListSheet } from '../keys/KeyListSheet.tsx';
import { SettingsScreen } from '../settings/SettingsScreen.tsx';
import { OutsideBar } from '../shell/OutsideBar.tsx';
import { useBridge, usePicture } from '../store.ts';
import { settingsWords } from '../words/settings-words.ts';
import { FirstSteps } from './FirstSteps.tsx';
import { NewPatientForm } from './NewPatientForm.tsx';
import { PatientPanel } from './PatientPanel.tsx';
import { RunningSessions } from './RunningSessions.tsx';
import { SearchPanel } from './SearchPanel.tsx';
import '../shell/page.css';
import './home.css';

type OpenStage = Extract<Picture['stage'], { kind: 'open' }>;

/** Home: a running session first, then the patients, each with the next session and the past ones. */
export function HomeScreen({ stage }: { readonly stage: OpenStage }) {
  const bridge = useBridge();
  const { protocolProblem, protocolTitle, vault } = usePicture();
  const { problem, busy, call } = useCall();
  const [chosen, setChosen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [place, setPlace] = useState<'home' | 'vault' | 'settings'>('home');
  const patient = stage.patients.find((candidate) => candidate.patientId === chosen) ?? null;
  if (place === 'vault') return <VaultScreen onBack={() => setPlace('home')} />;
  if (place === 'settings') return <SettingsScreen onBack={() => setPlace('home')} onVault={() => setPlace('vault')} />;
  return (
    <div className="page-frame">
      <main className="page">
        <div className="page-head">
          <h1 className="page-title">Home</h1>
          <p className="soft">
            {stage.therapist.name}
            {stage.therapist.credential === '' ? '' : `, ${stage.therapist.credential}`}
          </p>
        </div>
        <RunningSessions stage={stage} />
        {stage.patients.length === 0 && <FirstSteps />}
        {stage.report.map((sentence) => (
          <p key={sentence} role="status">
            {sentence}
          </p>
        ))}
        <ProblemNote problem={protocolProblem} />
        <ProblemNote problem={vault.backup?.problem ?? null} />
        <VaultWorkLine />
        <div className="home-columns">
          <Panel title="Patients">
            {stage.patients.length === 0 && <p className="soft">No patient yet.</p>}
            <ul className="patient-list">
              {stage.patients.map((item) => (
                <li key={item.patientId}>
                  <Button
                    pressed={!adding && item.patientId === chosen}
                    onPress={() => {
                      setAdding(false);
                      setChosen(item.patientId);
                    }}
                  >
                    {item.name}
                  </Button>
                </li>
              ))}
            </ul>
            <div className="row">
              <Button pressed={adding} onPress={() => setAdding(true)}>
                New patient
              </Button>
            </div>
          </Panel>
          {adding ? (
            <NewPatientForm
              onCreated={(patientId) => {
                setAdding(false);
                setChosen(patientId);
              }}
            />
          ) : patient === null ? (
            <p className="soft">Choose a patient, or enter a new one.</p>
          ) : (
            <PatientPanel
              key={patient.patientId}
              patient={patient}
              sessions={stage.sessions.filter((session) => session.patientId === patient.patientId)}
            />
          )}
        </div>
        {stage.sessions.length > 0 && (
          <SearchPanel
            patients={stage.patients}
            sessions={stage.sessions}
            onPatient={(patientId) => {
              setAdding(false);
              setChosen(patientId);
            }}
          />
        )}
        <p className="soft">Protocol: {protocolTitle}</p>
        <ProblemNote problem={problem} />
      </main>
      <OutsideBar>
        <Button onPress={() => setPlace('settings')}>{settingsWords.open}</Button>
        <Button onPress={() => setPlace('vault')}>Vault</Button>
        <Button disabled={busy} onPress={() => void call(bridge.lock({}))}>
          Lock
        </Button>
      </OutsideBar>
      <KeyListSheet />
    </div>
  );
}
