// Stands for `electron` in every suite that runs in plain Node. Only electron/main.ts, electron/preload.ts and
// electron/shell/ may import its values, and those run under Electron or the stand-in.
throw new Error(
  'Electron is not imported in plain Node: take what you need of it as a typed parameter (`import type` is fine).',
);
