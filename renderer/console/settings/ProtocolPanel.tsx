import { useEffect, useState } from 'react';
import type { Protocol } from '../../../shared/protocol/schema.ts';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, usePicture } from '../store.ts';
import { settingsWords as words } from '../words/settings-words.ts';
import { protocolGroups } from './protocol-rows.ts';

/** The protocol in force, every number of it with its source. */
export function ProtocolPanel() {
  const bridge = useBridge();
  const { protocolProblem, protocolTitle } = usePicture();
  const { problem, call } = useCall();
  const [protocol, setProtocol] = useState<Protocol | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the panel is opened
  useEffect(() => {
    void call(bridge.getProtocol({})).then((outcome) => {
      if (outcome.ok) setProtocol(outcome.value);
    });
  }, []);
  return (
    <Panel title={protocolTitle}>
      <ProblemNote problem={protocolProblem ?? problem} />
      <p className="soft">{words.protocolHint}</p>
      {protocol !== null &&
        protocolGroups(protocol).map(({ title, rows }) => (
          <section key={title} aria-label={title} className="stack">
            <h3 className="settings-group">{title}</h3>
            <dl className="protocol-rows">
              {rows.map((row) => (
                <div key={row.name} className="protocol-row">
                  <dt>{row.name}</dt>
                  <dd>{row.value}</dd>
                  <dd className="soft">{row.source}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
    </Panel>
  );
}
