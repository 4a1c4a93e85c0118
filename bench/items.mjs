import { createRequire } from 'node:module';
import { installHosts } from '../scripts/hosts.mjs';
import { child, median, round } from './children.mjs';

const require = createRequire(import.meta.url);
const { serve } = require('../dist/src/sandbox/serve.js');
const { createFieldService, sampleIds } = require('../dist/src/sandbox/field');
const { people } = require('../dist/src/sandbox/people.js');

const goals = { calls: 10, time: 5 };
/** One item in so many names an area that is not there. */
const every = 100;

/**
 * Issues of BIM 360 Field created and updated from items in n8n's engine, beside n8n's HTTP Request node doing the same
 * one call an item. They take turns, each on a fresh sandbox and after a hundred items of warming up; the median counts. Words: items (1000), rounds (3).
 */
export async function bench([items = '1000', rounds = '3'] = []) {
	installHosts(['n8n']);
	const all = { ours: [], theirs: [] };
	for (let turn = 0; turn < Number(rounds); turn++) for (const how of Object.keys(all)) all[how].push(await measure(how, Number(items)));
	for (const phase of ['created', 'updated']) {
		const [mine, other] = ['ours', 'theirs'].map((how) => ({ ms: median(all[how].map((one) => one[phase].ms)), calls: median(all[how].map((one) => one[phase].calls)), marked: all[how][0][phase].marked, right: all[how].every((one) => one[phase].right) }));
		console.log(`\n${items} issues ${phase}, ${all.ours[0].bad} of them refused by the service`);
		console.table(Object.fromEntries([['this package', mine], ['HTTP Request', other]].map(([label, { ms, calls, marked, right }]) => [label, { calls, ms: round(ms), 'failures shown': marked, 'each at its own item': right }])));
		console.log(`${round(other.calls / mine.calls)} times fewer calls, ${round(other.ms / mine.ms)} times as fast`);
	}
	console.log(`goals: at least ${goals.calls} times fewer calls and ${goals.time} times as fast, every failing record at its own item`);
}

async function measure(how, count) {
	const served = await serve((world) => ({ field: createFieldService(world) }));
	const { state } = served.services.field;
	const [, area] = state.projects.get(sampleIds.tower).areas;
	const { process, told } = child('items-in-n8n.cjs', [JSON.stringify({ how, address: served.origins.field, username: people.nora.email, password: 'sandbox', projectId: sampleIds.tower, issueTypeId: sampleIds.punchList, areaId: area.id, count, every })]);
	try {
		await told('warm');
		const before = served.exchanges.length;
		const next = async (kind) => {
			const heard = told(kind);
			process.send({ kind: 'go on' });
			return await heard;
		};
		await next('created');
		const between = served.exchanges.length;
		const { created, updated, bad } = await next('done');
		return { bad, created: { ...created, calls: between - before }, updated: { ...updated, calls: served.exchanges.length - between } };
	} finally {
		process.kill();
		await served.stop();
	}
}
