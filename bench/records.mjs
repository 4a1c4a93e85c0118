import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installHosts } from '../scripts/hosts.mjs';
import { child, host, median, round } from './children.mjs';

const mebibyte = 1024 ** 2;
/** Records of the measured size; each is measured at these multiples of it. */
const sizes = { annotations: 3_000, tags: 50_000 };
const multiples = [1, 2, 4];
/** How much more memory than data four times the data may take: measuring is not exact. */
const tolerance = 1.15;

/**
 * Peak memory of Cintoo annotations and tags through Get Many and through a trigger's first look, in n8n's engine and in
 * Node-RED, beside n8n's own HTTP Request node fetching the same: with two and four times the data, no faster than the
 * data. Every run has a process of its own. Words: rounds (1), part of the size (1), one kind (both).
 */
export async function bench([rounds = '1', part = '1', only] = []) {
	installHosts(['n8n']);
	const scratch = mkdtempSync(join(tmpdir(), 'aec-bench-'));
	try {
		for (const [kind, size] of Object.entries(sizes).filter(([name]) => only === undefined || name === only)) {
			const rows = [];
			for (const multiple of multiples) {
				const count = Math.round(size * Number(part)) * multiple;
				const service = child('reads-service.cjs', [JSON.stringify({ service: 'cintoo', [kind]: count })]);
				try {
					const { place } = await service.told('ready');
					const { bytes, digest } = (await alone('reads-by-fetch.cjs', place, scratch, async ({ ask }) => await ask('read', { url: address(kind, place), items: '' }))).value;
					for (const [label, measure] of Object.entries(ways(kind, count, place, scratch))) {
						const measured = [];
						for (let turn = 0; turn < Number(rounds); turn++) measured.push(await measure());
						for (const { value } of measured) if (value.count !== count || value.digest !== digest) throw new Error(`${label} gave ${value.count} ${kind}, not the ${count} there are.`);
						rows.push({ label, multiple, count, bytes, peak: median(measured.map(({ above }) => above.heap)), ms: median(measured.map(({ ms }) => ms)) });
					}
				} finally {
					service.process.disconnect();
				}
			}
			report(kind, rows);
		}
		console.log('goal: memory grows no faster than the data');
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

function address(kind, { address: origin, where: { accountRef, projectRef, tagListRef } }) {
	const project = `${origin}/api/2/accounts/${accountRef}/projects/${projectRef}`;
	return kind === 'tags' ? `${project}/tag-lists/${tagListRef}/tags` : `${project}/annotations`;
}

/** What is measured, by name; each starts a process, warms it up with a small list, measures one thing and ends it. */
function ways(kind, count, place, scratch) {
	const { accountRef, projectRef, tagListRef } = place.where;
	const input = kind === 'tags' ? { accountRef, projectRef, tagListRef } : { accountRef, projectRef };
	const resource = kind === 'tags' ? 'tag' : 'annotation';
	const picked = Object.fromEntries(Object.entries(input).map(([key, value]) => [key, { __rl: true, mode: 'id', value }]));
	const inN8n = async (what, given) => await alone('reads-in-n8n.cjs', place, scratch, async ({ ask }) => {
		await ask('read', { resource: 'account', operation: 'getMany', returnAll: true });
		await ask('settle');
		return await ask(what, given);
	});
	const inNodeRed = async (what, given) => await alone('reads-in-node-red.cjs', { ...place, userDir: mkdtempSync(join(scratch, 'node-red-')) }, scratch, async ({ ask }) => {
		await ask('provide', { type: 'aec-cintoo-admin', resource: 'cintoo.account', operation: 'getMany', input: {} });
		await ask('read');
		if (what === 'read') await ask('provide', given);
		await ask('settle');
		return await ask(what, given);
	});
	return {
		'HTTP Request of n8n': async () => await inN8n('request', { url: address(kind, place), items: '' }),
		'n8n, Get Many': async () => await inN8n('read', { resource, operation: 'getMany', ...picked, returnAll: true }),
		'n8n, trigger': async () => await inN8n('look', { watch: resource, events: ['created'], scope: 'one', ...picked }),
		'Node-RED, Get Many': async () => await inNodeRed('read', { type: `aec-cintoo-${resource}`, resource: `cintoo.${resource}`, operation: 'getMany', input }),
		'Node-RED, trigger': async () => await inNodeRed('look', { type: `aec-cintoo-${resource}-trigger`, within: input, count }),
	};
}

async function alone(script, options, scratch, measure) {
	const one = host(script, options, scratch, ['--expose-gc']);
	try {
		return await measure(one);
	} finally {
		await one.stop();
	}
}

function report(kind, rows) {
	const labels = [...new Set(rows.map(({ label }) => label))];
	const of = (label) => rows.filter((row) => row.label === label);
	console.log(`\n${kind}: peak of the JavaScript heap and the buffers above idle, in MiB and beside the bytes of the data (${of(labels[0]).map(({ count, bytes }) => `${count}: ${round(bytes / mebibyte)} MiB`).join(', ')})`);
	console.table(
		Object.fromEntries(
			labels.map((label) => {
				const [first, ...more] = of(label);
				const last = more.at(-1) ?? first;
				const cells = [first, ...more].flatMap(({ multiple, peak, bytes, ms }) => [[`${multiple}× MiB`, round(peak / mebibyte)], [`${multiple}× of data`, round(peak / bytes)], [`${multiple}× s`, round(ms / 1000)]]);
				const grown = last.peak / first.peak / (last.bytes / first.bytes);
				return [label, { ...Object.fromEntries(cells), 'growth beside the data': round(grown), holds: grown <= tolerance }];
			}),
		),
	);
}
