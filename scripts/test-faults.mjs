import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { environmentOf, installHosts, nodeOf } from './hosts.mjs';
import { interrupted } from './interrupted.mjs';
import { prepare, root, run } from './prepare.mjs';

/**
 * `npm run test:faults`: whether a sign-in by single-use tokens survives. Each way in is driven in each host by 20
 * executions at a time while the tokens live for seconds, the sign-in service answers late, with 429, 500 or not at
 * all, and the host is killed. Nothing may be offered twice and no connection may be lost, except by a kill between
 * the moment the service has the old token and the moment the new ones are stored; how long that lasts is measured.
 */
const help = `npm run test:faults [-- options]

  --long         20 × 50 rotations and 20 kills; without it a few of each (about four minutes)
  --host NAME    node-red or n8n, both when left out; or queue: n8n with PostgreSQL, Redis and two workers (Linux; as
                 root, what is missing is installed from Debian's packages)
  --way NAME     cintoo, acc, or pasted: Cintoo by a pasted refresh token (n8n); all when left out`;

/** The ways in whose tokens work once, and the hosts that have them. */
const waysIn = {
	cintoo: { service: 'cintoo', path: '/oauth/token', hosts: ['node-red', 'n8n', 'queue'] },
	acc: { service: 'acc', path: '/authentication/v2/token', hosts: ['node-red', 'n8n', 'queue'] },
	// In Node-RED a pasted token ends up where a sign-in does; in n8n no queue may use it.
	pasted: { service: 'cintoo', path: '/oauth/token', hosts: ['n8n'] },
};
/** The hosts, and how much each is asked in the short form. n8n takes its time: to start, and from a renewal to the call that waited for it. */
const hosts = {
	'node-red': { load: async () => (await import('./faults/node-red.mjs')).NodeRedUnderFaults, rotations: 12, kills: 3, accessSeconds: 3 },
	n8n: { load: async () => (await import('./faults/n8n.mjs')).N8nUnderFaults, rotations: 6, kills: 1, accessSeconds: 8 },
	queue: { load: async () => (await import('./faults/queue.mjs')).N8nQueueUnderFaults, rotations: 6, kills: 3, accessSeconds: 8 },
};
const troubles = [{ status: 429, headers: { 'retry-after': '1' } }, { status: 500 }, { status: 503 }, { cutAfterBytes: 0 }, { latencyMs: 1500 }];

const { values } = parseArgs({ options: { long: { type: 'boolean', default: false }, host: { type: 'string' }, way: { type: 'string' }, help: { type: 'boolean', default: false } } });
const known = { host: Object.keys(hosts), way: Object.keys(waysIn) };
const wrong = Object.entries(known).find(([name, names]) => values[name] !== undefined && !names.includes(values[name]));

if (values.help || wrong) {
	console.log(help);
	process.exitCode = wrong ? 2 : 0;
} else if (values.host === 'node-red') {
	prepare();
	await main();
} else if (process.execPath !== nodeOf('n8n')) {
	prepare();
	installHosts(['n8n']);
	// n8n asks for a newer Node than this project does; from here on everything runs on that one.
	run(nodeOf('n8n'), ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', join(root, 'scripts', 'test-faults.mjs'), ...process.argv.slice(2)], { env: environmentOf('n8n') });
} else await main();

async function main() {
	const { startSandbox } = createRequire(import.meta.url)('../dist/src/sandbox/server.js');
	const broken = interrupted().then(() => {
		throw new Error('Interrupted.');
	});
	broken.catch(() => undefined);

	let holds = true;
	for (const [hostName, { load, ...scale }] of Object.entries(hosts)) {
		if (values.host === undefined ? hostName === 'queue' : values.host !== hostName) continue;
		const ways = known.way.filter((name) => waysIn[name].hosts.includes(hostName) && (values.way === undefined || values.way === name));
		if (ways.length === 0) continue;
		const plan = { atOnce: 20, ...scale, ...(values.long ? { rotations: 50, kills: 20 } : {}) };
		const sandbox = await startSandbox({ keptExchanges: Number.POSITIVE_INFINITY, cintoo: { accessSeconds: plan.accessSeconds }, acc: { accessSeconds: plan.accessSeconds } });
		const Host = await load();
		const host = new Host(sandbox, ways);
		try {
			holds = (await Promise.race([prove({ hostName, host, sandbox, ways, plan }), broken])) && holds;
		} finally {
			await host.discard();
			await sandbox.stop();
		}
	}
	process.exitCode = holds ? 0 : 1;
}

/** Drives a host by all its ways in and prints what came of it. Resolves to whether all holds. */
async function prove({ hostName, host, sandbox, ways, plan }) {
	const { people } = createRequire(import.meta.url)('../dist/src/sandbox/people.js');
	const issue = { cintoo: () => sandbox.cintoo.issueTokens(people.nora.cintooId), acc: () => sandbox.acc.issueTokens(people.nora.autodeskId) };
	let holds = true;
	const tell = (good, words) => {
		holds &&= good;
		console.log(`${good ? 'passed' : 'FAILED'}  ${hostName}${words}`);
	};
	await host.start();
	for (const way of ways) {
		const result = await drive({ host, sandbox, way, plan, signIn: async () => await host.signIn(way, issue[waysIn[way].service]()) });
		tell(result.reuses === 0 && result.lost === 0, ` ${way}: ${result.executions} executions, ${result.rotations} rotations, ${result.kills} kills; ${result.reuses} reuses, ${result.lost} lost connections, ${result.inWindow} more by a kill while a renewal was on its way; ${result.refused} executions failed for a while; from the answer to the store at most ${result.window} ms`);
		for (const words of result.words) console.log(`        ${words}`);
	}
	if (host.remark) tell(host.remark.holds, `: ${host.remark.words}`);
	const found = await host.searchFor(secretsOf(sandbox));
	tell(found.length === 0, `: ${found.length} secrets in ${host.searched}${found.map((one) => `\n        ${one}`).join('')}`);
	return holds;
}

/** Runs one way in until it has rotated and been killed often enough. */
async function drive({ host, sandbox, way, plan, signIn }) {
	const { service, path } = waysIn[way];
	const found = [];
	let read = 0;
	/** The calls for tokens so far; each exchange is looked at once, for this is asked every moment. */
	const asked = () => {
		for (; read < sandbox.exchanges.length; read++) {
			const call = sandbox.exchanges[read];
			if (call.service === service && call.method === 'POST' && new URL(call.url).pathname === path) found.push(call);
		}
		return found;
	};
	const rotations = () => asked().filter(({ status }) => status === 200).length;
	const replays = () => sandbox[service].refreshReplays();
	const reusedBefore = replays();
	const result = { executions: 0, rotations: 0, kills: 0, reuses: 0, lost: 0, inWindow: 0, refused: 0, window: 0, words: new Set() };
	await signIn();
	let killedAt;
	let spentByKills = 0;
	const before = rotations();
	const start = Date.now();
	for (let round = 0; rotations() - before < plan.rotations || result.kills < plan.kills; round++) {
		if (Date.now() - start > (plan.rotations + plan.kills * 20) * 15_000) throw new Error(`${way} does not get on: ${JSON.stringify(result)}`);
		sandbox.faults.inject({ service, path, kind: troubles[round % troubles.length], times: 1 });
		const due = result.kills < plan.kills && rotations() - before >= ((result.kills + 1) * plan.rotations) / (plan.kills + 1);
		const seen = asked().length;
		const offeredTwice = replays();
		const began = Date.now();
		const batch = Promise.all(Array.from({ length: plan.atOnce }, async () => await host.execute(way)));
		if (due) {
			// Some kills at any time, most while the tokens are renewed: that is where it hurts.
			if (result.kills % 3 === 0) await pause(Math.random() * 1000);
			else {
				await Promise.race([renewed(asked, seen), pause(plan.accessSeconds * 1000)]);
				await pause(Math.random() * 200);
			}
			await host.kill();
			killedAt = Date.now();
			result.kills++;
			// What a killed worker had begun may not be answered for minutes; nobody waits for it.
			await host.restart();
		} else {
			const outcomes = await batch;
			result.executions += outcomes.length;
			result.refused += outcomes.filter(({ ok }) => !ok).length;
			for (const { ok, words } of outcomes) if (!ok) result.words.add(words.slice(0, 300));
		}
		sandbox.faults.clear();
		const alive = await host.execute(way);
		if (!alive.ok) {
			const again = await host.execute(way);
			if (!again.ok) {
				const answered = asked().filter(({ status }) => status === 200).at(-1);
				// Stored, it would be used after the restart: what was asked for before the kill and used by nobody was on its way to the store.
				const inWindow = due && answered !== undefined && answered.at.getTime() > began && answered.receivedAt.getTime() < killedAt && neverUsed(sandbox, service, answered.at);
				if (inWindow) {
					result.inWindow++;
					// What a kill took away is offered once more by each process that is left or starts: that is the price of the window.
					spentByKills += replays() - offeredTwice;
				} else {
					result.lost++;
					console.error(`${way}: lost in round ${round + 1}${due ? `, ${killedAt - (answered?.at.getTime() ?? began)} ms from the last answer to the kill` : ', without a kill'}: ${again.words}`);
				}
				await signIn();
			}
		}
		await pause(plan.accessSeconds * 1000 * 0.8);
	}
	result.rotations = rotations() - before;
	result.reuses = replays() - reusedBefore - spentByKills;
	result.window = longestWindow(sandbox, service, path);
	return result;
}

async function renewed(asked, seen) {
	while (asked().length === seen) await pause(1);
}

/** Whether no call came with a token that was new after this moment: what the answer held was lost on the way to the store. */
function neverUsed(sandbox, service, answeredAt) {
	const calls = sandbox.exchanges.filter(({ service: to, requestHeaders }) => to === service && /^Bearer /.test(requestHeaders.authorization ?? ''));
	const older = new Set(calls.filter(({ at }) => at < answeredAt).map(({ requestHeaders }) => requestHeaders.authorization));
	return calls.every(({ at, requestHeaders }) => at < answeredAt || older.has(requestHeaders.authorization));
}

/** The longest time from the answer that held a new token to its first use, in ms: it is stored in between. */
function longestWindow(sandbox, service, path) {
	const exchanges = sandbox.exchanges.filter(({ service: to }) => to === service);
	const firstUse = new Map();
	let answered;
	let longest = 0;
	for (const { url, method, status, requestHeaders, at } of exchanges) {
		if (method === 'POST' && new URL(url).pathname === path) {
			if (status === 200) answered = at.getTime();
		} else if (requestHeaders.authorization !== undefined && !firstUse.has(requestHeaders.authorization)) {
			firstUse.set(requestHeaders.authorization, at);
			if (answered !== undefined && status < 400) longest = Math.max(longest, at.getTime() - answered);
			answered = undefined;
		}
	}
	return longest;
}

/** Every token and secret that went over the wire. */
function secretsOf(sandbox) {
	const found = new Set(['sandbox-secret']);
	for (const { requestHeaders, requestBody } of sandbox.exchanges) {
		const token = /^(?:Bearer|Basic) (\S+)$/.exec(requestHeaders.authorization ?? '')?.[1];
		if (token !== undefined) found.add(token);
		const refresh = new URLSearchParams(Buffer.from(requestBody).toString('latin1')).get('refresh_token');
		if (refresh !== null) found.add(refresh);
	}
	return [...found];
}
