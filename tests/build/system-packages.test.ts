import { expect, test } from 'vitest';
import { installInstructions, type Need } from '../../build/system-packages.mjs';

const needs: readonly Need[] = ['chromium', 'xvfb', 'libusb', 'pulseaudio', 'poppler'];

test('where apt is, every missing thing has a line with the command that installs it', () => {
  const lines = installInstructions(needs, { platform: 'linux', hasApt: true });
  expect(lines).toHaveLength(needs.length);
  expect(lines[0]).toBe('Chromium: sudo apt-get install chromium chromium-sandbox fonts-liberation');
  for (const line of lines) expect(line).toMatch(/^[^:]+: sudo apt-get install \S/);
});

test('on a Linux without apt the lines name the packages', () => {
  const [line] = installInstructions(['poppler'], { platform: 'linux', hasApt: false });
  expect(line).toBe("Poppler: install what Debian calls poppler-utils with your system's package manager");
});

test.each(['darwin', 'win32'] as const)('on %s what a command can miss has a line that says what to do', (platform) => {
  for (const line of installInstructions(['chromium', 'xvfb', 'pulseaudio', 'poppler'], { platform, hasApt: false })) {
    expect(line).toMatch(/^[^:]+: \S/);
    expect(line).not.toContain('apt');
  }
});
