import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { isObject, numberAt, parseJson, textAt, type Json } from '../catalog/vocabulary';
import { SignInError } from '../core/errors';
import type { EndableStore } from '../core/sign-in/oauth-session';
import type { OAuthTokens } from '../core/sign-in/token-endpoint';
import { openRecords, type DurableRecords } from './durable';
import type { NodeRed, SettingsStore } from './node-red';

/**
 * Node-RED writes credentials only on a deploy, so single-use refresh tokens cannot live there. They lie encrypted in
 * the runtime's settings; the credential of the config node is the grant, `id:key`, that finds and opens them.
 * Neither file alone gives a token, and an exported flow gives neither.
 */
export type Grant = string;

const settingsKey = 'aecNodesVault';
/** Unused for this long, a refresh token has expired with every service. ms. */
const forgottenAfter = 30 * 24 * 3_600_000;

/** Bytes. A shorter tag, which the cipher would take as well, could be guessed. */
const authTagLength = 16;

interface OpenGrant {
	readonly id: string;
	readonly key: Buffer;
}

function open(grant: Grant): OpenGrant | undefined {
	const [id, key] = grant.split(':');
	if (id === undefined || id === '' || key === undefined) return undefined;
	const bytes = Buffer.from(key, 'base64url');
	return bytes.length === 32 ? { id, key: bytes } : undefined;
}

/** AES-256-GCM, the grant's id as associated data: a record moved under another id does not open. */
function seal({ id, key }: OpenGrant, tokens: OAuthTokens): Json {
	const iv = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength }).setAAD(Buffer.from(id));
	const sealed = Buffer.concat([cipher.update(JSON.stringify(tokens), 'utf8'), cipher.final()]);
	return { at: Date.now(), data: Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url') };
}

function unseal({ id, key }: OpenGrant, record: Json | undefined): OAuthTokens | undefined {
	const data = textAt(record, 'data');
	if (data === undefined) return undefined;
	const bytes = Buffer.from(data, 'base64url');
	let content: Json | undefined;
	try {
		const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength }).setAAD(Buffer.from(id)).setAuthTag(bytes.subarray(12, 28));
		content = parseJson(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'));
	} catch (cause) {
		throw new SignInError('The stored sign-in cannot be read.', { remedy: 'Open the connection and sign in again.', cause });
	}
	const accessToken = textAt(content, 'accessToken');
	const expiresAt = numberAt(content, 'expiresAt');
	return accessToken === undefined || expiresAt === undefined ? undefined : { accessToken, expiresAt, issuedAt: numberAt(content, 'issuedAt'), refreshToken: textAt(content, 'refreshToken'), userId: textAt(content, 'userId'), signedInAt: numberAt(content, 'signedInAt') };
}

/** Whether a sign-in outlives this process. */
export function isDurable(red: { readonly settings: SettingsStore }): boolean {
	return openRecords(red.settings, settingsKey).durable;
}

/** Keeps the tokens of a person who has just signed in under a new grant, safe when it resolves; gives the grant for the config node's credential. */
export async function storeGrant(red: { readonly settings: SettingsStore }, tokens: OAuthTokens): Promise<Grant> {
	const grant: OpenGrant = { id: randomBytes(12).toString('base64url'), key: randomBytes(32) };
	await keep(openRecords(red.settings, settingsKey), grant, { ...tokens, signedInAt: Date.now() }, 'Make sure that its user folder can be written to, then sign in again.');
	return `${grant.id}:${grant.key.toString('base64url')}`;
}

/** Throws SignInError when the storage does not take them. */
async function keep(records: DurableRecords, grant: OpenGrant, tokens: OAuthTokens, remedy: string): Promise<void> {
	try {
		await records.write(grant.id, seal(grant, tokens));
	} catch (cause) {
		const code = isObject(cause) && typeof cause.code === 'string' ? ` (${cause.code})` : '';
		throw new SignInError(`Node-RED could not save the sign-in${code}.`, { remedy, cause });
	}
}

export interface GrantStore extends EndableStore {
	/** The same for all who hold this grant. */
	readonly key: string;
}

/** The tokens behind a grant. Undefined when it is no grant. */
export function tokenStore(red: Pick<NodeRed, 'settings' | 'log'>, grant: Grant): GrantStore | undefined {
	const opened = open(grant);
	if (!opened) return undefined;
	const records = openRecords(red.settings, settingsKey);
	return {
		key: `vault ${opened.id}`,
		read: async () => unseal(opened, records.read(opened.id)),
		write: async (tokens) => {
			if (records.read(opened.id) === undefined) throw new SignInError('This sign-in was ended meanwhile.', { remedy: 'Open the connection and sign in again.' });
			warnOnce(red, records);
			await keep(records, opened, tokens, 'It is kept in memory until Node-RED stops: make sure that its user folder can be written to, then run this again.');
		},
		forget: async () => await records.revise((id, value) => (id === opened.id ? undefined : value)),
	};
}

let warned = false;

function warnOnce(red: Pick<NodeRed, 'log'>, records: DurableRecords): void {
	if (records.durable || warned) return;
	warned = true;
	red.log.warn('[aec-nodes] This Node-RED keeps no settings (read-only or without storage): sign-ins are lost when it stops.');
}

/** Removes sign-ins that no config node refers to and nobody has used for a month. */
export async function forgetUnused(red: Pick<NodeRed, 'settings' | 'nodes'>, accountTypes: ReadonlySet<string>): Promise<void> {
	const used = new Set<string>();
	let unknown = false;
	red.nodes.eachNode((config) => {
		if (!accountTypes.has(config.type)) return;
		const stored = red.nodes.getCredentials(config.id)?.grant;
		if (typeof stored !== 'string' || stored === '') return;
		const opened = open(stored);
		if (opened) used.add(opened.id);
		else unknown = true;
	});
	// A grant that comes from the environment cannot be told from here: then nothing is removed.
	if (unknown) return;
	await openRecords(red.settings, settingsKey).revise((id, record) => (!used.has(id) && (numberAt(record, 'at') ?? 0) < Date.now() - forgottenAfter ? undefined : record));
}
