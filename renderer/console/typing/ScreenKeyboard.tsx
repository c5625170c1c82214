import { ArrowBigUp, ChevronDown, CornerDownLeft, Delete } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Icon } from '../../design/Icon.tsx';
import { typingWords } from '../words/typing-words.ts';
import { faceFor, type KeyFace, keyRows } from './key-rows.ts';
import { deleteIn, type TextField, textField, typeInto } from './type-into.ts';
import './typing.css';

/**
 * The console's own keyboard for who has only a finger: it comes when a field is touched, in the palette of the room. The
 * system's keyboard would light the room up, so that it is asked to stay away. It covers neither Emergency nor the rail.
 */
export function ScreenKeyboard() {
  const { field, hide } = useTouchedField();
  return field === null ? null : <Keys key={field.id} field={field} onHide={hide} />;
}

/** The text field that has the focus because a finger touched it, until the keyboard is hidden or another thing has the focus. */
function useTouchedField(): { readonly field: TextField | null; readonly hide: () => void } {
  const [field, setField] = useState<TextField | null>(null);
  useEffect(() => {
    let touched: TextField | null = null;
    const onPointerDown = (event: PointerEvent) => {
      touched = event.pointerType === 'touch' ? textField(event.target) : null;
      if (touched === null || touched.dataset.asksFor !== undefined) return;
      touched.dataset.asksFor = touched.inputMode;
      // Before the field has the focus: the system's keyboard does not come up.
      touched.inputMode = 'none';
    };
    const onFocus = (event: FocusEvent) => {
      const focused = textField(event.target);
      setField(focused !== null && focused === touched ? focused : null);
    };
    const onClick = (event: MouseEvent) => {
      // A field that has the focus already is touched again: its keyboard was hidden.
      const focused = textField(event.target);
      if (focused !== null && focused === touched && document.activeElement === focused) setField(focused);
    };
    const onBlur = () => setField(null);
    document.addEventListener('pointerdown', onPointerDown, true);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('click', onClick);
    document.addEventListener('focusout', onBlur);
    return () => {
      document.removeEventListener('pointerdown', onPointerDown, true);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('click', onClick);
      document.removeEventListener('focusout', onBlur);
    };
  }, []);
  return { field, hide: () => setField(null) };
}

function Keys({ field, onHide }: { readonly field: TextField; readonly onHide: () => void }) {
  const ownFace = faceFor(field.dataset.asksFor ?? '');
  const [face, setFace] = useState<KeyFace>(ownFace);
  const [capital, setCapital] = useState(false);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => roomAbove(field, panel.current?.offsetHeight ?? 0), [field]);
  const type = (text: string) => {
    typeInto(field, text);
    setCapital(false);
  };
  return (
    <section className={`screen-keyboard is-${face}`} aria-label={typingWords.title} ref={panel}>
      {keyRows(face, capital).map((row) => (
        <div key={row.join('')} className="screen-key-row">
          {row.map((sign) => (
            <Key key={sign} onPress={() => type(sign)}>
              {sign}
            </Key>
          ))}
        </div>
      ))}
      <div className="screen-key-row">
        {face !== 'digits' && (
          <>
            <Key label={typingWords.shift} pressed={capital} onPress={() => setCapital(!capital)}>
              <Icon icon={ArrowBigUp} />
            </Key>
            <Key
              label={face === 'signs' ? typingWords.letters : typingWords.signs}
              onPress={() => setFace(face === 'signs' ? 'letters' : 'signs')}
            >
              {face === 'signs' ? typingWords.lettersFace : typingWords.signsFace}
            </Key>
            <Key label={typingWords.space} isWide onPress={() => type(' ')} />
          </>
        )}
        {field instanceof HTMLTextAreaElement && (
          <Key label={typingWords.enter} onPress={() => type('\n')}>
            <Icon icon={CornerDownLeft} />
          </Key>
        )}
        <Key label={typingWords.back} onPress={() => deleteIn(field)}>
          <Icon icon={Delete} />
        </Key>
        <Key label={typingWords.hide} onPress={onHide}>
          <Icon icon={ChevronDown} />
        </Key>
      </div>
    </section>
  );
}

/** One key. It never takes the focus from the field. */
function Key({
  children,
  label,
  pressed,
  isWide = false,
  onPress,
}: {
  readonly children?: ReactNode;
  readonly label?: string;
  readonly pressed?: boolean;
  readonly isWide?: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={isWide ? 'screen-key is-wide' : 'screen-key'}
      aria-label={label}
      aria-pressed={pressed}
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

/** Makes room below what scrolls around a field, so that the field can stand above the keyboard; undone by what it returns. */
function roomAbove(field: TextField, heightPx: number): () => void {
  let scroller: HTMLElement | null = field.parentElement;
  while (scroller !== null && !/auto|scroll/.test(getComputedStyle(scroller).overflowY))
    scroller = scroller.parentElement;
  const made = scroller;
  if (made !== null) {
    made.style.paddingBottom = `${heightPx + 24}px`;
    // The middle that the field is brought to is that of what stays in sight.
    made.style.scrollPaddingBottom = `${heightPx + 24}px`;
    made.dataset.keyboard = 'open';
  }
  field.scrollIntoView({ block: 'center' });
  return () => {
    if (made === null) return;
    made.style.paddingBottom = '';
    made.style.scrollPaddingBottom = '';
    delete made.dataset.keyboard;
  };
}
