import { useState } from 'react';
import type { ChartPicture, ChartServerInput, ChartTestPicture } from '../../../shared/bridge/chart-picture.ts';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge } from '../store.ts';
import { chartWords as words } from '../words/chart-words.ts';

type Server = ChartPicture['server'];
type Draft = {
  readonly address: string;
  readonly kind: NonNullable<Server>['access'];
  readonly tokenAddress: string;
  readonly clientId: string;
  readonly scope: string;
  /** The token, or the client's secret; empty keeps the one that is kept. */
  readonly secret: string;
};

/** The chart's server: its address, what proves who we are, and whether it answers. */
export function ChartServerForm({ server }: { readonly server: Server }) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [draft, setDraft] = useState<Draft>(() => draftOf(server));
  const [about, setAbout] = useState<ChartTestPicture | null>(null);
  const change = (changes: Partial<Draft>) => {
    setAbout(null);
    setDraft({ ...draft, ...changes });
  };
  const set = async (wanted: ChartServerInput | null) => {
    setAbout(null);
    const kept = await call(bridge.setChartServer({ server: wanted }));
    if (kept.ok) setDraft((before) => ({ ...before, secret: '' }));
  };
  const test = async () => {
    setAbout(null);
    const tested = await call(bridge.testChart({}));
    if (tested.ok) setAbout(tested.value);
  };
  const isSame = server !== null && draft.secret === '' && isAsKept(draft, server);
  const secretHint = isSame ? words.secretKept : words.secretHint;
  return (
    <Panel title={words.title}>
      <p className="soft">{words.hint}</p>
      {server === null && <p role="status">{words.off}</p>}
      <Field
        label={words.address}
        hint={words.addressHint}
        value={draft.address}
        onChange={(address) => change({ address })}
      />
      <Choice
        label={words.access}
        options={words.accessKinds}
        value={draft.kind}
        onChange={(kind) => change({ kind, secret: '' })}
      />
      {draft.kind === 'bearer' && (
        <Field
          kind="password"
          label={words.token}
          hint={secretHint}
          value={draft.secret}
          onChange={(secret) => change({ secret })}
        />
      )}
      {draft.kind === 'client' && (
        <>
          <Field
            label={words.tokenAddress}
            value={draft.tokenAddress}
            onChange={(tokenAddress) => change({ tokenAddress })}
          />
          <Field label={words.clientId} value={draft.clientId} onChange={(clientId) => change({ clientId })} />
          <Field
            kind="password"
            label={words.clientSecret}
            hint={secretHint}
            value={draft.secret}
            onChange={(secret) => change({ secret })}
          />
          <Field
            label={words.scope}
            hint={words.scopeHint}
            value={draft.scope}
            onChange={(scope) => change({ scope })}
          />
        </>
      )}
      <ProblemNote problem={problem} />
      {about !== null && <About about={about} />}
      <div className="row">
        <Button disabled={busy || isSame || isIncomplete(draft)} onPress={() => void set(inputOf(draft))}>
          {words.save}
        </Button>
        <Button disabled={busy || !isSame} onPress={() => void test()}>
          {words.test}
        </Button>
        {server !== null && (
          <Button disabled={busy} onPress={() => void set(null)}>
            {words.remove}
          </Button>
        )}
      </div>
      {server !== null && <p className="soft">{words.removeHint}</p>}
    </Panel>
  );
}

function About({ about }: { readonly about: ChartTestPicture }) {
  const isR4 = about.fhirVersion.startsWith('4.0');
  return (
    <div role="status">
      <StatusMark status={isR4 && about.takesTransactions ? 'met' : 'caution'} words={words.letsUsIn} />
      <p>{words.about(about.software, about.fhirVersion)}</p>
      {!about.takesTransactions && <p>{words.noTransactions}</p>}
      {!isR4 && <p>{words.otherVersion}</p>}
    </div>
  );
}

function draftOf(server: Server): Draft {
  return {
    address: server?.address ?? '',
    kind: server?.access ?? 'bearer',
    tokenAddress: server?.tokenAddress ?? '',
    clientId: server?.clientId ?? '',
    scope: server?.scope ?? '',
    secret: '',
  };
}

function isAsKept(draft: Draft, server: NonNullable<Server>): boolean {
  const isSameServer = draft.address === server.address && draft.kind === server.access;
  if (!isSameServer || draft.kind !== 'client') return isSameServer;
  return (
    draft.tokenAddress === server.tokenAddress && draft.clientId === server.clientId && draft.scope === server.scope
  );
}

function isIncomplete({ address, kind, tokenAddress, clientId }: Draft): boolean {
  return address.trim() === '' || (kind === 'client' && (tokenAddress.trim() === '' || clientId.trim() === ''));
}

function inputOf({ address, kind, secret, tokenAddress, clientId, scope }: Draft): ChartServerInput {
  switch (kind) {
    case 'none':
      return { address, access: { kind } };
    case 'bearer':
      return { address, access: { kind, token: secret } };
    case 'client':
      return { address, access: { kind, tokenAddress, clientId, clientSecret: secret, scope } };
  }
}
