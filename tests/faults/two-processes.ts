import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tryOpenByKey } from '../kill/test-key.ts';
import { byDepth, emptyTally, type Fault } from './fault.ts';
import { truthOf } from './kills.ts';
import { acknowledgedIn } from './scenario.ts';
import { judge, makeVault } from './vault-under-test.ts';

const secondProcess: Fault = {
  name: 'two processes on one vault',
  async run(context) {
    const tally = emptyTally();
    const { folder, key } = await makeVault(context.disk);
    const rounds = byDepth(context.depth, { quick: 3, normal: 20, long: 100 });
    let said = '';
    for (let round = 0; round < rounds; round += 1) {
      const seed = String(context.draws.next());
      // No end of its own: it has the vault until it is killed.
      const first = spawn(process.execPath, [context.programs.scenario, context.disk, 'holding', seed, '0', '-'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const closed = once(first, 'close');
      first.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      await once(first.stdout, 'data');
      let letIn = 0;
      for (let tries = 0; tries < 20; tries += 1) {
        const second = tryOpenByKey(folder, key);
        if (second.ok) await second.value.close();
        if (second.ok || second.problem.code !== 'vault-in-use') letIn += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
      first.kill('SIGKILL');
      await closed;
      said = said.slice(0, said.lastIndexOf('\n') + 1);
      tally.trials += 1;
      if (letIn > 0) {
        tally.undetected += 1;
        context.complain(`round ${round}: a second process was not refused as such ${letIn} times of 20`);
      }
      const verdict = await judge(folder, key, truthOf(acknowledgedIn(said)));
      if (verdict.kind === 'undetected' || (verdict.kind === 'told' && !verdict.all)) {
        tally.lost += 1;
        context.complain(`round ${round}: ${verdict.kind === 'told' ? verdict.refusal : verdict.what}`);
      }
    }
    return tally;
  },
};

/** Somebody else has the vault. */
export const sharingFaults: readonly Fault[] = [secondProcess];
