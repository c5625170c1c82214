export type TextField = HTMLInputElement | HTMLTextAreaElement;

/** The field that takes typed text, or null for everything else. */
export function textField(target: EventTarget | null): TextField | null {
  if (target instanceof HTMLTextAreaElement) return target;
  return target instanceof HTMLInputElement && (target.type === 'text' || target.type === 'password') ? target : null;
}

/** Types text at the caret, in place of what is chosen, as the system's keyboard would: the field hears of it. */
export function typeInto(field: TextField, text: string): void {
  const [start, end] = caretOf(field);
  field.setRangeText(text, start, end, 'end');
  tell(field, 'insertText', text);
}

/** Deletes what is chosen, else the one sign before the caret. */
export function deleteIn(field: TextField): void {
  const [start, end] = caretOf(field);
  const last = [...field.value.slice(0, start)].at(-1) ?? '';
  field.setRangeText('', start === end ? start - last.length : start, end, 'end');
  tell(field, 'deleteContentBackward', null);
}

function caretOf(field: TextField): readonly [number, number] {
  return [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length];
}

function tell(field: TextField, inputType: string, data: string | null): void {
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType, data }));
}
