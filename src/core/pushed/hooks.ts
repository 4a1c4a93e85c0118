import { createHash } from 'node:crypto';
import { isObject, textAt, type JsonObject, type Pushed } from '../../catalog/vocabulary';
import type { Client } from '../client';
import { AecError, ConflictError, InputError, NotFoundError, PermissionError, RefusedError, SignInError } from '../errors';
import { atATime } from '../slots';

/** The hooks of one trigger: all those that send to its address. */
export interface Hooks {
	/** Where they send to. */
	readonly callback: string;
	/** Digest of the secret that those in `known` have. */
	readonly mark: string;
	/** Ids of the hooks that are in order. */
	readonly known: readonly string[];
	/** Why there can be none, by id of the place as the service writes it; '' stands for all places. */
	readonly refused: Readonly<Record<string, string>>;
}

interface Registered {
	readonly id: string;
	readonly callback: string;
	readonly event: string;
	readonly place: string;
	readonly active: boolean;
}

/** Most hooks of one trigger: one for each event in each place. */
export const mostHooks = 400;

/** Calls on hooks that are under way at the same time. */
const parallel = 4;

/** The id of a place as hooks name it. */
export function placeName({ scope: { prefix } }: Pushed, id: string): string {
	if (!prefix) return id;
	const bare = id.startsWith(prefix.text) ? id.slice(prefix.text.length) : id;
	return prefix.wanted ? prefix.text + bare : bare;
}

/** The service's events that announce these of the trigger, each once. */
export function announcing(pushed: Pushed, events: readonly string[]): readonly string[] {
	return [...new Set(events.flatMap((event) => pushed.events[event] ?? []))];
}

export function markOf(secret: string): string {
	return createHash('sha256').update(secret).digest('base64url').slice(0, 16);
}

/**
 * Brings the hooks that send to an address to what is wanted: missing ones are made, inactive ones go on, those nobody
 * wants any more are deleted, also those to an earlier address, and each gets the secret. Repeating it changes nothing.
 * @throws AecError where it may go better later: no connection, a service that is down, a sign-in that has ended.
 */
export async function keepHooks(client: Client, pushed: Pushed, wanted: { readonly events: readonly string[]; readonly places: readonly string[] }, before: Hooks | undefined, callback: string, secret: string): Promise<Hooks> {
	const mark = markOf(secret);
	const signed = new Set(before?.callback === callback && before.mark === mark ? before.known : []);
	const refused: Record<string, string> = {};
	const calls = hookCalls(client, pushed);
	let listed: readonly Registered[];
	try {
		listed = await calls.list(before ? [callback, before.callback] : [callback]);
	} catch (error) {
		return { callback, mark, known: [], refused: { '': lasting(error) } };
	}

	const places = [...new Set(wanted.places.map((id) => placeName(pushed, id)))];
	const pairs = places.flatMap((place) => announcing(pushed, wanted.events).map((event) => ({ place, event })));
	const find = (hooks: readonly Registered[], { place, event }: (typeof pairs)[number]): Registered | undefined => hooks.find((hook) => hook.callback === callback && hook.place === place && hook.event === event);
	const attempt = async (place: string, work: () => Promise<void>): Promise<void> => {
		try {
			await work();
		} catch (error) {
			refused[place] = lasting(error);
		}
	};

	const unwanted = listed.filter((hook) => hook.callback !== callback || !pairs.some(({ place, event }) => hook.place === place && hook.event === event));
	await atATime(parallel, unwanted, async (hook) => await calls.remove(hook));
	let made = 0;
	await atATime(parallel, pairs, async (pair) => {
		const found = find(listed, pair);
		if (found?.active || (pair.place in refused)) return;
		await attempt(pair.place, async () => {
			if (found) {
				if (await calls.revive(found, secret)) return;
				await calls.remove(found);
			}
			await calls.create(pair, callback);
			made++;
		});
	});

	const present = made === 0 ? listed : await calls.list([callback]);
	const known: string[] = [];
	await atATime(parallel, pairs, async (pair) => {
		const found = find(present, pair);
		if (pair.place in refused) return;
		if (!found) {
			// Made, or said to exist, and yet not in the list: it belongs to somebody else.
			refused[pair.place] = 'There is such a webhook of another user already.';
			return;
		}
		await attempt(pair.place, async () => {
			if (!signed.has(found.id)) await calls.sign(found, secret);
			known.push(found.id);
		});
	});
	return { callback, mark, known, refused };
}

/** Deletes every hook that sends to an address. Throws AecError. */
export async function removeHooks(client: Client, pushed: Pushed, callback: string): Promise<void> {
	const calls = hookCalls(client, pushed);
	await atATime(parallel, await calls.list([callback]), async (hook) => await calls.remove(hook));
}

interface Calls {
	list(callbacks: readonly string[]): Promise<readonly Registered[]>;
	/** A hook that is there already is what was wanted. */
	create(pair: { readonly place: string; readonly event: string }, callback: string): Promise<void>;
	sign(hook: Registered, secret: string): Promise<void>;
	/** Has an inactive hook go on; whether it could. */
	revive(hook: Registered, secret: string): Promise<boolean>;
	remove(hook: Registered): Promise<void>;
}

function hookCalls(client: Client, { system, scope, hooks }: Pushed): Calls {
	const one = ({ id, event }: Registered): { readonly system: string; readonly event: string; readonly hookId: string } => ({ system, event, hookId: id });
	return {
		async list(callbacks) {
			const found: Registered[] = [];
			for await (const { json } of client.stream(hooks.list, { system })) {
				const hook = registered(json, scope.name);
				if (hook && callbacks.includes(hook.callback)) found.push(hook);
			}
			return found;
		},
		async create({ place, event }, callback) {
			try {
				await client.run(hooks.create, { system, event, callbackUrl: callback, [scope.name]: place, autoReactivate: true });
			} catch (error) {
				if (!(error instanceof ConflictError)) throw error;
			}
		},
		sign: async (hook, secret) => void (await client.run(hooks.update, { ...one(hook), secret, autoReactivate: true })),
		async revive(hook, secret) {
			try {
				await client.run(hooks.update, { ...one(hook), newStatus: 'active', secret, autoReactivate: true });
				return true;
			} catch (error) {
				if (error instanceof NotFoundError || error instanceof RefusedError || error instanceof ConflictError) return false;
				throw error;
			}
		},
		remove: async (hook) => void (await client.run(hooks.remove, one(hook))),
	};
}

/** One that went inactive and was reactivated by the service counts as active: nothing happened since. */
function registered(hook: JsonObject, scope: string): Registered | undefined {
	const id = textAt(hook, 'hookId');
	const event = textAt(hook, 'event');
	const callback = textAt(hook, 'callbackUrl');
	const place = isObject(hook.scope) ? textAt(hook.scope, scope) : undefined;
	return id === undefined || event === undefined || callback === undefined || place === undefined ? undefined : { id, callback, event, place, active: textAt(hook, 'status') !== 'inactive' };
}

/** The words of a failure that will not pass by itself; throws any other. */
function lasting(error: unknown): string {
	const noSuchSignIn = error instanceof SignInError && error.facts.status === undefined;
	if (error instanceof AecError && (noSuchSignIn || error instanceof PermissionError || error instanceof RefusedError || error instanceof NotFoundError || error instanceof ConflictError || error instanceof InputError)) return error.message;
	throw error;
}
