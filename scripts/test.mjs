import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, run } from './prepare.mjs';

/**
 * The whole proof, in the order in which it fails fastest. The last lines say how many passed and failed.
 * A step that fails does not keep the others from telling what they know.
 */
const scratch = mkdtempSync(join(tmpdir(), 'aec-test-'));
const report = join(scratch, 'jest.json');
/** A tool of the project, started without a shell: the same on every system. */
const tool = (script, ...args) => run(process.execPath, [join('node_modules', ...script.split('/')), ...args]);

const steps = [
	['build', () => prepare({ rebuild: true })],
	['types', () => tool('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json')],
	['lint', () => tool('eslint/bin/eslint.js', '.', '--max-warnings', '0')],
	['catalog lock', () => run(process.execPath, ['dist/src/cli/main.js', 'catalog', '--lock', 'catalog.lock.json'])],
	['Node-RED scorecard', () => run(process.execPath, ['scripts/check-node-red.mjs'])],
	['package', () => run(process.execPath, ['scripts/verify-package.mjs'])],
	['tests', () => tool('jest/bin/jest.js', '--json', `--outputFile=${report}`)],
	['main job', () => run(process.execPath, ['scripts/start.mjs', '--once'])],
];

let passed = 0;
const failed = [];
for (const [name, step] of steps) {
	console.log(`\n── ${name}`);
	try {
		step();
		passed++;
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		failed.push(name);
		if (name === 'build') break;
	}
}

let tests = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
try {
	tests = JSON.parse(readFileSync(report, 'utf8'));
} catch {
	// jest did not get as far as a report; the step counts as failed already.
}
rmSync(scratch, { recursive: true, force: true });

console.log(`\nsteps: ${passed} passed, ${failed.length} failed${failed.length > 0 ? ` (${failed.join(', ')})` : ''}`);
console.log(`tests: ${tests.numPassedTests} passed, ${tests.numFailedTests} failed, ${tests.numPendingTests} skipped`);
// What a person's machine lacks may be skipped there; CI installs everything, so nothing may.
process.exitCode = failed.length > 0 || (process.env.CI && tests.numPendingTests > 0) ? 1 : 0;
