import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { services } from '../catalog';
import { listOperations, type ListedOperation } from '../catalog/listing';
import { lockOf, losses } from '../catalog/lock';
import { omitted } from '../catalog/omitted';
import { parseJson } from '../catalog/vocabulary';

const help = `aec-nodes catalog [--json] [--lock FILE [--write]]

  --json          everything as JSON: operations with the calls and parameters they can send
  --lock FILE     compare with a lock file; exits 1 when something saved flows may refer to is gone
  --write         bring the lock file up to date (only when nothing is lost)`;

/** Lists the catalog, or holds it against its lock. */
export async function catalogCommand(args: readonly string[]): Promise<number> {
	const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' }, lock: { type: 'string' }, write: { type: 'boolean' }, help: { type: 'boolean' } } });
	if (values.help) {
		console.log(help);
		return 0;
	}
	if (values.lock !== undefined) return await holdAgainstLock(values.lock, values.write === true);
	const operations = listOperations(services);
	console.log(values.json ? JSON.stringify({ operations, omitted }, undefined, '\t') : asTable(operations));
	return 0;
}

async function holdAgainstLock(file: string, write: boolean): Promise<number> {
	const now = lockOf(services);
	const before = parseJson(await readFile(file, 'utf8').catch(() => '{}'));
	if (before === undefined) {
		console.error(`${file} is no JSON.`);
		return 2;
	}
	const lost = losses(before, now);
	for (const loss of lost) console.error(loss);
	if (lost.length > 0) {
		console.error('Flows and workflows that people saved may refer to these. Keep the old name with "was", or bring it back.');
		return 1;
	}
	const text = `${JSON.stringify(now, undefined, '\t')}\n`;
	if (write) await writeFile(file, text);
	else if (text !== `${JSON.stringify(before, undefined, '\t')}\n`) {
		console.error(`${file} lacks the newest additions: run "npm run catalog -- --lock ${file} --write".`);
		return 1;
	}
	return 0;
}

function asTable(operations: readonly ListedOperation[]): string {
	const rows = operations.map((operation) => [operation.service, operation.id, operation.action, operation.status, operation.calls.map((call) => `${call.method} ${call.path}`).join(', ')]);
	const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}
