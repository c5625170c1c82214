import { useState } from 'react';
import { Sheet } from '../../design/Sheet.tsx';
import { keyWords } from '../words/key-words.ts';
import { KeyList } from './KeyList.tsx';
import { useCommandKey } from './useCommandKey.ts';

/** The list of keys, opened and closed by its own key (`?`). */
export function KeyListSheet() {
  const [open, setOpen] = useState(false);
  useCommandKey('key-list', () => setOpen((before) => !before));
  return (
    <Sheet title={keyWords.title} open={open} onClose={() => setOpen(false)}>
      <KeyList />
    </Sheet>
  );
}
