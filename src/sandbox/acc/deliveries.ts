import { createHmac } from 'node:crypto';
import type { Json } from '../reading';
import type { SandboxWorld } from '../service';

/** A registered hook. */
export interface Hook {
	readonly id: string;
	readonly system: string;
	/** May hold the wildcard `*`. */
	readonly event: string;
	readonly callbackUrl: string;
	readonly scope: Readonly<Record<string, string>>;
	readonly region: string;
	/** Autodesk ID of a user, or the application. */
	readonly createdBy: string;
	readonly creatorType: 'O2User' | 'Application';
	readonly createdAt: string;
	updatedAt: string;
	status: 'active' | 'inactive' | 'reactivated';
	autoReactivate: boolean;
	filter?: string;
	attribute?: Json;
	expiry?: string | null;
	token?: string;
}

/** Something that happened, for all hooks it concerns. */
export interface Happening {
	readonly system: string;
	readonly event: string;
	/** Values that hooks may be bound to, by the name of the scope: the project, the folder and those above it. */
	readonly scope: Readonly<Record<string, readonly string[]>>;
	readonly resourceUrn: string;
	readonly payload: Json;
}

/** One attempt to hand a happening over. */
export interface Attempt {
	readonly deliveryId: string;
	readonly event: string;
	readonly callbackUrl: string;
	/** What the receiver answered; undefined where it did not in time. */
	readonly status?: number;
}

export interface Deliveries {
	/** Sends what happened to the hooks it concerns, in the background. */
	announce(happening: Happening, hooks: readonly Hook[]): void;
	/** The next so many deliveries are lost without a trace, as a real service may lose them. */
	lose(count: number): void;
	/** Sends the last delivery once more, under the same id: at least once is not once. */
	repeat(): void;
	/** Every attempt so far, oldest first. */
	readonly attempts: readonly Attempt[];
	/** Resolves when nothing is on its way any more, retries included. */
	settled(): Promise<void>;
}

/** A receiver has 7 s ("Event Delivery Guarantees"). ms. */
const patience = 7_000;

/**
 * At least once: an answer but 2xx, or none, is tried again four times; then the hook becomes inactive, and what happens
 * meanwhile is never sent ("Event Delivery Guarantees").
 *
 * @param pauses ms before each of the retries; the real service takes two days for them
 */
export function createDeliveries(world: SandboxWorld, pauses: readonly number[], secretOf: (hook: Hook) => string | undefined): Deliveries {
	const attempts: Attempt[] = [];
	const underWay = new Set<Promise<void>>();
	let toLose = 0;
	let last: { readonly hook: Hook; readonly id: string; readonly body: string } | undefined;

	async function attempt(hook: Hook, id: string, body: string): Promise<boolean> {
		const secret = secretOf(hook);
		const headers = { 'content-type': 'application/json', 'x-adsk-delivery-id': id, ...(secret === undefined ? {} : { 'x-adsk-signature': `sha1hash=${createHmac('sha1', secret).update(body).digest('hex')}` }) };
		let status: number | undefined;
		try {
			const answer = await fetch(hook.callbackUrl, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(patience) });
			await answer.arrayBuffer();
			({ status } = answer);
		} catch {
			status = undefined;
		}
		attempts.push({ deliveryId: id, event: hook.event, callbackUrl: hook.callbackUrl, ...(status === undefined ? {} : { status }) });
		return status !== undefined && status >= 200 && status < 300;
	}

	async function deliver(hook: Hook, id: string, body: string): Promise<void> {
		last = { hook, id, body };
		for (const wait of [0, ...pauses]) {
			await pause(wait);
			if (await attempt(hook, id, body)) {
				if (hook.status === 'reactivated') hook.status = 'active';
				return;
			}
		}
		hook.status = hook.autoReactivate ? 'reactivated' : 'inactive';
		hook.updatedAt = world.now().toISOString();
	}

	function begin(work: Promise<void>): void {
		underWay.add(work);
		void work.finally(() => underWay.delete(work));
	}

	return {
		attempts,
		lose: (count) => {
			toLose = count;
		},
		repeat: () => {
			if (last !== undefined) begin(attempt(last.hook, last.id, last.body).then(() => undefined));
		},
		announce(happening, hooks) {
			for (const hook of hooks) {
				if (hook.status === 'inactive' || !concerns(hook, happening, world.now())) continue;
				if (toLose > 0) {
					toLose--;
					continue;
				}
				begin(deliver(hook, world.uuid(), JSON.stringify({ version: '1.0', resourceUrn: happening.resourceUrn, hook: { ...hookBody(hook), event: happening.event }, payload: happening.payload })));
			}
		},
		async settled() {
			while (underWay.size > 0) await Promise.allSettled([...underWay]);
		},
	};
}

/** Wildcards match within one system ("Supported Events"). */
function concerns(hook: Hook, happening: Happening, now: Date): boolean {
	const pattern = new RegExp(`^${hook.event.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`);
	const expired = typeof hook.expiry === 'string' && Date.parse(hook.expiry) <= now.getTime();
	return !expired && hook.system === happening.system && pattern.test(happening.event) && Object.entries(hook.scope).some(([name, value]) => happening.scope[name]?.includes(value));
}

/** A hook as the service shows it: never its secret. */
export function hookBody(hook: Hook): Json {
	return {
		hookId: hook.id,
		tenant: Object.values(hook.scope)[0] ?? null,
		callbackUrl: hook.callbackUrl,
		createdBy: hook.createdBy,
		event: hook.event,
		createdDate: hook.createdAt,
		lastUpdatedDate: hook.updatedAt,
		system: hook.system,
		creatorType: hook.creatorType,
		status: hook.status,
		autoReactivateHook: hook.autoReactivate,
		...(hook.filter === undefined ? {} : { filter: hook.filter }),
		...(hook.attribute === undefined ? {} : { hookAttribute: hook.attribute }),
		...(hook.expiry === undefined ? {} : { hookExpiry: hook.expiry }),
		scope: hook.scope,
		urn: `urn:adsk.webhooks:events.hook:${hook.id}`,
		callbackWithEventPayloadOnly: false,
		__self__: `/systems/${hook.system}/events/${hook.event}/hooks/${hook.id}`,
	};
}

async function pause(ms: number): Promise<void> {
	if (ms === 0) return;
	// A sandbox that is stopped must not be kept alive by what it still meant to send.
	await new Promise<void>((resolve) => void setTimeout(resolve, ms).unref());
}
