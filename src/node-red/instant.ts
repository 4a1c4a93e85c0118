import type { Changes, Pushed, Service } from '../catalog/vocabulary';
import { nameBasedUuid } from '../core/name-based-uuid';
import { withReceived, type Delivery } from '../core/pushed/delivery';
import { removeHooks } from '../core/pushed/hooks';
import { isInstant, judge, listen, reconcileEvery, spokenOf, whyPolling, type Listening } from '../core/pushed/listening';
import type { Watching, WatchState } from '../core/watching';
import type { Account } from './account';
import { inboxPath, openInbox, whyClosed } from './inbox';
import type { NodeRed } from './node-red';

/** ms for taking the hooks of a deleted node away: Node-RED waits for 15 s. */
const farewell = 10_000;

/** What lets a trigger hear of changes at once: its address, its hooks, and the deliveries that wait for a look. */
export class Instant {
	private readonly name: string;
	private readonly shut: () => void;
	private arrived: Delivery[] = [];
	private listening: Listening | undefined;
	/** Settings may have changed since the hooks were last in order. */
	private checked = false;

	/**
	 * @param key names the node and its account over restarts: a delivery to what it was under another finds nobody
	 * @param wake called when a delivery waits
	 */
	constructor(
		private readonly red: NodeRed,
		private readonly service: Service,
		private readonly changes: Changes,
		private readonly pushed: Pushed,
		private readonly account: Account,
		key: string,
		private readonly wake: () => void,
	) {
		this.name = nameBasedUuid(['hook', key]);
		this.shut = openInbox(red, this.name, (body, headers) => this.receive(body, headers));
	}

	private receive(body: Uint8Array, headers: Readonly<Record<string, unknown>>): number {
		const verdict = judge(this.listening, this.secret, body, headers);
		if (verdict.kind === 'refused') return 401;
		if (verdict.kind === 'news' && !this.arrived.some(({ id }) => id === verdict.delivery.id)) {
			this.arrived.push(verdict.delivery);
			this.wake();
		}
		return 200;
	}

	private get secret(): string {
		return this.account.secretFor(this.name);
	}

	/** How it stood when the runtime stopped. */
	resume(listening: Listening | undefined): void {
		this.listening ??= listening;
	}

	/** Whether deliveries came while it looked. */
	get waits(): boolean {
		return this.arrived.length > 0;
	}

	/** The deliveries that wait, for the look that is about to begin. */
	take(): readonly Delivery[] {
		return this.arrived.splice(0);
	}

	/** The places that deliveries speak of. */
	placesOf(deliveries: readonly Delivery[]): (place: string) => boolean {
		return spokenOf(this.pushed, deliveries);
	}

	/** The look after these deliveries has succeeded: repetitions of them need none. What is to be kept. */
	done(deliveries: readonly Delivery[]): Listening | undefined {
		if (this.listening && deliveries.length > 0) this.listening = { ...this.listening, received: withReceived(this.listening.received, deliveries.map(({ id }) => id), Date.now()) };
		return this.listening;
	}

	/** Brings the hooks in order where it is time to. Throws AecError where it may go better later. */
	async upkeep(watching: Watching, state: WatchState, events: readonly string[]): Promise<Listening | undefined> {
		const now = Date.now();
		if (this.checked && this.listening && now - this.listening.checkedAt < reconcileEvery) return this.listening;
		const closed = whyClosed(this.red) ?? (this.callback === '' ? 'the connection names no public address of this Node-RED' : undefined);
		this.listening = await listen(watching, this.pushed, { state, listening: this.listening }, { events, callback: this.callback, secret: this.secret, now, ...(closed === undefined ? {} : { closed }) });
		this.checked = true;
		return this.listening;
	}

	private get callback(): string {
		const { publicAddress } = this.account;
		return publicAddress === '' ? '' : `${publicAddress}${inboxPath}/${this.name}`;
	}

	/** ms until the next look at everything, where a person wants one every so many ms. */
	lookEvery(events: readonly string[], everyMs: number): number {
		return isInstant(this.pushed, events, this.listening) ? Math.max(everyMs, reconcileEvery) : everyMs;
	}

	/** Why it looks at the person's interval; undefined where it need not. */
	whyPolling(events: readonly string[]): string | undefined {
		return whyPolling(this.pushed, events, this.listening);
	}

	close(): void {
		this.shut();
	}

	/** Takes the hooks away: the node is gone for good. */
	async leave(): Promise<void> {
		if (this.listening) await silence(this.account, this.pushed, this.listening);
	}
}

/** Takes away the hooks of a trigger that does not listen any more. Throws AecError. */
export async function silence(account: Account, pushed: Pushed, { callback, known }: Listening): Promise<void> {
	if (callback !== '' && known.length > 0) await removeHooks(account.connect(AbortSignal.timeout(farewell)), pushed, callback);
}
