import * as fc from 'fast-check';
import { inject } from 'vitest';

// Every property of a run starts from the one seed that the run printed.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: inject('fastCheckSeed') });
