import { isObject, operationsOf, type AnyOperation, type Area, type Input, type Service } from '../catalog/vocabulary';
import type { Client, ItemResult } from '../core/client';
import { InputError } from '../core/errors';
import { accountOf } from './account';
import { deliver, type Delivered } from './deliver';
import { isListing } from './editor-table';
import { nodeError, shortWords, wasCancelled, withFailure } from './failure';
import type { CleanUp } from './files';
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
		this.on('input', (message, send, done) => {
			carryOut(red, this, message, send, closing.signal, () => {
				const saved = readAction(config);
				const found = operations.get(`${saved.resource}.${saved.operation}`);
				if (!found) throw new InputError(`There is no operation ${saved.resource}.${saved.operation}.`, { remedy: 'Open the node and choose an operation.' });
				return { saved, operation: found.operation };
			}).then(done, (error) => fail(this, message, done, error));
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

async function carryOut(red: NodeRed, node: RedNode, message: Message, send: Send, signal: AbortSignal, read: () => { saved: SavedAction; operation: AnyOperation }): Promise<void> {
	const { saved, operation } = read();
	node.status({ fill: 'blue', shape: 'dot', text: 'requesting' });
	const client = accountOf(red, saved.account).connect(signal, () => node.status({ fill: 'yellow', shape: 'ring', text: 'working' }));
	const cleanUps: CleanUp[] = [];
	const evaluation: Evaluation = { red, node, message, cleanUps };
	try {
		const options = saved.returnAll ? {} : { limit: saved.limit };
		const items = saved.items && (await itemsOf(saved.items, evaluation));
		const list = items !== undefined || isListing(operation);
		let failed = 0;
		const refuse = (item: unknown, error: unknown): void => {
			if (wasCancelled(error)) throw error;
			failed++;
			// Each failed item goes its own way to the Catch nodes; the others go on.
			const named = client.named(error, operation);
			node.error(nodeError(named), withFailure({ ...red.util.cloneMessage(message), item }, named));
		};
		const outputs = items
			? runItems(client, operation, saved, items, evaluation, options, refuse)
			: runOnce(client, operation, await inputFrom(operation.input, saved.input, evaluation), options);
		const count = await deliver(outputs, { red, message, send, saved, list, ...(items ? { refuse } : {}) }).catch((error: unknown) => {
			throw client.named(error, operation);
		});
		if (failed > 0) node.status({ fill: 'red', shape: 'ring', text: `${count} ok, ${failed} failed` });
		else node.status({ fill: 'green', shape: 'dot', text: list ? `${count} ${count === 1 ? 'record' : 'records'}` : 'done' });
	} finally {
		for (const cleanUp of cleanUps) await cleanUp();
	}
}

async function* runOnce(client: Client, operation: AnyOperation, input: Input, options: { limit?: number }): AsyncGenerator<Delivered> {
	for await (const output of client.stream(operation, input, options)) yield { output };
}

async function* runItems(client: Client, operation: AnyOperation, saved: SavedAction, items: readonly unknown[], evaluation: Evaluation, options: { limit?: number }, refuse: (item: unknown, error: unknown) => void): AsyncGenerator<Delivered> {
	const ready: { readonly item: unknown; readonly input: Input }[] = [];
	for (const [index, item] of items.entries()) {
		try {
			ready.push({ item, input: await inputFrom(operation.input, saved.input, { ...evaluation, message: { ...evaluation.message, item, index } }) });
		} catch (error) {
			refuse(item, error);
		}
	}
	// In one go only where the service takes many at a time: else the first results would wait for the last.
	const groups = operation.batch ? [ready] : ready.map((one) => [one]);
	for (const group of groups) {
		const results: readonly ItemResult[] = await client.runMany(operation, group.map(({ input }) => input), options);
		for (const result of results) {
			const item = group[result.item]?.item;
			if ('error' in result) refuse(item, result.error);
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
