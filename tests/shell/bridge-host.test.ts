import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostCalls } from '../../electron/shell/bridge-host.ts';
import { callNames } from '../../shared/bridge/call-names.ts';
import { callChannel } from '../../shared/bridge/channels.ts';
import { callSchemas } from '../../shared/bridge/contract.ts';

type Handler = (event: unknown, ...parameters: unknown[]) => Promise<unknown>;

function host() {
  const handlers = new Map<string, Handler>();
  const called: { name: string; argument: unknown }[] = [];
  const ipcMain = { handle: (channel: string, handler: Handler) => handlers.set(channel, handler), on: () => ipcMain };
  const answers = Object.fromEntries(
    callNames.map((name) => [name, (argument: unknown) => called.push({ name, argument })]),
  );
  const contents = { id: 7 };
  hostCalls(
    ipcMain as never,
    () => contents as never,
    answers as never,
    () => {},
  );
  const from = (change: object = {}) => ({
    sender: { id: 7 },
    senderFrame: { url: 'app://vigil/console/index.html', parent: null },
    ...change,
  });
  return {
    call: (name: string, event: unknown, ...parameters: unknown[]) =>
      handlers.get(callChannel(name as never))?.(event, ...parameters),
    called,
    from,
    handlers,
  };
}

describe('the bridge', () => {
  it('registers every call of the contract', () => {
    expect([...host().handlers.keys()].sort()).toEqual(
      Object.keys(callSchemas)
        .map((name) => callChannel(name as never))
        .sort(),
    );
    expect([...callNames].sort()).toEqual(Object.keys(callSchemas).sort());
  });

  it.each([
    { senderFrame: null },
    { senderFrame: { url: 'app://vigil/console/index.html', parent: {} } },
    { senderFrame: { url: 'app://evil/console/index.html', parent: null } },
    { senderFrame: { url: 'https://vigil/console/index.html', parent: null } },
    { senderFrame: { url: 'not an address', parent: null } },
    { sender: { id: 8 } },
  ])('refuses a call from %o', async (change) => {
    const { call, from, called } = host();
    await expect(call('getPicture', from(change), {})).rejects.toThrow('not ours');
    expect(called).toEqual([]);
  });

  it('lets nothing through that its schema does not know, and says so without the value', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...callNames),
        fc.array(fc.anything(), { maxLength: 3 }),
        async (name, parameters) => {
          const { call, from, called } = host();
          const fits = parameters.length === 1 && callSchemas[name].safeParse(parameters[0]).success;
          const answer = await call(name, from(), ...parameters);
          expect(called.length).toBe(fits ? 1 : 0);
          if (!fits) expect(answer).toMatchObject({ ok: false, problem: { code: 'call-refused' } });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('refuses a command with an unknown name or a surplus field', async () => {
    const { call, from, called } = host();
    for (const command of [
      { type: 'sign' },
      { type: 'tick' },
      { type: 'start-rest', surplus: 1 },
      { type: 'place-dose', doseMg: 5 },
    ]) {
      expect(await call('command', from(), { sessionId: 's', command, touchAgeMs: 0 })).toMatchObject({ ok: false });
    }
    expect(called).toEqual([]);
  });
});
