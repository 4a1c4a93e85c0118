import { Readable } from 'node:stream';
import { services } from '../../../src/catalog';
import { operationsOf, resourceOf, textAt, type AnyOperation, type Field, type Fields, type FileInput, type Input, type InputValue, type JsonObject, type Resource, type Service } from '../../../src/catalog/vocabulary';
import { bytesOf } from '../../../src/core/bytes';
import { Client } from '../../../src/core/client';
import { AecError } from '../../../src/core/errors';
import type { Session } from '../../../src/core/ports';
import { dataOf } from '../../../src/n8n/files';
import { createAccService } from '../../../src/sandbox/acc';
import { createCintooService } from '../../../src/sandbox/cintoo';
import { createFieldService } from '../../../src/sandbox/field';
import { png } from '../../../src/sandbox/images';
import { people } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { bearer, ports, ticket } from '../../support/connect';
import { samples } from './samples';

/** What came of carrying out an operation: the data of its outputs, or why there are none. */
export type Tried = { readonly outputs: readonly JsonObject[] } | { readonly failure: string };

/** Ways through the parents of a record that are looked at, at most: the first account has no project, the first issue no comment. */
const mostWays = 15;
/** Outputs that are enough to see what a record may hold. */
const enough = 100;

/** Carries out operations of one service in a sandbox of its own, with what its lists offer as references and made-up values for the rest. */
export class Visit {
	private readonly lists = new Map<string, Promise<readonly string[]>>();

	private constructor(
		private readonly service: Service,
		private readonly client: Client,
		readonly stop: () => Promise<void>,
	) {}

	static async start(service: Service): Promise<Visit> {
		const { origins, session, stop } = await signedIn[service.id]();
		return new Visit(service, new Client({ service, services, origin: origins[service.id], ports: ports(session) }), stop);
	}

	/** Tries an operation with one set of parents after the other: a write once, a read until enough was seen. */
	async tryOut(id: string): Promise<Tried> {
		const operation = this.operation(id);
		const outputs: JsonObject[] = [];
		let failure = 'there is nothing in the sandbox to carry it out on';
		let ways = 0;
		try {
			for await (const input of this.inputs(id)) {
				if (++ways > mostWays) break;
				try {
					outputs.push(...(await this.carriedOut(operation, input)));
					if (outputs.length >= (changes(id, operation) ? 1 : enough)) break;
				} catch (error) {
					failure = wordsOf(error);
				}
			}
		} catch (error) {
			failure = wordsOf(error);
		}
		return outputs.length > 0 ? { outputs } : { failure };
	}

	/** What n8n would give as data. */
	private async carriedOut(operation: AnyOperation, input: Input): Promise<readonly JsonObject[]> {
		const given: JsonObject[] = [];
		for await (const output of this.client.stream(operation, input, { limit: enough })) {
			let size = 0;
			if (output.file) for await (const chunk of bytesOf(output.file.stream)) size += chunk.length;
			given.push(dataOf(output, size));
		}
		return given;
	}

	private operation(id: string): AnyOperation {
		const found = operationsOf(this.service).get(id);
		if (!found) throw new Error(`There is no ${id}.`);
		return found.operation;
	}

	/** Every input there is to carry it out with: what came of the operation before it, references from lists, made-up values for what else is required. */
	private async *inputs(id: string, more: Input = {}): AsyncGenerator<Input> {
		const operation = this.operation(id);
		const { input, after, take = {} } = samples[id] ?? {};
		const given = { ...input, ...more };
		if (after === undefined) {
			yield* this.filled(wantedOf(operation, given), takenBy(operation, given));
			return;
		}
		for await (const before of this.inputs(after, given)) {
			for (const output of (await this.carriedOut(this.operation(after), before)).slice(0, 3)) {
				const taken = Object.entries(take).map(([key, path]) => [key, fitting(operation.input[key], textAt(output, path) ?? '')] as const);
				const known = takenBy(operation, { ...before, ...given, ...Object.fromEntries(taken) });
				yield* this.filled(wantedOf(operation, known), known);
			}
		}
	}

	private async *filled(fields: readonly (readonly [string, Field])[], known: Input): AsyncGenerator<Input> {
		const [first, ...rest] = fields;
		if (!first) {
			yield known;
			return;
		}
		const [key, field] = first;
		if (field.kind === 'ref' || field.kind === 'refs') {
			for (const id of await this.idsOf(field.to, known)) yield* this.filled(rest, { ...known, [key]: field.kind === 'refs' ? [id] : id });
			return;
		}
		const value = await this.madeUp(key, field, known);
		yield* this.filled(rest, value === undefined ? known : { ...known, [key]: value });
	}

	/** Ids of what a reference may point to, read once for the same parents. */
	private async idsOf(resourceId: string, known: Input): Promise<readonly string[]> {
		const resource = resourceOf(services, resourceId);
		const place = `${resourceId} ${JSON.stringify(known)}`;
		const found = this.lists.get(place) ?? this.list(resource, known);
		this.lists.set(place, found);
		return await found;
	}

	private async list(resource: Resource, known: Input): Promise<readonly string[]> {
		try {
			return (await this.client.lookup(resource, known)).map(({ id }) => id);
		} catch (error) {
			wordsOf(error);
			return [];
		}
	}

	private async madeUp(key: string, field: Field, known: Input): Promise<InputValue | undefined> {
		switch (field.kind) {
			case 'text':
				return field.default ?? textFor(`${key} ${field.label ?? ''}`) ?? 'Sample'.padEnd(field.minLength ?? 0, '.').slice(0, field.maxLength);
			case 'number':
				return field.default ?? field.min ?? 1;
			case 'boolean':
				return true;
			case 'date':
				return '2026-03-31';
			case 'dateTime':
				return '2026-03-31T08:00:00Z';
			case 'range':
				return { from: '2020-01-01T00:00:00Z' };
			case 'choice':
				return field.default ?? field.options[0]?.value;
			case 'choices':
				return field.default ?? field.options.slice(0, 1).map(({ value }) => value);
			case 'texts':
				return ['Sample'];
			case 'rows':
				return [await this.members(field.fields, known)];
			case 'group':
				return await this.members(field.fields, known);
			case 'file':
				return picture;
			case 'files':
				return [picture];
			case 'json':
			case 'dynamic':
			case 'constant':
			case 'ref':
			case 'refs':
				return undefined;
		}
	}

	private async members(fields: Fields, known: Input): Promise<Input> {
		for await (const filled of this.filled(Object.entries(fields).filter(([, field]) => field.required), known)) return Object.fromEntries(Object.entries(filled).filter(([key]) => key in fields));
		return {};
	}
}

/** The fields that are filled in beyond what is given: required ones, one of each group of which one is, what a list needs to know, and what asks for more of each record. */
function wantedOf(operation: AnyOperation, given: Input): readonly (readonly [string, Field])[] {
	const wanted = new Set(Object.entries(operation.input).flatMap(([key, field]) => (field.required || asksForMore(key, field) ? [key] : [])));
	for (const rule of operation.rules ?? []) if ('oneOf' in rule && !rule.oneOf.some((key) => wanted.has(key) || key in given)) for (const key of rule.oneOf.slice(0, 1)) wanted.add(key);
	for (const key of [...wanted]) {
		const field = operation.input[key];
		if (field?.kind === 'ref' || field?.kind === 'refs') for (const parent of resourceOf(services, field.to).lookup?.within ?? []) wanted.add(parent);
	}
	return Object.entries(operation.input).filter(([key]) => wanted.has(key) && !(key in given));
}

function asksForMore(key: string, field: Field): boolean {
	return field.kind === 'boolean' && /^(include|with|show|expand|count)[A-Z]/.test(key) && !/Deleted|Inactive|Hidden|Voided/.test(key);
}

function takenBy(operation: AnyOperation, input: Input): Input {
	return Object.fromEntries(Object.entries(input).filter(([key]) => key in operation.input));
}

/** Whether carrying it out leaves the sandbox another. */
export function changes(id: string, operation: AnyOperation): boolean {
	return operation.receipt !== undefined || operation.destructive === true || samples[id]?.after !== undefined;
}

/** The words of a failure of ours; any other is thrown on. */
function wordsOf(error: unknown): string {
	if (error instanceof AecError) return error.message;
	throw error;
}

function textFor(name: string): string | undefined {
	if (/e-?mail/i.test(name)) return people.mei.email;
	return /md5/i.test(name) ? 'd41d8cd98f00b204e9800998ecf8427e' : undefined;
}

function fitting(field: Field | undefined, text: string): InputValue {
	if (field?.kind === 'refs' || field?.kind === 'texts') return [text];
	return field?.kind === 'number' ? Number(text) : text;
}

const onePoint = Buffer.from(png(1, 1, [0, 0, 0]));
const picture: FileInput = { name: 'sample.png', type: 'image/png', size: onePoint.length, open: async () => await Promise.resolve(Readable.from([onePoint])) };

type SignedIn = Pick<Served<unknown>, 'origins' | 'stop'> & { readonly session: Session };

/** A sandbox of each service alone, which starts fastest, with Nora signed in, and with the application’s own token where there is one. */
const signedIn: Readonly<Record<Service['id'], () => Promise<SignedIn>>> = {
	cintoo: async () => {
		const served = await serve((world) => ({ cintoo: createCintooService(world) }));
		return { ...served, session: bearer(served.services.cintoo.issueTokens(people.nora.cintooId).access_token) };
	},
	acc: async () => {
		const served = await serve((world) => ({ acc: createAccService(world) }));
		const { acc } = served.services;
		const [user, app] = [bearer(acc.issueTokens(people.nora.autodeskId).access_token), bearer(acc.issueTokens().access_token)];
		return { ...served, session: { ...user, tokens: ['user', 'app'], sign: async (kind) => await (kind === 'app' ? app : user).sign(kind) } };
	},
	field: async () => {
		const served = await serve((world) => ({ field: createFieldService(world) }));
		return { ...served, session: ticket(served.services.field.issueTicket(people.nora.email)) };
	},
};
