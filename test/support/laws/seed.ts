import * as fc from 'fast-check';

/**
 * The same cases each time, so that a change alone turns a test red; where `KMSLINT_RUNS` asks for more,
 * they are new ones.
 */
if (process.env['KMSLINT_RUNS'] === undefined) fc.configureGlobal({ seed: 1 });
