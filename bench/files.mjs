import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { child, host, median, round } from './children.mjs';

const require = createRequire(import.meta.url);
const { serve } = require('../dist/src/sandbox/serve.js');
const { createCintooService } = require('../dist/src/sandbox/cintoo/index.js');
const { sampleIds } = require('../dist/src/sandbox/cintoo/sample-ids.js');
const { people } = require('../dist/src/sandbox/people.js');
const { md5Of, writeFile } = require('./files-content.cjs');

const mebibyte = 1024 * 1024;
/** Bytes a second: 1 Gbit/s. */
const link = 125_000_000;
const warmUp = 128 * mebibyte;
const goals = { throughput: 0.8, memory: 64 };
const call = promisify(execFile);

/**
 * Files up and down through the Cintoo node, MD5 included, through a link of 1 Gbit/s: in n8n's engine with binary data
 * in files and in Node-RED by streams, beside `curl` and `md5sum` doing the same steps. They take turns, so that a busy
 * moment meets all of them; the median counts. Words: size in MiB (1024), rounds (3).
 */
export async function bench([mebibytes = '1024', rounds = '3'] = []) {
	const size = Number(mebibytes) * mebibyte;
	const scratch = mkdtempSync(join(tmpdir(), 'aec-bench-'));
	const children = [];
	const storage = child('files-storage.cjs', [String(link)]);
	children.push(storage.process);
	let served;
	try {
		const { origin } = await storage.told('ready');
		served = await serve((world) => ({ cintoo: createCintooService({ ...world, sign: (key) => `${origin}/objects/${encodeURIComponent(key)}?size=${world.blobs.get(key)?.bytes.length ?? 0}` }) }));
		storage.process.on('message', ({ kind, key, ...blob }) => {
			// The bytes are gone; what registering asks about is their number and their MD5.
			if (kind === 'stored') served.world.blobs.set(key, { bytes: { length: blob.size }, type: 'application/octet-stream', md5: blob.md5 });
		});
		const places = { accountRef: `urn:cintoo:account:${sampleIds.account}`, projectRef: `urn:cintoo:project:${sampleIds.harborTower}`, workzoneRef: `urn:cintoo:workzone:${sampleIds.levelTwo}` };
		const [small, large] = [warmUp, size].map((bytes) => {
			const path = join(scratch, `${bytes / mebibyte}-MiB.bin`);
			writeFile(path, bytes);
			return { path, bytes };
		});

		const address = served.origins.cintoo;
		const tokens = () => served.services.cintoo.issueTokens(people.nora.cintooId);
		const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = tokens();
		const n8n = host('files-in-n8n.cjs', { ...places, account: { site: 'other', address, grantType: 'pkce', accessTokenUrl: `${address}/oauth/token`, clientId: 'n8n', authentication: 'body', oauthTokenData: { ...tokens() } } }, scratch);
		const nodeRed = host('files-in-node-red.cjs', { ...places, address, userDir: join(scratch, 'node-red'), tokens: { accessToken, refreshToken, expiresAt: Date.now() + seconds * 1000 } }, scratch);
		children.push(n8n.process, nodeRed.process);
		const all = [{ label: 'curl and md5sum', ...curl(address, tokens().access_token, places, scratch) }, { label: 'n8n', ...n8n }, { label: 'Node-RED', ...nodeRed }];

		const results = all.map(() => []);
		for (let round = -1; round < Number(rounds); round++) {
			for (const [index, one] of all.entries()) {
				// The first round warms up; then every host has done this before.
				const { path, bytes } = round < 0 ? small : large;
				await one.ask('provide', path);
				const up = await one.ask('upload', path);
				const down = await one.ask('download', up.value.blobName);
				for (const { value } of [up, down]) if (value.size !== bytes) throw new Error(`${one.label}: ${value.size} of ${bytes} bytes.`);
				if (round >= 0) results[index].push({ up, down });
			}
		}
		report(size, all.map(({ label }, index) => ({ label, results: results[index] })));
	} finally {
		for (const one of children) one.disconnect();
		await served?.stop();
		rmSync(scratch, { recursive: true, force: true });
	}
}

/** The same steps by the two programs everybody has. */
function curl(address, token, { accountRef, projectRef, workzoneRef }, scratch) {
	const project = `${address}/api/2/accounts/${accountRef}/projects/${projectRef}`;
	const sum = async (path) => (await call('md5sum', [path])).stdout.slice(0, 32);
	const json = async (method, url, body) => JSON.parse((await call('curl', ['--silent', '--show-error', '--fail', '--request', method, '--header', `Authorization: Bearer ${token}`, '--header', 'Content-Type: application/json', '--data', JSON.stringify(body), url])).stdout);
	const steps = {
		async provide() {},
		async upload(path) {
			const { size } = statSync(path);
			const md5 = await sum(path);
			const rows = [{ name: 'by-curl.bin', extension: 'bin', size, md5 }];
			const { files } = await json('POST', `${project}/workzones/${workzoneRef}/bulk-files`, rows);
			const headers = [`Content-MD5: ${Buffer.from(md5, 'hex').toString('base64')}`, 'Cache-Control: max-age=2592000', 'x-ms-blob-type: BlockBlob', 'Content-Type: application/octet-stream'];
			await call('curl', ['--silent', '--show-error', '--fail', '--upload-file', path, ...headers.flatMap((header) => ['--header', header]), files[0].url]);
			await json('PUT', `${project}/workzones/${workzoneRef}/bulk-files`, rows);
			return { blobName: files[0].blobName, size };
		},
		async download(blobName) {
			const { urls } = await json('POST', `${project}/blobs`, [blobName]);
			const path = join(scratch, 'by-curl.bin');
			await call('curl', ['--silent', '--show-error', '--fail', '--output', path, urls[blobName]]);
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

function report(size, all) {
	const [peer] = all;
	for (const [way, words] of [['up', 'Up'], ['down', 'Down']]) {
		const speed = ({ results }) => size / 1e6 / (median(results.map((result) => result[way].ms)) / 1000);
		console.log(`\n${words}: ${size / mebibyte} MiB through ${(link * 8) / 1e9} Gbit/s, MD5 included (median of ${peer.results.length})`);
		console.table(
			Object.fromEntries(
				all.map((one) => {
					const above = (kind) => (one === peer ? '' : round(median(one.results.map((result) => result[way].above[kind])) / mebibyte));
					return [one.label, { 'MB/s': round(speed(one)), 'of curl': round(speed(one) / speed(peer)), 'CPU s': one === peer ? '' : round(median(one.results.map((result) => result[way].cpuMs)) / 1000), 'peak MiB above idle': above('rss'), 'heap MiB': above('heapUsed'), 'array buffers MiB': above('arrayBuffers') }];
				}),
			),
		);
	}
	console.log(`goals: at least ${goals.throughput} of curl, at most ${goals.memory} MiB above idle`);
}
