import { createRequire } from 'node:module';
import { prepare } from './prepare.mjs';

/** The command line of the package, from a clone: built first where that has not happened. */
prepare();
createRequire(import.meta.url)('../dist/src/cli/main.js');
