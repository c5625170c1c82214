/** Properties that the language, Node and test tools ask of any object; asking for them is no use of an Electron API. */
const ASKED_OF_ANYTHING = new Set<PropertyKey>(['then', 'toJSON', 'prototype', 'asymmetricMatch', 'nodeType']);

/** The error thrown wherever an Electron API is used that the stand-in lacks. @param api for example `app.setBadgeCount` */
export function notOffered(api: string): Error {
  return new Error(`The stand-in for Electron does not offer ${api}`);
}

/** Wraps an object so that reading a property it lacks throws an error that names it as `name.property`. */
export function guarded<Offered extends object>(name: string, offered: Offered): Offered {
  return new Proxy(offered, {
    get(target, property, receiver) {
      if (property in target || typeof property === 'symbol' || ASKED_OF_ANYTHING.has(property)) {
        return Reflect.get(target, property, receiver);
      }
      throw notOffered(`${name}.${property}`);
    },
  });
}

/** Stands for a whole Electron module or class that the stand-in lacks: importing it is allowed, any use of it throws. */
export function absent(name: string): object {
  return new Proxy(function absentApi() {}, {
    get(_target, property) {
      if (typeof property === 'symbol' || ASKED_OF_ANYTHING.has(property)) return undefined;
      throw notOffered(`${name}.${property}`);
    },
    apply() {
      throw notOffered(name);
    },
    construct() {
      throw notOffered(name);
    },
  });
}
