import type { TestProject } from 'vitest/node';

/** Node-API 10: with an older one better-sqlite3's binary dies of a segmentation fault without a word. */
const NODE_API_NEEDED = 10;

declare module 'vitest' {
  interface ProvidedContext {
    fastCheckSeed: number;
  }
}

/** Fails the run at once on a Node that cannot load our binaries, and draws the seed of all property tests. */
export default function beforeAllSuites(project: TestProject): void {
  if (!(Number(process.versions.napi) >= NODE_API_NEEDED)) {
    throw new Error(
      `Node ${process.version} has Node-API ${process.versions.napi}, and better-sqlite3 needs ${NODE_API_NEEDED}. Run \`npm test\`, which brings Node 24.`,
    );
  }
  const named = process.env.FAST_CHECK_SEED;
  const seed = named === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(named);
  if (!Number.isSafeInteger(seed)) throw new Error(`FAST_CHECK_SEED is no whole number: ${named}`);
  console.log(`fast-check seed ${seed} (the same run again: FAST_CHECK_SEED=${seed} npm test)`);
  project.provide('fastCheckSeed', seed);
}
