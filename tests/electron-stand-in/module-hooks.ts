import { registerHooks } from 'node:module';

/** Makes `electron` (for `import` and `require` alike) mean the module at the given address. */
export function resolveElectronTo(moduleUrl: string): void {
  registerHooks({
    resolve(specifier, context, next) {
      if (/^electron(\/(main|common|renderer|utility))?$/.test(specifier)) {
        return { url: moduleUrl, format: 'module-typescript', shortCircuit: true };
      }
      return next(specifier, context);
    },
  });
}
