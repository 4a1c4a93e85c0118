import { operationsOf, type Input, type JsonObject, type Output, type Service } from '../../src/catalog/vocabulary';
import type { Client } from '../../src/core/client';
import type { PagingOptions } from '../../src/core/paging';

/** Carries out the operations of one service by name, as `issue.getMany`. */
export interface CarryOut {
	readonly run: (client: Client, name: string, input: Input, options?: PagingOptions) => Promise<readonly Output[]>;
	readonly records: (client: Client, name: string, input: Input, options?: PagingOptions) => Promise<readonly JsonObject[]>;
	/** The record of an operation that must give exactly one. */
	readonly only: (client: Client, name: string, input: Input) => Promise<JsonObject>;
}

export function carryOut(service: Service): CarryOut {
	const operations = operationsOf(service);
	const run: CarryOut['run'] = async (client, name, input, options = {}) => {
		const entry = operations.get(`${service.id}.${name}`);
		if (!entry) throw new Error(`There is no operation ${service.id}.${name}.`);
		return await client.run(entry.operation, input, options);
	};
	const records: CarryOut['records'] = async (client, name, input, options) => (await run(client, name, input, options)).map(({ json }) => json);
	const only: CarryOut['only'] = async (client, name, input) => {
		const [first, ...more] = await records(client, name, input);
		if (!first || more.length > 0) throw new Error(`${name} gave ${more.length + (first ? 1 : 0)} records instead of one.`);
		return first;
	};
	return { run, records, only };
}
