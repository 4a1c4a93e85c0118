import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { child, host, median, round } from './children.mjs';

const require = createRequire(import.meta.url);
const { serve } = require('../dist/src/sandbox/serve.js');
const { md5Of, writeFile } = require('./files-content.cjs');
const subjects = require('./files-subjects.cjs');

const mebibyte = 1024 * 1024;
/** Bytes a second: 1 Gbit/s. */
const link = 125_000_000;
const warmUp = 128 * mebibyte;
const goals = { throughput: 0.8, memory: 64 };
const call = promisify(execFile);

/**
 * Files up and down through the Cintoo node and that of Autodesk Construction Cloud, MD5 included, through a link of
 * 1 Gbit/s: in n8n's engine with binary data in files and in Node-RED by streams, beside `curl` and `md5sum` doing the
 * same steps. They take turns, so that a busy moment meets all of them; the median counts. Words: size in MiB (1024),
 * rounds (3), one service (all).
 */
export async function bench([mebibytes = '1024', rounds = '3', service] = []) {
	const size = Number(mebibytes) * mebibyte;
	for (const id of service === undefined ? Object.keys(subjects) : [service]) await benchOf(id, size, Number(rounds));
	console.log(`goals: at least ${goals.throughput} of curl, at most ${goals.memory} MiB above idle`);
}

async function benchOf(service, size, rounds) {
	const subject = subjects[service];
	const scratch = mkdtempSync(join(tmpdir(), 'aec-bench-'));
	const children = [];
	const storage = child('files-storage.cjs', [String(link)]);
	children.push(storage.process);
	let served;
	try {
		const { origin } = await storage.told('ready');
		served = await serve((world) => ({ [service]: subject.serve({ ...world, sign: (key) => `${origin}/objects/${encodeURIComponent(key)}?size=${world.blobs.get(key)?.bytes.length ?? 0}` }) }));
		storage.process.on('message', ({ kind, key, ...blob }) => {
			// The bytes are gone; what registering asks about is their number and their MD5.
			if (kind === 'stored') served.world.blobs.set(key, { bytes: { length: blob.size }, type: 'application/octet-stream', md5: blob.md5 });
		});
		const [small, large] = [warmUp, size].map((bytes) => {
			const path = join(scratch, `${bytes / mebibyte}-MiB.bin`);
			writeFile(path, bytes);
			return { path, bytes };
		});

		const address = served.origins[service];
		const { places } = subject;
		const tokens = () => subject.tokens(served.services[service]);
		const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = tokens();
		const n8n = host('files-in-n8n.cjs', { service, places, account: { site: 'other', address, ...subject.account(address), oauthTokenData: { ...tokens() } } }, scratch);
		const nodeRed = host('files-in-node-red.cjs', { service, places, address, userDir: join(scratch, 'node-red'), tokens: { accessToken, refreshToken, expiresAt: Date.now() + seconds * 1000 } }, scratch);
		children.push(n8n.process, nodeRed.process);
		const all = [{ label: 'curl and md5sum', ...curl(subject, address, tokens().access_token, scratch) }, { label: 'n8n', ...n8n }, { label: 'Node-RED', ...nodeRed }];

		const results = all.map(() => []);
		for (let round = -1; round < rounds; round++) {
			for (const [index, one] of all.entries()) {
				// The first round warms up; then every host has done this before.
				const { path, bytes } = round < 0 ? small : large;
				await one.ask('provide', path);
				const up = await one.ask('upload', path);
				const down = await one.ask('download', up.value.reference);
				for (const { value } of [up, down]) if (value.size !== bytes) throw new Error(`${one.label}: ${value.size} of ${bytes} bytes.`);
				if (round >= 0) results[index].push({ up, down });
			}
		}
		report(subject.label, size, all.map(({ label }, index) => ({ label, results: results[index] })));
	} finally {
		for (const one of children) one.disconnect();
		await served?.stop();
		rmSync(scratch, { recursive: true, force: true });
	}
}

/** The same steps by the two programs everybody has. */
function curl(subject, address, token, scratch) {
	const run = async (...words) => (await call('curl', ['--silent', '--show-error', '--fail', ...words])).stdout;
	const sum = async (path) => (await call('md5sum', [path])).stdout.slice(0, 32);
	const json = async (method, url, body, type = service.type ?? 'application/json') => JSON.parse(await run('--request', method, '--header', `Authorization: Bearer ${token}`, ...(body === undefined ? [] : ['--header', `Content-Type: ${type}`, '--data', JSON.stringify(body)]), url));
	const put = async (path, url, headers) => await run('--upload-file', path, ...headers.flatMap((header) => ['--header', header]), url);
	const service = subject.curl(address, subject.places, { json, put });
	const steps = {
		async provide() {},
		async upload(path) {
			const { size } = statSync(path);
			const md5 = await sum(path);
			return { reference: await service.upload({ path, size, md5, md5Base64: Buffer.from(md5, 'hex').toString('base64') }), size };
		},
		async download(reference) {
			const path = join(scratch, 'by-curl.bin');
			await run('--output', path, await service.addressOf(reference));
			const { size } = statSync(path);
			if ((await sum(path)) !== md5Of(size).toString('hex')) throw new Error('curl fetched other bytes.');
			rmSync(path);
			return { size };
		},
	};
	return {
		ask: async (what, given) => {
			const start = performance.now();
			const value = await steps[what](given);
			return { ms: performance.now() - start, value };
		},
	};
}

function report(label, size, all) {
	const [peer] = all;
	for (const [way, words] of [['up', 'Up'], ['down', 'Down']]) {
		const speed = ({ results }) => size / 1e6 / (median(results.map((result) => result[way].ms)) / 1000);
		console.log(`\n${label}, ${words.toLowerCase()}: ${size / mebibyte} MiB through ${(link * 8) / 1e9} Gbit/s, MD5 included (median of ${peer.results.length})`);
		console.table(
			Object.fromEntries(
				all.map((one) => {
					const above = (kind) => (one === peer ? '' : round(median(one.results.map((result) => result[way].above[kind])) / mebibyte));
					return [one.label, { 'MB/s': round(speed(one)), 'of curl': round(speed(one) / speed(peer)), 'CPU s': one === peer ? '' : round(median(one.results.map((result) => result[way].cpuMs)) / 1000), 'peak MiB above idle': above('rss'), 'heap MiB': above('heapUsed'), 'array buffers MiB': above('arrayBuffers') }];
				}),
			),
		);
	}
}
