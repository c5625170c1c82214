import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test.runIf(process.platform === 'linux')(
  'a start without a display says so, names the rehearsal, and ends with 1',
  () => {
    const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env;
    const start = join(import.meta.dirname, '..', '..', 'build', 'start.mjs');
    const { status, stderr, stdout } = spawnSync(process.execPath, [start], { env, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('There is no display here');
    expect(stderr).toContain('npm run rehearse -- --out DIR');
    expect(stdout).toBe('');
  },
);
