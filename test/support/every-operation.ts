import { operationsOf, textAt, type Input, type JsonObject, type Service } from '../../src/catalog/vocabulary';
import type { Client } from '../../src/core/client';
import type { Exchange } from '../../src/sandbox/service';
import { carryOut } from './carry-out';

/** One operation, carried out as a person fills it in: things named by name, number, bare id or path. */
export interface Case<State, Who extends string = never> {
	readonly input: Input | ((state: State) => Input);
	/** Who does it, where it must be somebody else than usual. */
	readonly who?: Who;
	/** What must have happened before. */
	readonly before?: (world: { readonly state: State; readonly run: (name: string, input: Input) => Promise<readonly JsonObject[]> }) => unknown;
	/** What comes out: how many records there are, or a part of each of them. */
	readonly gives: number | readonly unknown[];
	/** Of a write: what it must have brought about in the service. */
	readonly leaves?: readonly [of: (state: State) => unknown, toBe: unknown];
}

/** The sandbox in which one case is carried out. */
export interface Place<State, Who extends string> {
	readonly state: State;
	readonly exchanges: readonly Exchange[];
	/** A client as one run of a host has it; of the usual person unless told otherwise. */
	readonly as: (who?: Who) => Client;
}

interface Extent<State, Who extends string> {
	/** The sandbox of the test that is running. */
	readonly place: () => Place<State, Who>;
	/** Which resources the cases are on, by id; all of the service if left out. */
	readonly on?: (resource: string) => boolean;
	/** Methods that a read may use. Default GET, and POST for the searches of some services. */
	readonly reads?: readonly string[];
}

/** Tests that there is a case for every operation a service offers, and that each does what its case says, in calls that its documents allow. */
export function testEveryOperation<State, Who extends string = never>(service: Service, cases: Readonly<Record<string, Case<State, Who>>>, { place, on = () => true, reads = ['GET', 'POST'] }: Extent<State, Who>): void {
	const offered = new Map([...operationsOf(service)].filter(([, { operation, resource }]) => operation.hidden !== true && on(resource.id)));
	const { run } = carryOut(service);

	async function recordsOf(client: Client, name: string, input: Input): Promise<readonly JsonObject[]> {
		const outputs = await run(client, name, input);
		// Whoever gets a file reads it.
		for (const { file } of outputs) {
			if (!file) continue;
			let bytes = 0;
			for await (const chunk of file.stream) bytes += Buffer.from(chunk as Uint8Array).length;
			if (file.size !== undefined) expect(bytes).toBe(file.size);
		}
		return outputs.map(({ json }) => json);
	}

	it('is tested for every operation that is offered, and of every write by what it leaves', () => {
		expect(Object.keys(cases).map((name) => `${service.id}.${name}`).sort()).toEqual([...offered.keys()].sort());
		expect([...offered].filter(([id, { operation }]) => operation.receipt !== undefined && cases[id.slice(service.id.length + 1)]?.leaves === undefined).map(([id]) => id)).toEqual([]);
	});

	it.each(Object.entries(cases))('%s', async (name, { input, who, before, gives, leaves }) => {
		const { state, exchanges, as } = place();
		await before?.({ state, run: async (one, asked) => await recordsOf(as(who), one, asked) });
		const start = exchanges.length;
		const records = await recordsOf(as(who), name, typeof input === 'function' ? input(state) : input);

		if (typeof gives === 'number') expect(records).toHaveLength(gives);
		else if (Array.isArray(gives)) expect(records).toEqual(gives.map((part: unknown): unknown => expect.objectContaining(part)));
		else expect(records).toEqual(gives);
		if (leaves) expect(leaves[0](state)).toEqual(leaves[1]);
		expect(exchanges.flatMap(({ method, url, violations }) => violations.map((one) => `${method} ${url}: ${one}`))).toEqual([]);
		if (offered.get(`${service.id}.${name}`)?.operation.receipt === undefined) expect(exchanges.slice(start).filter(({ method }) => !reads.includes(method))).toEqual([]);
		expect(exchanges.filter(({ service: at, requestHeaders }) => at === 'storage' && requestHeaders.authorization !== undefined)).toEqual([]);
		expect(JSON.stringify(records)).not.toContain('ticket=');
		expect(['', '?']).not.toContain(textAt(records[0], 'receipt.id'));
	});
}
