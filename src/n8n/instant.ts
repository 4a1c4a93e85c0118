import type { IHookFunctions, INodeExecutionData, IPollFunctions, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { Turns, type Pushed } from '../catalog/vocabulary';
import type { Client } from '../core/client';
import { AecError, InputError } from '../core/errors';
import { withReceived, type Delivery } from '../core/pushed/delivery';
import { removeHooks } from '../core/pushed/hooks';
import { isInstant, judge, listen, reconcileEvery, spokenOf, whyPolling, type Listening } from '../core/pushed/listening';
import { openClient, type NodeService } from './connection';
import { nodeError } from './errors';
import { readPosition, writePosition, type Position, type Shelf } from './position';
import { keyOf, look, nodeKey, onePoll, sample, settingsOf, type Settings, type TriggerContext } from './trigger';

/*
 * A delivery only says where to look: what is told comes from the service itself, by the same look that the poll takes.
 * So nothing is told twice, whoever comes first, and a forged or lost delivery changes nothing but the moment.
 */

/** Looks of one trigger go one after the other, whoever asks for them. */
const turns = new Turns<void>();

/** ms before a delivery that a look of a person who tries the trigger out reaches back. */
const triedReach = 120_000;

/** What a delivery brought while a person tries the trigger out: n8n runs the poll afterwards, which hands it on. */
const tried = new Map<string, INodeExecutionData[]>();

/** Counts deliveries and looks in the order in which they come and begin. */
let moment = 0;

/** By trigger and by place, when the last look began that succeeded: it has seen what was delivered before. */
const looked = new Map<string, Map<string, number>>();

interface Instant {
	readonly settings: Settings;
	readonly pushed: Pushed;
	readonly shelf: Shelf;
}

function instantOf(context: TriggerContext, node: NodeService): Instant {
	const settings = settingsOf(context, node, 'listens');
	const { pushed } = settings.changes;
	if (!pushed) throw new InputError(`${node.service.label} does not announce changes of ${settings.resource.plural}.`, { remedy: `Use the ${node.service.label} Trigger, which looks at intervals.` });
	return { settings, pushed, shelf: { store: context.getWorkflowStaticData('node'), slot: isManual(context) ? 'triedOut' : 'position', owner: nodeKey(context), key: keyOf(settings) } };
}

const isManual = (context: TriggerContext): boolean => context.getMode() === 'manual';

async function listenAnew(client: Client, node: NodeService, { settings, pushed }: Instant, position: Position): Promise<Listening> {
	return await listen({ client, services: node.services, ...settings }, pushed, position, { events: settings.events, callback: position.callback, secret: position.secret, now: Date.now() });
}

/** Says once in n8n's log why the trigger has to look at intervals. */
function tell(context: TriggerContext, node: NodeService, { settings, pushed }: Instant, position: Position): Position {
	// n8n may poll before it sets the hooks up.
	const told = position.listening && whyPolling(pushed, settings.events, position.listening);
	if (told !== undefined && told !== position.told) context.logger.warn(`${node.service.label} Instant Trigger looks at every poll time, because ${told}`);
	return { ...position, told };
}

/** n8n's life cycle of a webhook. What cannot be announced is found by looking instead; only a person who tries it out is told so as an error. */
export function webhookMethodsOf(node: NodeService): Record<'checkExists' | 'create' | 'delete', (context: IHookFunctions) => Promise<boolean>> {
	const work = (act: (context: IHookFunctions, instant: Instant, client: Client) => Promise<boolean>) => async (context: IHookFunctions): Promise<boolean> => {
		try {
			return await act(context, instantOf(context, node), await openClient(context, node));
		} catch (error) {
			throw nodeError(context.getNode(), error);
		}
	};
	return {
		// What is there and what is missing is for `create` to find: it brings everything in order, whatever it meets.
		checkExists: async () => await Promise.resolve(false),
		create: work(async (context, instant, client) => {
			const { shelf } = instant;
			await turns.take(shelf.owner, async () => {
				looked.delete(shelf.owner);
				// What happened since the last look, before there were hooks, is for the next poll to find.
				const position: Position = { ...readPosition(shelf), callback: context.getNodeWebhookUrl('default') ?? '', due: true };
				// Known before it is begun, so that `delete` finds what a failure leaves half done.
				writePosition(shelf, position);
				try {
					const listening = await listenAnew(client, node, instant, position);
					writePosition(shelf, isManual(context) ? { ...position, listening } : tell(context, node, instant, { ...position, listening }));
					const [why] = Object.values(listening.refused);
					if (why !== undefined && isManual(context)) throw new InputError(`${node.service.label} cannot tell of changes at once: ${why}`, { remedy: 'In an active workflow this trigger looks at every poll time instead. To see sample data, try out the trigger without Instant in its name.' });
				} catch (error) {
					if (isManual(context) || !(error instanceof AecError) || error.kind === 'input' || error.kind === 'sign-in') throw error;
					context.logger.warn(`${node.service.label} Instant Trigger looks at every poll time until this succeeds: ${error.message}`);
				}
			});
			return true;
		}),
		delete: work(async (context, { pushed, shelf }, client) => {
			await turns.take(shelf.owner, async () => {
				// n8n ends a try-out in the same mode as an active workflow (n8n 2.41, test-webhooks.js): only the address tells which one it is.
				const triedOut: Shelf = { ...shelf, slot: 'triedOut' };
				const { listening: _gone, ...position } = readPosition(triedOut);
				if (position.callback !== '' && position.callback === context.getNodeWebhookUrl('default')) {
					await removeHooks(client, pushed, position.callback).catch((error: unknown) => context.logger.warn(`${node.service.label} Instant Trigger could not remove the webhooks of a try-out: ${error instanceof Error ? error.message : String(error)}`));
					writePosition(triedOut, position);
					return;
				}
				const { listening: _over, ...active } = readPosition(shelf);
				if (active.callback !== '') await removeHooks(client, pushed, active.callback);
				// A poll that still waits for its turn knows by this that there is nothing to listen at.
				writePosition(shelf, { ...active, callback: '' });
			});
			return true;
		}),
	};
}

/** A delivery arrives: judged by its raw bytes, answered at once, and followed by a look at the place it speaks of. */
export async function receive(context: IWebhookFunctions, node: NodeService): Promise<IWebhookResponseData> {
	const arrived = ++moment;
	const answered: IWebhookResponseData = { noWebhookResponse: true };
	const response = context.getResponseObject();
	const instant = instantOf(context, node);
	const { shelf } = instant;
	const position = readPosition(shelf);
	const verdict = judge(position.listening, position.secret, await rawBody(context), context.getHeaderData());
	if (verdict.kind === 'refused') {
		response.status(401).json({ message: 'The signature is missing or wrong.' });
		return answered;
	}
	response.status(200).end();
	if (verdict.kind === 'void') return answered;
	if (isManual(context)) return { ...answered, workflowData: [await tryOut(context, node, instant, verdict.delivery)] };

	const items = await inTurn(shelf.owner, async () => await lookAfter(context, node, instant, verdict.delivery, arrived));
	return items.length === 0 ? answered : { ...answered, workflowData: [items] };
}

async function lookAfter(context: IWebhookFunctions, node: NodeService, { settings, pushed, shelf }: Instant, delivery: Delivery, arrived: number): Promise<INodeExecutionData[]> {
	const position = readPosition(shelf);
	const { listening } = position;
	const received = listening && { ...listening, received: withReceived(listening.received, [delivery.id], Date.now()) };
	const places = looked.get(shelf.owner) ?? new Map<string, number>();
	if (position.state !== undefined && arrived < (places.get(delivery.place) ?? 0)) {
		writePosition(shelf, { ...position, listening: received });
		return [];
	}
	try {
		const began = ++moment;
		const client = await openClient(context, node);
		const only = position.state === undefined ? undefined : spokenOf(pushed, [delivery]);
		const { state, items } = await look(context, client, node, settings, position.state, only);
		writePosition(shelf, { ...position, state, listening: received });
		looked.set(shelf.owner, places.set(delivery.place, began));
		return items;
	} catch (error) {
		context.logger.warn(`${node.service.label} Instant Trigger could not look after it was told of a change; the next poll makes up for it: ${error instanceof Error ? error.message : String(error)}`);
		writePosition(shelf, { ...position, due: true });
		return [];
	}
}

/** For a person who tries the trigger out: what just happened in the place, or else what is there. Nothing is remembered. */
async function tryOut(context: IWebhookFunctions, node: NodeService, { settings, pushed }: Instant, delivery: Delivery): Promise<INodeExecutionData[]> {
	try {
		const client = await openClient(context, node);
		const since: Settings = { ...settings, startFrom: { date: new Date(Date.now() - triedReach).toISOString() } };
		const { items } = await look(context, client, node, since, undefined, spokenOf(pushed, [delivery]));
		const found = items.length > 0 ? items : await sample(client, settings, node);
		tried.set(nodeKey(context), found);
		return found;
	} catch (error) {
		throw nodeError(context.getNode(), error);
	}
}

/** The reconciling look: seldom while the service tells of everything, at every poll time otherwise. It also brings the hooks in order. */
export async function reconcile(context: IPollFunctions, node: NodeService): Promise<INodeExecutionData[][] | null> {
	try {
		const instant = instantOf(context, node);
		const { settings, pushed, shelf } = instant;
		if (isManual(context)) {
			const found = tried.get(nodeKey(context));
			tried.delete(nodeKey(context));
			return [found ?? (await sample(await openClient(context, node), settings, node))];
		}
		return await onePoll(context, async () => await inTurn(shelf.owner, async () => {
			const before = readPosition(shelf);
			const now = Date.now();
			const told = isInstant(pushed, settings.events, before.listening) && before.state !== undefined && !before.due;
			if (told && now - before.lookedAt < reconcileEvery) return [];
			const client = await openClient(context, node);
			const { state, items: found } = await look(context, client, node, settings, before.state);
			const position: Position = { ...before, state, lookedAt: now, due: false };
			writePosition(shelf, tell(context, node, instant, { ...position, listening: await upkeep(context, client, node, instant, position) }));
			return found;
		}));
	} catch (error) {
		throw nodeError(context.getNode(), error);
	}
}

/** What was found is told even where the hooks cannot be looked after. */
async function upkeep(context: IPollFunctions, client: Client, node: NodeService, instant: Instant, position: Position): Promise<Listening | undefined> {
	const { listening, callback } = position;
	if (callback === '' || (listening && Date.now() - listening.checkedAt < reconcileEvery)) return listening;
	try {
		return await listenAnew(client, node, instant, position);
	} catch (error) {
		context.logger.warn(`${node.service.label} Instant Trigger could not check its webhooks: ${error instanceof Error ? error.message : String(error)}`);
		return listening;
	}
}

async function inTurn(owner: string, work: () => Promise<INodeExecutionData[]>): Promise<INodeExecutionData[]> {
	let items: INodeExecutionData[] = [];
	await turns.take(owner, async () => {
		items = await work();
	});
	return items;
}

/** The bytes as they came: n8n keeps them beside what it parsed. */
async function rawBody(context: IWebhookFunctions): Promise<Uint8Array> {
	const request: object = context.getRequestObject();
	if (isUnread(request)) await request.readRawBody();
	return 'rawBody' in request && request.rawBody instanceof Uint8Array ? request.rawBody : new Uint8Array();
}

function isUnread(request: object): request is { readRawBody(): Promise<void> } {
	return 'readRawBody' in request && typeof request.readRawBody === 'function' && !('rawBody' in request && request.rawBody !== undefined);
}
