import { GaitForm } from '../checks/GaitForm.tsx';
import { OrientationForm } from '../checks/OrientationForm.tsx';
import { MusicChoice } from '../music/MusicChoice.tsx';
import { SafetyForm } from '../observations/SafetyForm.tsx';
import { PressurePanel } from '../pressure/PressurePanel.tsx';
import { RestAndBlock } from '../pressure/RestAndBlock.tsx';
import { ClockGapForm } from '../shell/ClockGapForm.tsx';
import { ComfortForm } from './ComfortForm.tsx';
import { ConsentForm } from './ConsentForm.tsx';
import { EscortForm } from './EscortForm.tsx';
import { FastingForm } from './FastingForm.tsx';
import { IdentityForm } from './IdentityForm.tsx';
import { MachineForm } from './MachineForm.tsx';
import { OpenConditions } from './OpenConditions.tsx';
import { OrderForm } from './OrderForm.tsx';
import { PreparationForm } from './PreparationForm.tsx';
import type { PrecheckItem } from './precheck-items.ts';
import { QuestionsForm } from './QuestionsForm.tsx';
import { WeightForm } from './WeightForm.tsx';

/** The form of one item, with why it is not met yet and the prescriber's override where one is possible. */
export function ItemForm({ item }: { readonly item: PrecheckItem }) {
  switch (item.id) {
    case 'identity':
      return <IdentityForm />;
    case 'change':
    case 'contraindication':
    case 'medicine':
    case 'readiness':
      return <QuestionsForm group={item.id} conditions={item.conditions} />;
    case 'blood-pressure':
      return (
        <>
          <RestAndBlock />
          <PressurePanel />
        </>
      );
    case 'music':
      return (
        <>
          <MusicChoice />
          <OpenConditions conditions={item.conditions} />
        </>
      );
    case 'other':
      return (
        <>
          <OpenConditions conditions={item.conditions} />
          {item.conditions.some((condition) => condition.id === 'clock') && <ClockGapForm />}
          {item.conditions.some((condition) => condition.id === 'suicidal-statement') && <SafetyForm />}
        </>
      );
    default: {
      const Form = plainForms[item.id];
      return (
        <>
          <Form />
          <OpenConditions conditions={item.conditions} />
        </>
      );
    }
  }
}

const plainForms = {
  consent: ConsentForm,
  fasting: FastingForm,
  weight: WeightForm,
  escort: EscortForm,
  order: OrderForm,
  preparation: PreparationForm,
  comfort: ComfortForm,
  'baseline-gait': () => <GaitForm of="baseline" />,
  'baseline-orientation': () => <OrientationForm of="baseline" />,
  machine: MachineForm,
} as const;
