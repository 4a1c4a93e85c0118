import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './prepare.mjs';

/** The scorecard that the Flow Library shows, without the network; ends with an error when a test of it fails. */
const scratch = mkdtempSync(join(tmpdir(), 'aec-scorecard-'));
const file = join(scratch, 'scorecard.json');
run(process.execPath, ['-r', './scripts/node-red-dev-offline.cjs', 'node_modules/node-red-dev/bin/run', 'validate', '-p', root, '-o', file]);
const { package: _package, ...tests } = JSON.parse(readFileSync(file, 'utf8'));
rmSync(scratch, { recursive: true });
const failing = Object.entries(tests).filter(([, result]) => result.test !== true);
for (const [name, result] of failing) console.error(`${name}: ${JSON.stringify(result)}`);
process.exitCode = failing.length > 0 ? 1 : 0;
