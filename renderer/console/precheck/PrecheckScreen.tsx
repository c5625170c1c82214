import { useEffect, useRef, useState } from 'react';
import { isOpen } from '../../../shared/session/condition.ts';
import { dosingGate } from '../../../shared/session/gates.ts';
import { protocolOf } from '../../../shared/session/state.ts';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { CommandButton } from '../keys/CommandButton.tsx';
import { pressureStep, stepSentence } from '../pressure/next-step.ts';
import { useNow, useOpenSession } from '../store.ts';
import { DeclineControl } from './DeclineControl.tsx';
import { ItemRow } from './ItemRow.tsx';
import { PatientFacts } from './PatientFacts.tsx';
import { type ItemId, isDone, precheckItems, sentenceOf } from './precheck-items.ts';
import '../shell/page.css';
import './precheck.css';

/** Pre-check: the next open item as a sentence, how many are done, and the list, each item opening its form in place. */
export function PrecheckScreen() {
  const { state } = useOpenSession();
  const now = useNow();
  const { problem, busy, ask } = useAsk();
  const gate = dosingGate(state, now);
  const items = precheckItems(gate, protocolOf(state));
  const open = items.filter((item) => !isDone(item));
  const next = open[0] ?? null;
  const ready = isOpen(gate);
  const [opened, setOpened] = useOpenedItem(next?.id ?? null, new Set(open.map((item) => item.id)));
  return (
    <div className="precheck">
      <section className="precheck-hero" aria-label="Next">
        <h1 className="screen-name">Pre-check</h1>
        <p className="precheck-sentence" role="status">
          {ready || next === null
            ? 'All is met. Dosing may begin.'
            : next.id === 'blood-pressure'
              ? stepSentence(pressureStep(state, now))
              : sentenceOf(next)}
        </p>
        <p className="precheck-count">{`${items.length - open.length} of ${items.length} done`}</p>
        <ProblemNote problem={problem} />
        <div className="row">
          <CommandButton
            command="next-phase"
            kind={ready ? 'primary' : 'plain'}
            disabled={!ready || busy}
            onPress={(press) => void ask({ type: 'open-dosing' }, press)}
          >
            Go on to dosing
          </CommandButton>
          <DeclineControl />
        </div>
        <PatientFacts />
      </section>
      <ul className="precheck-items" aria-label="Items">
        {items.map((item) => (
          <ItemRow key={item.id} item={item} open={item.id === opened} onOpen={() => setOpened(item.id)} />
        ))}
      </ul>
    </div>
  );
}

/**
 * Which item's form is open: the next one at first; then the one somebody touched, until it is done. A form that is
 * being filled in is never exchanged under the hands because another item changed.
 */
function useOpenedItem(next: ItemId | null, open: ReadonlySet<ItemId>): [ItemId | null, (id: ItemId) => void] {
  const [opened, setOpened] = useState<ItemId | null>(next);
  const wasOpen = useRef(opened !== null && open.has(opened));
  const isOpenNow = opened !== null && open.has(opened);
  useEffect(() => {
    if (wasOpen.current && !isOpenNow) setOpened(next);
    wasOpen.current = isOpenNow;
  }, [isOpenNow, next]);
  const choose = (id: ItemId) => {
    wasOpen.current = open.has(id);
    setOpened(id);
  };
  return [opened, choose];
}
