/** What may go wrong, in the groups that clinics use; anything else is written in words. */
export const adverseKinds: readonly { readonly group: string; readonly kinds: readonly string[] }[] = [
  { group: 'Heart and circulation', kinds: ['Blood pressure high', 'Palpitations', 'Chest pain', 'Fainting'] },
  { group: 'Breathing', kinds: ['Slow breathing', 'Low oxygen', 'Pause in breathing', 'Throat spasm'] },
  {
    group: 'Nerves',
    kinds: [
      'Sedation',
      'Dizziness',
      'Headache',
      'Blurred or double vision',
      'Slurred speech',
      'Seizure-like movement',
      'Fall',
    ],
  },
  { group: 'Stomach', kinds: ['Nausea', 'Retching', 'Vomiting', 'Salivation'] },
  {
    group: 'Mind',
    kinds: ['Anxiety', 'Panic', 'Dysphoria', 'Agitation', 'Paranoia', 'Prolonged dissociation', 'Mania'],
  },
  { group: 'Other', kinds: ['Allergic reaction', 'Urgency or pain on passing water', 'Numb mouth', 'Other'] },
];
