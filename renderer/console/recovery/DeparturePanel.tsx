import { useState } from 'react';
import type { Gate } from '../../../shared/session/condition.ts';
import { Button } from '../../design/Button.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ConditionList } from '../gates/ConditionList.tsx';
import { AgainstAdviceForm } from '../stop/AgainstAdviceForm.tsx';

/** The gate home, whole: every condition with why, the prescriber's early release, and leaving against advice. */
export function DeparturePanel({ gate }: { gate: Gate }) {
  const [leaving, setLeaving] = useState(false);
  return (
    <Panel title="Departure">
      <ConditionList gate={gate} />
      {leaving && <AgainstAdviceForm />}
      <Button kind="quiet" onPress={() => setLeaving(!leaving)}>
        {leaving ? 'Back' : 'The patient leaves against advice'}
      </Button>
    </Panel>
  );
}
