import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChartServerInput } from '../../shared/bridge/chart-picture.ts';
import { calmJournal, declinedJournal } from '../record/journal-samples.ts';
import { signJournal } from '../record/sign-journal.ts';
import { ChartHouse } from './chart-house.ts';
import { ChartServer, type Fault } from './chart-server.ts';

const day = 24 * 60 * 60_000;
const calm = signJournal(calmJournal());
const both = { calm, declined: signJournal(declinedJournal()) };

let server: ChartServer;
beforeEach(async () => {
  server = await ChartServer.start();
});
afterEach(() => server.stop());

const openly = (): ChartServerInput => ({ address: server.address, access: { kind: 'none' } });

/** A house with one signed session and the server set. */
async function oneSession() {
  const house = new ChartHouse({ s1: calm });
  const room = house.open();
  expect(await room.setServer(openly())).toEqual({ ok: true, value: null });
  return { house, room, state: () => room.picture()?.sends[0] };
}

describe('a record', () => {
  test('is sent when somebody says so, and the audit log says what went where', async () => {
    const { house, room, state } = await oneSession();
    room.look();
    expect(server.heard).toEqual([]);
    expect(await room.send(['s1', 's1'])).toEqual({ ok: true, value: null });
    await room.settled();
    expect(state()).toMatchObject({ state: 'arrived', problem: null, arrived: { existing: 0, addenda: 0 } });
    expect((await server.all('Composition')).length).toBe(1);
    expect(house.audit).toEqual([
      { type: 'chart-set', address: server.address, access: 'none' },
      {
        type: 'record-sent',
        sessionId: 's1',
        address: server.address,
        recordSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        transactionSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  test('is not sent to nobody, unsigned, unknown, or twice at a time', async () => {
    const house = new ChartHouse({ s1: calm, open: calmJournal() });
    const room = house.open();
    expect(await room.send(['s1'])).toMatchObject({ ok: false, problem: { code: 'chart-not-set' } });
    await room.setServer(openly());
    expect(await room.send(['open'])).toMatchObject({ ok: false, problem: { code: 'not-signed' } });
    expect(await room.send(['s1', 'nobody'])).toMatchObject({ ok: false, problem: { code: 'disk-full' } });
    expect(house.chart.sends).toEqual([]);
    house.patientIsHere = true;
    await room.send(['s1']);
    expect(await room.send(['s1'])).toMatchObject({ ok: false, problem: { code: 'chart-send-waits' } });
    house.isLocked = true;
    expect(await room.send(['s1'])).toMatchObject({ ok: false, problem: { code: 'locked' } });
    expect(room.picture()).toBeNull();
    expect(server.heard).toEqual([]);
  });

  test('waits while a patient is in the session, and goes when they have left', async () => {
    const { house, room, state } = await oneSession();
    house.patientIsHere = true;
    await room.send(['s1']);
    house.wallMs += day;
    room.look();
    await room.settled();
    expect([state()?.state, server.heard.length, room.picture()?.waitsForSession]).toEqual(['waiting', 0, true]);
    house.patientIsHere = false;
    room.look();
    await room.settled();
    expect(state()?.state).toBe('arrived');
  });

  test('that is on its way when a session is opened is broken off, and sent afterwards', async () => {
    const { house, room, state } = await oneSession();
    server.faults.push({ kind: 'hang' });
    const heard = server.nextRequest();
    await room.send(['s1']);
    await heard;
    expect(state()?.state).toBe('sending');
    house.patientIsHere = true;
    room.look();
    await room.settled();
    expect(state()).toMatchObject({ state: 'waiting', tries: 0, problem: null });
    house.patientIsHere = false;
    room.look();
    await room.settled();
    expect(state()?.state).toBe('arrived');
  });

  test('stops when the vault is locked, and survives that and the end of the program', async () => {
    const { house, room } = await oneSession();
    server.faults.push({ kind: 'hang' });
    const heard = server.nextRequest();
    await room.send(['s1']);
    await heard;
    house.isLocked = true;
    room.look();
    await room.settled();
    house.isLocked = false;
    const next = house.open();
    expect(next.picture()?.sends).toMatchObject([{ state: 'waiting' }]);
    next.look();
    await next.settled();
    expect(next.picture()?.sends).toMatchObject([{ state: 'arrived' }]);
  });

  test('that a server refuses waits for somebody, with what the server said; then it may go again', async () => {
    const { house, room, state } = await oneSession();
    const body = JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ diagnostics: 'No such practitioner' }] });
    server.faults.push({ kind: 'status', status: 422, body });
    await room.send(['s1']);
    await room.settled();
    expect(state()).toMatchObject({
      state: 'refused',
      problem: { code: 'chart-refused', sentence: expect.stringContaining('422') },
      said: 'No such practitioner',
    });
    expect(house.audit.at(-1)).toMatchObject({ type: 'record-not-sent', problem: 'refused' });
    house.wallMs += 10 * day;
    room.look();
    await room.settled();
    expect(server.heard.length).toBe(1);
    await room.sendAgain(state()?.sendId ?? '');
    await room.settled();
    expect(state()?.state).toBe('arrived');
  });

  test('is tried again as late as the server asks, and not a moment sooner', async () => {
    const { house, room, state } = await oneSession();
    server.faults.push({ kind: 'status', status: 429, headers: { 'retry-after': '600' } });
    await room.send(['s1']);
    await room.settled();
    expect(state()).toMatchObject({
      state: 'waiting',
      nextWallMs: house.wallMs + 600_000,
      problem: { code: 'chart-busy' },
    });
    house.wallMs += 599_999;
    room.look();
    await room.settled();
    expect(server.heard.length).toBe(1);
    house.wallMs += 1;
    room.look();
    await room.settled();
    expect(state()?.state).toBe('arrived');
  });

  test('that waits is tried at once when somebody says so, or taken back', async () => {
    const { room, state } = await oneSession();
    server.faults.push({ kind: 'status', status: 503 }, { kind: 'status', status: 503 });
    await room.send(['s1']);
    await room.settled();
    await room.sendAgain(state()?.sendId ?? '');
    await room.settled();
    expect([state()?.state, server.heard.length]).toEqual(['waiting', 2]);
    await room.withdraw(state()?.sendId ?? '');
    expect(state()?.state).toBe('withdrawn');
    expect(await room.withdraw(state()?.sendId ?? '')).toMatchObject({ ok: false });
  });

  test('goes to no other server than the one that was set when it was to be sent', async () => {
    const { house, room, state } = await oneSession();
    house.patientIsHere = true;
    await room.send(['s1']);
    await room.setServer({ address: `${server.origin}/other`, access: { kind: 'none' } });
    house.patientIsHere = false;
    room.look();
    await room.settled();
    expect([state()?.problem?.code, server.heard.length]).toEqual(['chart-other-server', 0]);
  });

  test('whose arrival cannot be noted is sent once more, not at once, and is there once', async () => {
    const { house, room, state } = await oneSession();
    const heard = server.nextRequest();
    await room.send(['s1']);
    house.diskIsFull = true;
    await heard;
    await room.settled();
    house.diskIsFull = false;
    room.look();
    await room.settled();
    expect([state()?.state, server.heard.length]).toEqual(['waiting', 1]);
    house.wallMs += 60_000;
    room.look();
    await room.settled();
    expect(state()).toMatchObject({ state: 'arrived', arrived: { created: 0 } });
    expect((await server.all('Composition')).length).toBe(1);
  });
});

describe('the server', () => {
  test('is asked what it is, without a word of a patient', async () => {
    const { room } = await oneSession();
    expect(await room.test()).toEqual({
      ok: true,
      value: { software: 'Loopback 1', fhirVersion: '4.0.1', takesTransactions: true },
    });
    expect(server.heard).toMatchObject([
      { method: 'GET', path: '/fhir/metadata', body: '' },
      { method: 'GET', path: '/fhir/Patient?_summary=count', body: '' },
    ]);
  });

  test.each<[Fault, string]>([
    [{ kind: 'status', status: 401 }, 'chart-not-let-in'],
    [{ kind: 'status', status: 404 }, 'chart-not-there'],
    [{ kind: 'status', status: 500 }, 'chart-server-failed'],
    [{ kind: 'garbage', body: '<html>' }, 'chart-not-fhir'],
    [{ kind: 'garbage', body: '{"resourceType":"Patient"}' }, 'chart-not-fhir'],
    [{ kind: 'garbage', body: 'x'.repeat(4_000_001) }, 'chart-answer-too-long'],
    [{ kind: 'drop' }, 'chart-no-answer'],
    [{ kind: 'status', status: 302, headers: { location: 'https://elsewhere.example/fhir' } }, 'chart-moved'],
  ])('that does %j when it is tested is named', async (fault, code) => {
    const { room } = await oneSession();
    server.faults.push(fault);
    expect(await room.test()).toMatchObject({ ok: false, problem: { code } });
  });

  test('that is not there is named', async () => {
    const { room } = await oneSession();
    await server.stop();
    expect(await room.test()).toMatchObject({ ok: false, problem: { code: 'chart-unreachable' } });
    server = await ChartServer.start();
  });

  test('that points within itself is followed, to another place never', async () => {
    const { room, state } = await oneSession();
    const elsewhere = await ChartServer.start();
    server.faults.push({ kind: 'status', status: 307, headers: { location: '/fhir' } });
    await room.send(['s1']);
    await room.settled();
    expect(state()?.state).toBe('arrived');
    for (const [status, location] of [
      [307, elsewhere.address],
      [308, elsewhere.address],
      [303, '/fhir'],
      [301, '/fhir'],
    ] as const) {
      server.faults.push({ kind: 'status', status, headers: { location } });
      await room.sendAgain(state()?.sendId ?? '');
      await room.settled();
      expect(state()?.problem?.code).toBe('chart-moved');
    }
    for (let times = 0; times < 4; times += 1) {
      server.faults.push({ kind: 'status', status: 307, headers: { location: '/fhir' } });
    }
    await room.sendAgain(state()?.sendId ?? '');
    await room.settled();
    expect(state()?.problem?.code).toBe('chart-moved');
    expect(elsewhere.heard).toEqual([]);
    await elsewhere.stop();
  });

  test('gets the token that was set, which no window sees', async () => {
    const { room } = await oneSession();
    server.token = 'secret-token';
    const set = (token: string) => room.setServer({ address: server.address, access: { kind: 'bearer', token } });
    expect(await set('')).toMatchObject({ ok: false, problem: { code: 'chart-secret-missing' } });
    await set('wrong');
    expect(await room.test()).toMatchObject({ ok: false, problem: { code: 'chart-not-let-in' } });
    await room.send(['s1']);
    await room.settled();
    expect(room.picture()?.sends[0]?.problem?.code).toBe('chart-not-let-in');
    await set('secret-token');
    // An empty field keeps it.
    await set('');
    await room.sendAgain(room.picture()?.sends[0]?.sendId ?? '');
    await room.settled();
    expect(room.picture()?.sends[0]?.state).toBe('arrived');
    expect(JSON.stringify(room.picture())).not.toContain('secret');
  });

  test('gets a token that its client asked for', async () => {
    const { room } = await oneSession();
    server.token = 'given';
    const access = {
      kind: 'client',
      tokenAddress: `${server.origin}/token`,
      clientId: 'vigil one',
      clientSecret: 's:e cret',
      scope: 'system/*.cruds',
    } as const;
    await room.setServer({ address: server.address, access });
    await room.send(['s1']);
    await room.settled();
    expect(room.picture()?.sends[0]?.state).toBe('arrived');
    expect(server.heard.map(({ path, authorization }) => [path, authorization])).toEqual([
      ['/token', `Basic ${Buffer.from('vigil+one:s%3Ae+cret').toString('base64')}`],
      ['/fhir', 'Bearer given'],
    ]);
    expect(server.heard[0]?.body).toBe('scope=system%2F*.cruds&grant_type=client_credentials');
    expect(JSON.stringify(room.picture())).not.toContain('cret"');
  });

  test.each<[Fault, string]>([
    [{ kind: 'status', status: 400, body: '{"error":"invalid_client"}' }, 'chart-not-let-in'],
    [{ kind: 'status', status: 401 }, 'chart-not-let-in'],
    [{ kind: 'status', status: 503 }, 'chart-busy'],
    [{ kind: 'status', status: 200, body: '<html>' }, 'chart-not-fhir'],
    [{ kind: 'status', status: 200, body: '{"access_token":5}' }, 'chart-not-fhir'],
  ])('whose tokens’ address does %j gets nothing of a record', async (fault, code) => {
    const { room, state } = await oneSession();
    const access = { kind: 'client', clientId: 'c', clientSecret: 's', scope: '' } as const;
    await room.setServer({ address: server.address, access: { ...access, tokenAddress: `${server.origin}/token` } });
    server.faults.push(fault);
    await room.send(['s1']);
    await room.settled();
    expect([state()?.problem?.code, server.heard.map(({ path }) => path)]).toEqual([code, ['/token']]);
  });

  test('is another one: what was kept for the one before is not shown to it', async () => {
    const { room } = await oneSession();
    await room.setServer({ address: server.address, access: { kind: 'bearer', token: 'kept' } });
    expect(
      await room.setServer({ address: 'https://other.example', access: { kind: 'bearer', token: '' } }),
    ).toMatchObject({
      problem: { code: 'chart-secret-missing' },
    });
  });

  test('of a rehearsal is on this machine only', async () => {
    const house = new ChartHouse({ s1: calm });
    house.rehearsal = true;
    const room = house.open();
    expect(await room.setServer({ address: 'https://chart.example/fhir', access: { kind: 'none' } })).toMatchObject({
      ok: false,
      problem: { code: 'chart-rehearsal' },
    });
    expect(await room.setServer(openly())).toEqual({ ok: true, value: null });
  });
});

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>(
    { kind: 'drop' },
    { kind: 'lose-answer' },
    { kind: 'half-answer' },
    { kind: 'hang' },
    { kind: 'repeat' },
    { kind: 'status', status: 307, headers: { location: '/fhir' } },
  ),
  fc
    .constantFrom(400, 401, 403, 404, 408, 409, 412, 422, 429, 500, 502, 503)
    .map((status): Fault => ({ kind: 'status', status })),
  fc.constantFrom('', '<html>', '{"resourceType":"Bundle"}', '[').map((body): Fault => ({ kind: 'garbage', body })),
);
const happening = fc.constantFrom('nothing', 'restart', 'disk-full', 'session');

test('whatever the network, the server, the disk and the session do, each record arrives, and exactly once', async () => {
  const wanted = await countsOfAll();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fault, happening), { maxLength: 10 }), async (plan) => {
      const loopback = await ChartServer.start();
      const house = new ChartHouse(both);
      let room = house.open();
      await room.setServer({ address: loopback.address, access: { kind: 'none' } });
      await room.send(Object.keys(both));
      loopback.faults.push(...plan.map(([each]) => each));
      const steps = [...plan.map(([, each]) => each), ...new Array<'nothing'>(3 * (plan.length + 2)).fill('nothing')];
      for (const step of steps) {
        await live(house, room, loopback, step);
        if (step === 'restart') room = house.open();
        house.wallMs += day;
        for (const { state, sendId } of room.picture()?.sends ?? []) {
          if (state === 'refused') await room.sendAgain(sendId);
        }
        room.look();
        await ended(house, room, loopback);
        if (room.picture()?.sends.every(({ state }) => state === 'arrived')) break;
      }
      expect(room.picture()?.sends.map(({ state }) => state)).toEqual(['arrived', 'arrived']);
      expect(await loopback.counts()).toEqual(wanted);
      await loopback.stop();
    }),
    { numRuns: 25 },
  );
}, 120_000);

/** What a server has when each record came to it once, with nothing in the way. */
async function countsOfAll() {
  const house = new ChartHouse(both);
  const room = house.open();
  await room.setServer(openly());
  await room.send(Object.keys(both));
  for (let sent = 0; sent < 2; sent += 1) {
    room.look();
    await room.settled();
  }
  return server.counts();
}

/** Lets something happen while a record is on its way. */
async function live(house: ChartHouse, room: ReturnType<ChartHouse['open']>, loopback: ChartServer, step: string) {
  if (step !== 'disk-full' && step !== 'session') return;
  if (step === 'disk-full') house.diskIsFull = true;
  else house.patientIsHere = true;
  room.look();
  await ended(house, room, loopback);
  house.diskIsFull = false;
  house.patientIsHere = false;
}

/** Waits until what is being sent has ended; a server that hangs is given up, as the deadline does. */
async function ended(house: ChartHouse, room: ReturnType<ChartHouse['open']>, loopback: ChartServer) {
  const settled = room.settled();
  const hangs = loopback.hangs().then(() => house.deadline.abort());
  await Promise.race([settled, hangs]);
  await settled;
  house.deadline = new AbortController();
}
