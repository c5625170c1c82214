import { EventEmitter } from 'node:events';
import { notOffered } from './not-offered.ts';

/** What an emitter passes to a listener. */
export type EventListener = (...args: never[]) => void;

/** An event object whose default action a listener can prevent, as Electron passes it. */
export type PreventableEvent = { defaultPrevented: boolean; preventDefault: () => void };

/** Makes an event object that remembers whether a listener prevented its default action. */
export function preventable<Extra extends object>(extra: Extra): PreventableEvent & Extra {
  const event = {
    ...extra,
    defaultPrevented: false,
    preventDefault(): void {
      event.defaultPrevented = true;
    },
  };
  return event;
}

/** An emitter that refuses listeners for events it never emits, so that no code waits for one in vain. */
export class OfferedEvents extends EventEmitter {
  private readonly emitterName: string;
  private readonly offeredEvents: ReadonlySet<string>;

  /** @param emitterName as in `app`; @param offeredEvents every event that may be listened for */
  constructor(emitterName: string, offeredEvents: readonly string[]) {
    super();
    this.emitterName = emitterName;
    this.offeredEvents = new Set(offeredEvents);
  }

  override on(event: string | symbol, listener: EventListener): this {
    if (typeof event === 'string' && !this.offeredEvents.has(event)) {
      throw notOffered(`${this.emitterName}.on('${event}')`);
    }
    return super.on(event, listener as (...args: unknown[]) => void);
  }

  override addListener(event: string | symbol, listener: EventListener): this {
    return this.on(event, listener);
  }

  override once(event: string | symbol, listener: EventListener): this {
    const onceOnly = (...args: never[]): void => {
      this.removeListener(event, onceOnly as (...args: unknown[]) => void);
      listener.apply(this, args);
    };
    // Lets removeListener(event, listener) find it, as EventEmitter's own wrapper does.
    Object.assign(onceOnly, { listener });
    return this.on(event, onceOnly);
  }
}
