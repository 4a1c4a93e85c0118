import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, folderOf, installHosts, nodeOf } from '../scripts/hosts.mjs';
import { npm, pack } from '../scripts/pack.mjs';
import { root } from '../scripts/prepare.mjs';
import manifest from '../package.json' with { type: 'json' };

/** Fresh processes of each kind; the median counts. They take turns, so that a busy moment meets all of them. */
const rounds = 7;

/**
 * What the package costs a host when it starts: in n8n beside Salesforce and Zoho CRM, loaded by n8n's own loader of
 * community packages; in Node-RED beside the Home Assistant nodes, by a whole start with and without each.
 */
export async function bench() {
	installHosts(['n8n', 'node-red-5', 'home-assistant']);
	const scratch = mkdtempSync(join(tmpdir(), 'aec-bench-'));
	try {
		const { tarball } = pack(scratch);
		inN8n(scratch, tarball);
		inNodeRed(scratch, tarball);
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

function inN8n(scratch, tarball) {
	const modules = join(folderOf('n8n'), 'node_modules');
	const ours = installed(join(scratch, 'n8n'), tarball);
	symlinkSync(join(modules, 'n8n-workflow'), join(ours, '..', '..', 'n8n-workflow'), 'junction');
	const peer = (label, path) => {
		const home = join(scratch, label.replaceAll(' ', '-'));
		mkdirSync(home);
		symlinkSync(join(modules, 'n8n-nodes-base', 'dist'), join(home, 'dist'), 'junction');
		writeFileSync(join(home, 'package.json'), JSON.stringify({ name: 'n8n-nodes-peer', version: '1.0.0', n8n: { nodes: [path], credentials: [] } }));
		return { label, home };
	};
	const all = [{ label: 'this package', home: ours }, peer('Salesforce', 'dist/nodes/Salesforce/Salesforce.node.js'), peer('Zoho CRM', 'dist/nodes/Zoho/ZohoCrm.node.js')];
	const measured = takingTurns(all, ({ home }) => child('n8n', 'load-in-n8n.cjs', home));

	console.log('\nLoading in n8n (its loader of community packages, median of fresh processes)');
	console.table(Object.fromEntries(measured.map(({ label, ms, heap, bytes, operations }) => [label, { operations, ms: round(ms), 'heap MB': round(heap / 1e6), 'ms per operation': round(ms / operations), 'heap kB per operation': round(heap / 1e3 / operations), 'form bytes per operation': Math.round(bytes / operations) }])));
	const [mine, ...others] = measured;
	for (const other of others) console.log(`an operation of ours beside one of ${other.label}: time ×${ratio(mine.ms / mine.operations, other.ms / other.operations)}, heap ×${ratio(mine.heap / mine.operations, other.heap / other.operations)}, form ×${ratio(mine.bytes / mine.operations, other.bytes / other.operations)}`);
}

function inNodeRed(scratch, tarball) {
	const userDir = (label) => {
		const home = join(scratch, `node-red-${label}`);
		mkdirSync(home);
		writeFileSync(join(home, 'package.json'), JSON.stringify({ name: 'node-red-project', private: true }));
		return home;
	};
	const empty = { label: 'nothing', home: userDir('nothing') };
	const mine = { label: 'this package', home: userDir('ours') };
	installed(mine.home, tarball);
	const peer = { label: 'Home Assistant', home: userDir('home-assistant') };
	symlinkSync(join(folderOf('home-assistant'), 'node_modules'), join(peer.home, 'node_modules'), 'junction');
	for (const [{ home }, name] of [[mine, manifest.name], [peer, 'node-red-contrib-home-assistant-websocket']]) writeFileSync(join(home, 'package.json'), JSON.stringify({ name: 'node-red-project', private: true, dependencies: { [name]: '*' } }));

	const [nothing, ...loaded] = takingTurns([empty, mine, peer], ({ home }) => child('node-red-5', 'load-in-node-red.cjs', home, join(folderOf('node-red-5'), 'node_modules')));
	const added = loaded.map(({ label, types, ms, heap, rss }) => ({ label, types, ms: ms - nothing.ms, heap: heap - nothing.heap, rss: rss - nothing.rss }));
	console.log(`\nStarting Node-RED 5 (median of fresh starts; ${round(nothing.ms)} ms and ${round(nothing.heap / 1e6)} MB of heap without any)`);
	console.table(Object.fromEntries(added.map(({ label, types, ms, heap, rss }) => [label, { 'node types': types, 'ms more': round(ms), 'heap MB more': round(heap / 1e6), 'resident MB more': round(rss / 1e6) }])));
	const [ours, others] = added;
	console.log(`this package beside Home Assistant: time ×${ratio(ours.ms, others.ms)}, heap ×${ratio(ours.heap, others.heap)}`);
}

/** Installs the packed package as its users' hosts do; gives its folder. */
function installed(home, tarball) {
	mkdirSync(home, { recursive: true });
	writeFileSync(join(home, 'package.json'), '{ "private": true }');
	npm(['install', '--omit=dev', '--omit=peer', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', tarball], home);
	return join(home, 'node_modules', ...manifest.name.split('/'));
}

function child(host, script, ...words) {
	return JSON.parse(execFileSync(nodeOf(host), ['--expose-gc', join(root, 'bench', script), ...words], { env: environmentOf(host, { N8N_USER_FOLDER: tmpdir() }), encoding: 'utf8', cwd: folderOf(host) }).trim().split('\n').at(-1));
}

/** Measures all of them several times, one after the other; gives for each the median of every number. */
function takingTurns(all, measure) {
	const results = all.map(() => []);
	for (let turn = 0; turn < rounds; turn++) all.forEach((one, index) => results[index].push(measure(one)));
	return all.map(({ label }, index) => ({ label, ...Object.fromEntries(Object.keys(results[index][0]).map((key) => [key, median(results[index].map((result) => result[key]))])) }));
}

function median(numbers) {
	return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function round(value) {
	return Number(value.toFixed(2));
}

function ratio(a, b) {
	return (a / b).toFixed(2);
}
