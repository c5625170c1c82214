import * as vite from 'vite';
import { expect, test } from 'vitest';
import { pageFaults, requiredModules } from '../../build/bundle-checks.mjs';

const page =
  '<!doctype html><html lang="en"><head><script type="module" src="../assets/a.js"></script></head><body>#</body></html>';

test('a page with nothing inline and nothing from elsewhere has no fault', () => {
  expect(pageFaults(page)).toEqual([]);
});

test.each([
  ['<script>alert(1)</script>', 'an inline script'],
  ['<script type="module">alert(1)</script>', 'an inline script'],
  ['<style>p { color: red }</style>', 'an inline style sheet'],
  ['<p style="color: red">x</p>', 'a style attribute'],
  ['<p onclick="alert(1)">x</p>', 'an event attribute'],
  ['<img src="https://example.com/a.png">', "another host's address"],
  ['<link href="//example.com/a.css">', "another host's address"],
])('%s is %s', (html, fault) => {
  expect(pageFaults(page.replace('#', html))).toEqual([fault]);
});

test.each([
  ["const { contextBridge } = require('electron'); contextBridge;", ['electron']],
  ["const a = require('electron'); function later() { return require('node:fs'); }", ['electron', 'node:fs']],
  ["const name = 'fs'; const a = require(name);", ['(computed)']],
  ["const a = import('./chunk.cjs');", ['./chunk.cjs']],
])('a preload that holds %s requires %j', (code, names) => {
  expect(requiredModules(code, vite)).toEqual(names);
});
