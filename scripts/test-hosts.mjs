import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hostNames, installHosts } from './hosts.mjs';
import { pack } from './pack.mjs';
import { prepare, run } from './prepare.mjs';

/**
 * `npm run test:hosts`: the packed package in a real n8n and in Node-RED 4.1 and 5, used through their editors by a browser.
 * Words name the suites to run (`n8n`, `node-red`); `--pictures` renews the pictures of README and docs.
 */
const { values, positionals } = parseArgs({ options: { pictures: { type: 'boolean', default: false } }, allowPositionals: true });

prepare();
installHosts(positionals.length === 0 ? hostNames : hostNames.filter((host) => positionals.some((word) => host.startsWith(word.split('-editor')[0]))));
const scratch = mkdtempSync(join(tmpdir(), 'aec-hosts-'));
const report = join(scratch, 'jest.json');
try {
	const { tarball, size, entryCount } = pack(scratch);
	console.log(`Trying ${entryCount} files, ${Math.round(size / 1000)} kB packed.`);
	run(process.execPath, ['node_modules/jest/bin/jest.js', '-c', 'test/hosts/jest.config.cjs', '--json', `--outputFile=${report}`, ...positionals], { env: { ...process.env, AEC_TARBALL: tarball, ...(values.pictures ? { AEC_PICTURES: '1' } : {}) } });
} catch (error) {
	console.error(error.message);
	process.exitCode = 1;
} finally {
	const { numPassedTests, numFailedTests, numPendingTests } = readReport();
	console.log(`tests in real hosts: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
	if (numPassedTests === 0 || numPendingTests > 0) process.exitCode = 1;
	rmSync(scratch, { recursive: true, force: true });
}

function readReport() {
	try {
		return JSON.parse(readFileSync(report, 'utf8'));
	} catch {
		// jest did not get as far as a report; the exit code says so already.
		return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
	}
}
