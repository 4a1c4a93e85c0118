import { isObject, operationsOf, type AnyOperation, type Area, type Input, type Service } from '../catalog/vocabulary';
import type { Client, ItemResult } from '../core/client';
import { InputError } from '../core/errors';
import { Slots, transfersAtATime } from '../core/slots';
import { accountOf } from './account';
import { deliver, type Delivered, type Delivery } from './deliver';
import { givesOf, isListing } from './editor-table';
import { nodeError, shortWords, wasCancelled, withFailure } from './failure';
import { hearStreams, type CleanUp } from './files';
import { areaType } from './names';
import type { Done, Message, NodeRed, RedNode, Send } from './node-red';
import { readAction, type SavedAction } from './saved';
import { evaluate, inputFrom, type Evaluation } from './values';

/** Registers the action node of an area. */
export function registerArea(red: NodeRed, service: Service, area: Area): void {
	const operations = operationsOf(service);
	red.nodes.registerType(areaType(service, area), function (config) {
		red.nodes.createNode(this, config);
		const closing = new AbortController();
		// However many messages arrive at once.
		const slots = new Slots(transfersAtATime);
		this.on('input', (message, send, done) => {
			carryOut(red, this, message, send, { signal: closing.signal, slots }, () => {
				const saved = readAction(config);
				const found = operations.get(`${saved.resource}.${saved.operation}`);
				if (!found) throw new InputError(`There is no operation ${saved.resource}.${saved.operation}.`, { remedy: 'Open the node and choose an operation.' });
				return { saved, operation: found.operation };
			}).then(done, (error: unknown) => (closing.signal.aborted ? done() : fail(this, message, done, error)));
		});
		this.on('close', (_removed, closed) => {
			closing.abort();
			this.status({});
			closed();
		});
	});
}

function fail(node: RedNode, message: Message, done: Done, error: unknown): void {
	if (wasCancelled(error)) {
		done();
		return;
	}
	node.status({ fill: 'red', shape: 'ring', text: shortWords(error) });
	withFailure(message, error);
	done(nodeError(error));
}

interface Surroundings {
	readonly signal: AbortSignal;
	readonly slots: Slots;
}

async function carryOut(red: NodeRed, node: RedNode, message: Message, send: Send, { signal, slots }: Surroundings, read: () => { saved: SavedAction; operation: AnyOperation }): Promise<void> {
	const { saved, operation } = read();
	const work = async (): Promise<void> => await carriedOut(red, node, message, send, signal, saved, operation);
	node.status({ fill: 'blue', shape: 'dot', text: 'requesting' });
	if (!carriesFiles(operation)) return await work();
	hearStreams(message);
	await slots.with(work);
}

function carriesFiles(operation: AnyOperation): boolean {
	return givesOf(operation) === 'file' || Object.values(operation.input).some(({ kind }) => kind === 'file' || kind === 'files');
}

async function carriedOut(red: NodeRed, node: RedNode, message: Message, send: Send, signal: AbortSignal, saved: SavedAction, operation: AnyOperation): Promise<void> {
	const client = accountOf(red, saved.account).connect(signal, (words) => node.status({ fill: 'blue', shape: 'dot', text: words }));
	const cleanUps: CleanUp[] = [];
	const evaluation: Evaluation = { red, node, message, cleanUps };
	try {
		const options = saved.returnAll ? {} : { limit: saved.limit };
		const items = saved.items && (await itemsOf(saved.items, evaluation));
		const list = items !== undefined || isListing(operation);
		let failed = 0;
		const refuse: Refuse = (error, of) => {
			if (wasCancelled(error) || signal.aborted) throw error;
			failed++;
			// Each failed item or file goes its own way to the Catch nodes; the others go on.
			const named = client.named(error, operation);
			node.error(nodeError(named), withFailure({ ...red.util.cloneMessage(message), ...of }, named));
		};
		const outputs = items
			? runItems(client, operation, saved, items, evaluation, options, refuse)
			: runOnce(client, operation, await inputFrom(operation.input, saved.input, evaluation), options);
		const count = await deliver(outputs, { red, message, send, saved, list, files: givesOf(operation) === 'file', several: operation.returns.several === true, ...(items || list || operation.returns.several ? { refuse } : {}) }).catch((error: unknown) => {
			throw client.named(error, operation);
		});
		if (signal.aborted) return;
		if (failed > 0) node.status({ fill: 'red', shape: 'ring', text: `${count} ok, ${failed} failed` });
		else node.status({ fill: 'green', shape: 'dot', text: list ? `${count} ${count === 1 ? 'record' : 'records'}` : 'done' });
	} finally {
		for (const cleanUp of cleanUps) await cleanUp();
	}
}

type Refuse = NonNullable<Delivery['refuse']>;

async function* runOnce(client: Client, operation: AnyOperation, input: Input, options: { limit?: number }): AsyncGenerator<Delivered> {
	for await (const output of client.stream(operation, input, options)) yield { output };
}

async function* runItems(client: Client, operation: AnyOperation, saved: SavedAction, items: readonly unknown[], evaluation: Evaluation, options: { limit?: number }, refuse: Refuse): AsyncGenerator<Delivered> {
	const ready: { readonly item: unknown; readonly input: Input }[] = [];
	for (const [index, item] of items.entries()) {
		try {
			ready.push({ item, input: await inputFrom(operation.input, saved.input, { ...evaluation, message: { ...evaluation.message, item, index } }) });
		} catch (error) {
			refuse(error, { item });
		}
	}
	if (operation.returns.several) {
		// One file after the other: together they would all be open at once.
		for (const { item, input } of ready) {
			try {
				for await (const output of client.stream(operation, input, options)) yield { output, item };
			} catch (error) {
				refuse(error, { item });
			}
		}
		return;
	}
	// In one go only where the service takes many at a time: else the first results would wait for the last.
	const groups = operation.batch ? [ready] : ready.map((one) => [one]);
	const ahead = operation.unordered && operation.returns.kind !== 'file' ? transfersAtATime : 1;
	const begun: Promise<readonly ItemResult[]>[] = [];
	for (const index of groups.keys()) {
		for (const group of groups.slice(begun.length, index + ahead)) {
			const results = client.runMany(operation, group.map(({ input }) => input), options);
			// Whoever waits for it hears of it; until then it must not end the host's process.
			results.catch(() => undefined);
			begun.push(results);
		}
		const group = groups[index] ?? [];
		for (const result of (await begun[index]) ?? []) {
			const item = group[result.item]?.item;
			if ('error' in result) refuse(result.error, { item });
			else for (const output of result.outputs) yield { output, item };
		}
	}
}

async function itemsOf(saved: NonNullable<SavedAction['items']>, evaluation: Evaluation): Promise<readonly unknown[]> {
	const found = 'value' in saved && typeof saved.value === 'string' && saved.type !== 'pick' && saved.type !== 'name' ? await evaluate({ type: saved.type, value: saved.value }, evaluation) : undefined;
	if (Array.isArray(found)) {
		const items: readonly unknown[] = found;
		return items;
	}
	throw new InputError(`Items From must give a list, but it is ${found === undefined ? 'missing' : isObject(found) ? 'an object' : typeof found}.`, { remedy: 'Give it a list, or leave Items From empty to run once for each message.' });
}
