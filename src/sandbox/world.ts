import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ServiceId } from '../contracts/contract';
import type { SandboxBlob, SandboxWorld, SignedDemands } from './service';

export interface WorldOptions {
	/** Two worlds of one seed hand out the same ids in the same order. */
	readonly seed?: number;
	/** Real time when left out. */
	readonly now?: () => Date;
}

/** A world whose origins are known: the server listens first and then brings the services to life. */
export function createWorld(origins: Readonly<Record<ServiceId, string>>, options: WorldOptions = {}): SandboxWorld {
	const seed = options.seed ?? 1;
	const random = mulberry32(seed);
	const now = options.now ?? (() => new Date());
	return {
		now,
		origins,
		blobs: new Map(),
		uuid: () => uuid4(random),
		sign(key, verb, seconds, demands = {}) {
			const expires = Math.floor(now().getTime() / 1000) + seconds;
			const wants = wordOf(demands);
			const query = new URLSearchParams({ expires: String(expires), ...(wants === '' ? {} : { demands: wants }) });
			query.set('signature', signature(seed, verb, key, expires, wants));
			return `${origins.storage}/objects/${encodeURIComponent(key)}?${query.toString()}`;
		},
	};
}

/** What a signed URL says, once its signature is proven; undefined where it is not. */
export interface SignedGrant {
	readonly expires: Date;
	readonly demands: SignedDemands;
}

/** Reads the authority out of a signed URL's query. */
export function readGrant(seed: number, verb: string, key: string, query: URLSearchParams): SignedGrant | undefined {
	const expires = Number(query.get('expires'));
	const wants = query.get('demands') ?? '';
	const given = Buffer.from(query.get('signature') ?? '', 'utf8');
	const right = Buffer.from(signature(seed, verb, key, expires, wants), 'utf8');
	if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
	return { expires: new Date(expires * 1000), demands: { blockBlob: wants.includes('block-blob') } };
}

/** Bytes as kept by cloud storage, with their MD5. */
export function blobOf(bytes: Uint8Array, type: string, name?: string): SandboxBlob {
	const md5 = createHash('md5').update(bytes).digest('hex');
	return { bytes, type, md5, ...(name === undefined ? {} : { name }) };
}

function wordOf(demands: SignedDemands): string {
	return demands.blockBlob === true ? 'block-blob' : '';
}

function signature(seed: number, verb: string, key: string, expires: number, demands: string): string {
	return createHmac('sha256', `sandbox-${seed}`).update([verb, key, expires, demands].join('\n')).digest('hex');
}

/** A small generator with a known sequence; nothing here protects anything. */
function mulberry32(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

function uuid4(random: () => number): string {
	const bytes = Buffer.from(Array.from({ length: 16 }, () => Math.floor(random() * 256)));
	bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
	bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
	const hex = bytes.toString('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
