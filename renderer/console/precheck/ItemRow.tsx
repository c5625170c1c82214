import { useEffect, useRef } from 'react';
import type { Condition } from '../../../shared/session/condition.ts';
import { type Status, StatusMark } from '../../design/StatusMark.tsx';
import { ItemForm } from './ItemForm.tsx';
import { isDone, type PrecheckItem } from './precheck-items.ts';

/** One item: its name and state, a press opens its form in place. What was typed stays when another item is opened. */
export function ItemRow({
  item,
  open,
  onOpen,
}: {
  readonly item: PrecheckItem;
  readonly open: boolean;
  readonly onOpen: () => void;
}) {
  const visited = useRef(open);
  if (open) visited.current = true;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const list = row.current?.parentElement;
    if (open && row.current && list) list.scrollTo({ top: row.current.offsetTop });
  }, [open]);
  const mark = itemMark(item);
  return (
    <li className="precheck-item" data-open={open} ref={row}>
      <h2>
        <button type="button" className="item-button" aria-expanded={open} onClick={onOpen}>
          <span className="item-label">{item.label}</span>
          <StatusMark {...mark} />
        </button>
      </h2>
      {visited.current && (
        <div className="item-form" hidden={!open}>
          <ItemForm item={item} />
        </div>
      )}
    </li>
  );
}

function itemMark(item: PrecheckItem): { readonly status: Status; readonly words: string } {
  const of = (status: Condition['status']) => item.conditions.filter((condition) => condition.status === status).length;
  if (isDone(item)) {
    return item.conditions.some((condition) => condition.overridden)
      ? { status: 'caution', words: 'Overridden' }
      : { status: 'met', words: 'Done' };
  }
  if (of('unmet') > 0) return { status: 'unmet', words: 'Not met' };
  return item.conditions.length > 1 && of('met') > 0
    ? { status: 'unknown', words: `${of('unknown')} open` }
    : { status: 'unknown', words: 'Open' };
}
