/** A JSON value that carries whatever the structured clone algorithm keeps, save cycles. */
export type Wire = null | boolean | number | string | Wire[] | { [key: string]: Wire };

/**
 * Writes a value as JSON with tags for what JSON lacks (undefined, NaN, bigint, dates, byte arrays, maps, sets, errors).
 * Runs in Node and, through its source text, in a page: it may use nothing outside itself.
 * Functions, symbols and cycles throw; other class instances lose their prototype, as under structured clone.
 */
export function encodeWire(value: unknown): Wire {
  const ancestors = new Set<object>();
  const base64 = (bytes: Uint8Array): string => {
    let text = '';
    for (let start = 0; start < bytes.length; start += 0x8000) {
      text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
    }
    return btoa(text);
  };
  const encodeEntries = (source: object): Wire => {
    const entries = Object.entries(source).map(([key, held]): [string, Wire] => [key, encode(held)]);
    return entries.some(([key]) => key === '$') ? { $: 'object', v: entries } : Object.fromEntries(entries);
  };
  const encodeObject = (source: object): Wire => {
    if (Array.isArray(source)) return Array.from(source, encode);
    if (source instanceof Date) return { $: 'date', v: encode(source.getTime()) };
    if (source instanceof RegExp) return { $: 'regexp', v: source.source, flags: source.flags };
    if (source instanceof Map) return { $: 'map', v: Array.from(source, ([key, held]) => [encode(key), encode(held)]) };
    if (source instanceof Set) return { $: 'set', v: Array.from(source, encode) };
    if (source instanceof Error) {
      return { $: 'error', name: source.name, v: source.message, stack: encode(source.stack) };
    }
    if (source instanceof ArrayBuffer) return { $: 'bytes', type: 'ArrayBuffer', v: base64(new Uint8Array(source)) };
    if (ArrayBuffer.isView(source)) {
      const bytes = new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
      const tag = Object.prototype.toString.call(source).slice(8, -1);
      return { $: 'bytes', type: tag, v: base64(bytes) };
    }
    return encodeEntries(source);
  };
  const encode = (held: unknown): Wire => {
    if (held === null || typeof held === 'boolean' || typeof held === 'string') return held;
    if (held === undefined) return { $: 'undefined' };
    if (typeof held === 'number') {
      if (Number.isFinite(held) && !Object.is(held, -0)) return held;
      return { $: 'number', v: Object.is(held, -0) ? '-0' : String(held) };
    }
    if (typeof held === 'bigint') return { $: 'bigint', v: String(held) };
    if (typeof held !== 'object') throw new Error('An object could not be cloned.');
    if (ancestors.has(held)) throw new Error('The stand-in for Electron does not offer cyclic values over IPC');
    ancestors.add(held);
    const wire = encodeObject(held);
    ancestors.delete(held);
    return wire;
  };
  return encode(value);
}

/** Reads what `encodeWire` wrote. Runs in Node and in a page, as `encodeWire` does; throws on an unknown tag. */
export function decodeWire(wire: Wire): unknown {
  const bytesOf = (text: string): ArrayBuffer => {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
    return bytes.buffer;
  };
  const views = new Map<string, new (buffer: ArrayBuffer) => object>(
    [
      Int8Array,
      Uint8Array,
      Uint8ClampedArray,
      Int16Array,
      Uint16Array,
      Int32Array,
      Uint32Array,
      Float32Array,
      Float64Array,
      BigInt64Array,
      BigUint64Array,
      DataView,
    ].map((view) => [view.name, view as new (buffer: ArrayBuffer) => object]),
  );
  const errors = new Map<string, new (message: string) => Error>(
    [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((kind) => [kind.name, kind]),
  );
  const listOf = (held: Wire | undefined): Wire[] => (Array.isArray(held) ? held : []);
  const pairsOf = (held: Wire | undefined): [Wire, Wire][] =>
    listOf(held).map((pair) => [listOf(pair)[0] ?? null, listOf(pair)[1] ?? null]);
  const decodeTagged = (tagged: { [key: string]: Wire }): unknown => {
    const text = String(tagged.v);
    switch (tagged.$) {
      case 'undefined':
        return undefined;
      case 'number':
        return Number(text);
      case 'bigint':
        return BigInt(text);
      case 'date':
        return new Date(Number(decode(tagged.v ?? null)));
      case 'regexp':
        return new RegExp(text, String(tagged.flags));
      case 'map':
        return new Map(pairsOf(tagged.v).map(([key, held]) => [decode(key), decode(held)]));
      case 'set':
        return new Set(listOf(tagged.v).map(decode));
      case 'object':
        return Object.fromEntries(pairsOf(tagged.v).map(([key, held]) => [String(key), decode(held)]));
      case 'error': {
        const error = new (errors.get(String(tagged.name)) ?? Error)(text);
        error.stack = String(decode(tagged.stack ?? null));
        return error;
      }
      case 'bytes': {
        const View = views.get(String(tagged.type));
        return View === undefined ? bytesOf(text) : new View(bytesOf(text));
      }
      default:
        throw new Error(`Unknown tag on the wire: ${String(tagged.$)}`);
    }
  };
  const decode = (held: Wire): unknown => {
    if (held === null || typeof held !== 'object') return held;
    if (Array.isArray(held)) return held.map(decode);
    if ('$' in held) return decodeTagged(held);
    return Object.fromEntries(Object.entries(held).map(([key, inner]) => [key, decode(inner)]));
  };
  return decode(wire);
}
