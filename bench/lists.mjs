import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installHosts } from '../scripts/hosts.mjs';
import { child, host, median, round } from './children.mjs';

/** ms the service takes for every answer, as one across an ocean does. */
const latencyMs = 50;
const pageSize = 100;
const goal = 4;

/**
 * Issues of ACC by Get Many in n8n's engine and in Node-RED, beside n8n's own HTTP Request node with its pagination and
 * beside a script that asks for one page after the other, from a service that takes 50 ms for every answer. They take
 * turns; the median counts, and all must give the same issues in the same order. Words: issues (20000), rounds (3).
 */
export async function bench([issues = '20000', rounds = '3'] = []) {
	installHosts(['n8n']);
	const scratch = mkdtempSync(join(tmpdir(), 'aec-bench-'));
	const children = [];
	try {
		const service = child('reads-service.cjs', [JSON.stringify({ service: 'acc', issues: Number(issues), latencyMs })]);
		children.push(service.process);
		const { place } = await service.told('ready');
		const { projectId } = place.where;
		const n8n = host('reads-in-n8n.cjs', place, scratch);
		const nodeRed = host('reads-in-node-red.cjs', { ...place, userDir: join(scratch, 'node-red') }, scratch);
		const script = host('reads-by-fetch.cjs', place, scratch);
		children.push(n8n.process, nodeRed.process, script.process);
		await nodeRed.ask('provide', { type: 'aec-acc-issue', resource: 'acc.issue', operation: 'getMany', input: { projectId } });

		const list = { url: `${place.address}/construction/issues/v1/projects/${projectId}/issues`, size: pageSize, items: 'results' };
		const parameters = { resource: 'issue', operation: 'getMany', projectId: { __rl: true, mode: 'id', value: projectId }, returnAll: true };
		const all = [
			{ label: 'script, page by page', ask: async () => await script.ask('read', list) },
			{ label: 'HTTP Request of n8n', ask: async () => await n8n.ask('request', list) },
			{ label: 'n8n', ask: async () => await n8n.ask('read', parameters) },
			{ label: 'Node-RED', ask: async () => await nodeRed.ask('read') },
		].map((one) => ({ ...one, times: [], spent: [], peaks: [] }));

		let common;
		for (let turn = 0; turn < Number(rounds); turn++) {
			for (const { label, ask, times, spent, peaks } of all) {
				const { ms, cpuMs, above, value } = await ask();
				common ??= value;
				if (value.count !== Number(issues) || value.digest !== common.digest) throw new Error(`${label} gave ${value.count} issues, not the ${issues} of the others in their order.`);
				times.push(ms);
				spent.push(cpuMs);
				peaks.push(above.rss);
			}
		}
		report(Number(issues), all.map(({ label, times, spent, peaks }) => ({ label, ms: median(times), cpuMs: median(spent), bytes: median(peaks) })));
	} finally {
		for (const one of children) one.disconnect();
		rmSync(scratch, { recursive: true, force: true });
	}
}

function report(issues, all) {
	console.log(`\n${issues} issues in pages of ${pageSize}, ${latencyMs} ms for every answer: the same issues in the same order`);
	const [script, request] = all;
	console.table(Object.fromEntries(all.map(({ label, ms, cpuMs, bytes }) => [label, { seconds: round(ms / 1000), 'issues/s': Math.round((issues * 1000) / ms), 'CPU s': round(cpuMs / 1000), 'times as fast as the script': round(script.ms / ms), 'as HTTP Request': round(request.ms / ms), 'peak MiB above idle': round(bytes / 1024 ** 2) }])));
	console.log(`goal: ${goal} times as fast as either`);
}
