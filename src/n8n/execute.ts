import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import type { AnyOperation, Input, JsonObject, Output } from '../catalog/vocabulary';
import type { Client } from '../core/client';
import { openClient, type NodeService } from './connection';
import { formNames, offered, resourceValue } from './description';
import { failedItem, isCancelled, nodeError } from './errors';
import { AecError } from '../core/errors';
import { atATime, transfersAtATime } from '../core/slots';
import { dataOf, failedRow, fileOf, storeFile } from './files';
import { readInput, readLimit } from './input';
import { Parameters, type Parameter } from './parameters';
import { givesFile, isPaged } from './placement';
import { isTool, mayDestroy } from './tool';

interface Asked {
	readonly item: number;
	readonly name: string;
	readonly operation: AnyOperation;
	readonly parameter: Parameter;
}

/** Carries out the node for all its items: each one by itself, or many in one call where the service takes many. */
export async function execute(context: IExecuteFunctions, node: NodeService): Promise<INodeExecutionData[][]> {
	const run = new Run(context, await connect(context, node));
	const parameters = new Parameters(context);
	const asked: Asked[] = [];
	const results = context.getInputData().map((): INodeExecutionData[] => []);
	for (const item of results.keys()) {
		await run.guard(item, results, async () => {
			const parameter = parameters.of(item);
			asked.push({ item, parameter, ...operationOf(context, node, item, parameter) });
			return [];
		});
	}
	const batches = new Map<AnyOperation, Asked[]>();
	for (const one of asked) if (one.operation.batch) batches.set(one.operation, [...(batches.get(one.operation) ?? []), one]);
	const alone = asked.filter(({ operation }) => !operation.batch);
	const together = alone.every(({ operation }) => operation.unordered) ? transfersAtATime : 1;
	await atATime(together, alone, async (one) => await run.guard(one.item, results, async () => await run.single(one)));
	run.hint();
	for (const [operation, rows] of batches) await run.together(operation, rows, results);
	return [results.flat()];
}

async function connect(context: IExecuteFunctions, node: NodeService): Promise<Client> {
	try {
		return await openClient(context, node, context.getExecutionCancelSignal());
	} catch (error) {
		throw told(context, nodeError(context.getNode(), error, 0));
	}
}

/** A failure that ends the run. Of a tool's failure n8n hands the agent nothing but the message: what to do goes into it. */
function told(context: IExecuteFunctions, failure: ReturnType<typeof nodeError>): ReturnType<typeof nodeError> {
	if (isTool(context) && failure.description) failure.message = `${failure.message} ${failure.description}`;
	return failure;
}

function operationOf(context: IExecuteFunctions, { service }: NodeService, item: number, parameter: Parameter): { name: string; operation: AnyOperation } {
	const resourceName = String(parameter(formNames.resource));
	const name = String(parameter(formNames.operation));
	const resource = service.resources.find((one) => resourceValue(one) === resourceName);
	const operation = resource && offered(resource).find(([known]) => known === name)?.[1];
	if (!operation) {
		const custom = [resourceName, name].includes('__CUSTOM_API_CALL__');
		throw new NodeOperationError(context.getNode(), custom ? 'Custom API calls are made with the HTTP Request node.' : `${service.label} has no operation "${name}" for "${resourceName}".`, {
			itemIndex: item,
			description: custom ? 'Add an HTTP Request node and choose this credential there under Predefined Credential Type.' : 'Choose resource and operation from the lists.',
		});
	}
	if (operation.destructive && isTool(context) && !mayDestroy(context)) {
		throw new NodeOperationError(context.getNode(), `${operation.action} cannot be undone and is therefore closed to agents.`, { itemIndex: item, description: 'Let a person do it, or let a person switch on Allow Destructive Operations in this tool.' });
	}
	return { name, operation };
}

class Run {
	private failures = 0;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly client: Client,
	) {}

	/** Keeps a failure at its item: it ends the run, or becomes the item's output where the workflow shall go on. */
	async guard(item: number, results: INodeExecutionData[][], work: () => Promise<INodeExecutionData[]>): Promise<void> {
		try {
			results[item] = await work();
		} catch (error) {
			results[item] = [this.failed(item, error)];
		}
	}

	private failed(item: number, error: unknown): INodeExecutionData {
		const failure = nodeError(this.context.getNode(), error, item);
		if (isCancelled(error) || !this.context.continueOnFail()) throw told(this.context, failure);
		return failedItem(failure, item, this.context.getNode().onError === 'continueErrorOutput');
	}

	async single(asked: Asked): Promise<INodeExecutionData[]> {
		const { item, operation, parameter } = asked;
		const input = await this.inputOf(asked);
		const limit = isPaged(operation) ? readLimit({ parameter }) : undefined;
		const field = givesFile(operation) ? String(parameter(formNames.outputField)).trim() || 'data' : 'data';
		const failures: Error[] = [];
		const outputs: INodeExecutionData[] = [];
		const take = async (output: Output, place: number): Promise<void> => {
			if (output.failure) {
				failures.push(output.failure);
				outputs[place] = this.failedOne(output.json, output.failure, item);
				return;
			}
			try {
				outputs[place] = await this.itemOf(output, item, field);
			} catch (error) {
				const named = this.client.named(error, operation);
				if (!operation.returns.several || !(named instanceof AecError) || isCancelled(named)) throw named;
				failures.push(named);
				outputs[place] = this.failedOne(failedRow(output, named), named, item);
			}
		};
		const stream = this.client.stream(operation, input, limit === undefined ? {} : { limit });
		let place = 0;
		if (givesFile(operation)) await atATime(transfersAtATime, stream, async (output) => await take(output, place++));
		else for await (const output of stream) await take(output, place++);
		if (failures[0] && failures.length === outputs.length) throw failures[0];
		this.failures += failures.length;
		return outputs;
	}

	/** One of several that failed, while others did not. */
	private failedOne(json: JsonObject, failure: Error, item: number): INodeExecutionData {
		const node = this.context.getNode();
		return node.onError === 'continueErrorOutput' ? failedItem(nodeError(node, failure, item), item, true) : { json: { ...json }, pairedItem: { item } };
	}

	/** Whoever looks at the run is told that not all of it succeeded. */
	hint(): void {
		// n8n has it since 1.65.
		if (this.failures > 0 && 'addExecutionHints' in this.context) this.context.addExecutionHints({ message: `${this.failures === 1 ? 'One file' : `${this.failures} files`} failed; "error" in the output says why.`, location: 'outputPane', type: 'warning' });
	}

	async together(operation: AnyOperation, asked: readonly Asked[], results: INodeExecutionData[][]): Promise<void> {
		const ready: { item: number; input: Input }[] = [];
		for (const one of asked) {
			await this.guard(one.item, results, async () => {
				ready.push({ item: one.item, input: await this.inputOf(one) });
				return [];
			});
		}
		let done: Awaited<ReturnType<Client['runMany']>>;
		try {
			done = await this.client.runMany(operation, ready.map(({ input }) => input));
		} catch (error) {
			throw told(this.context, nodeError(this.context.getNode(), error));
		}
		for (const result of done) {
			const item = ready[result.item]?.item;
			if (item === undefined) continue;
			await this.guard(item, results, async () => {
				if ('error' in result) throw nodeError(this.context.getNode(), result.error, item);
				return await Promise.all(result.outputs.map(async (output) => await this.itemOf(output, item, 'data')));
			});
		}
	}

	private async inputOf({ item, name, operation, parameter }: Asked): Promise<Input> {
		const { context } = this;
		return await readInput(name, operation, { parameter, file: async (value) => await fileOf(context, item, value), timeZone: context.getTimezone() });
	}

	private async itemOf(output: Output, item: number, field: string): Promise<INodeExecutionData> {
		if (!output.file) return { json: { ...dataOf(output) }, pairedItem: { item } };
		const binary = await storeFile(this.context, output.file);
		return { json: { ...dataOf(output, binary.bytes) }, binary: { [field]: binary }, pairedItem: { item } };
	}
}
