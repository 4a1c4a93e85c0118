import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { parseJson, type AnyOperation, type Json, type Service } from '../../../src/catalog/vocabulary';
import { accContracts } from '../../../src/contracts/acc';
import { cintooContracts } from '../../../src/contracts/cintoo';
import type { Contract, ContractParam } from '../../../src/contracts/contract';
import { fieldContracts } from '../../../src/contracts/field';
import { offered, resourceValue } from '../../../src/n8n/description';
import { givesFile } from '../../../src/n8n/placement';
import { accService, cintooService, fieldService } from '../../../src/n8n/services';
import { either, shapeOf, type Shape } from './shape';
import { changes, Visit } from './try-out';

const root = join(__dirname, '..', '..', '..');

/** The nodes with the folder of their class, where n8n looks for the schemas. */
export const nodes: readonly { readonly folder: string; readonly service: Service; readonly contracts: readonly Contract[] }[] = [
	{ folder: 'Cintoo', service: cintooService.service, contracts: cintooContracts },
	{ folder: 'AutodeskConstructionCloud', service: accService.service, contracts: accContracts },
	{ folder: 'Bim360Field', service: fieldService.service, contracts: fieldContracts },
];

/** Schemas of a node lie by version, resource and operation (n8n-core 2.41, output-schema-resolver.js). */
export function folderOf(node: string): string {
	return join(root, 'nodes', node, '__schema__', 'v1.0.0');
}

/** What is known of the output of each operation of a service, by `resource/operation`; undefined where nothing is, with the reason. */
export interface Known {
	readonly shape?: Shape;
	/** Why it could not be carried out in the sandbox: then the members are the document’s, and most types unknown. */
	readonly failure?: string;
}

/** Carries out every operation in the sandbox, and adds the members that the documents name beyond. */
export async function schemasOf(service: Service, contracts: readonly Contract[]): Promise<ReadonlyMap<string, Known>> {
	const operations = service.resources.flatMap((resource) => offered(resource).map(([name, operation]) => ({ id: `${resource.id}.${name}`, place: `${resourceValue(resource)}/${name}`, operation })));
	const seen = new Map<string, Shape>();
	const failures = new Map<string, string>();
	const readings = await Visit.start(service);
	for (const { id, operation } of operations) {
		const visit = changes(id, operation) ? await Visit.start(service) : readings;
		const tried = await visit.tryOut(id);
		if (visit !== readings) await visit.stop();
		if ('failure' in tried) failures.set(id, tried.failure);
		else seen.set(id, tried.outputs.map((output) => shapeOf(output)).reduce(either));
	}
	await readings.stop();

	const named = new Map(operations.map(({ id, operation }) => [id, namesOf(operation, contracts, Object.keys(seen.get(id)?.properties ?? {}))]));
	/** The same record is described by the same names: what one operation shows of it holds for the others. */
	const records = new Map<string, Shape>();
	for (const [id, { names }] of named) records.set(names.join(' '), either(records.get(names.join(' ')) ?? {}, seen.get(id) ?? {}));
	return new Map(
		operations.map(({ id, place, operation }) => {
			const { names, types } = named.get(id) ?? { names: [], types: {} };
			const record = records.get(names.join(' '))?.properties ?? {};
			const fromDocument: Shape = { type: 'object', properties: Object.fromEntries(names.map((name) => [name, either(record[name] ?? {}, types[name] ?? {})])) };
			const shape = [receiptOf(operation), fileOf(operation), seen.get(id) ?? {}, fromDocument].reduce(either);
			return [place, { ...(Object.keys(shape.properties ?? {}).length === 0 ? {} : { shape }), failure: failures.get(id) }];
		}),
	);
}

/** What stands ahead of every record that is written, and all there is where the service gives nothing back. */
function receiptOf({ receipt, returns }: AnyOperation): Shape {
	if (!receipt) return {};
	const { done, id, number } = receipt;
	if (returns.kind !== 'nothing') return shapeOf({ receipt: { done, ...(id === undefined ? {} : { id: null }), ...(number === undefined ? {} : { number: null }) } });
	return shapeOf({ receipt: { done }, [done === 'deleted' || done === 'removed' ? 'deleted' : 'success']: true });
}

/** What every file is given with. */
function fileOf(operation: AnyOperation): Shape {
	return givesFile(operation) ? shapeOf({ fileName: '', mimeType: '', fileSize: 0 }) : {};
}

/** Members that the documents name of the record an operation gives, and the types they give such members where they can be sent or filtered by. */
function namesOf(operation: AnyOperation, contracts: readonly Contract[], seen: readonly string[]): { readonly names: readonly string[]; readonly types: Readonly<Record<string, Shape>> } {
	const said = operation.steps ? aboutSteps(operation, contracts, seen) : aboutCall(operation, contracts);
	const names = [...new Set(said.flatMap(({ reply }) => reply.fields ?? []))];
	const families = said.map(familyOf);
	const types = contracts.filter((contract) => families.includes(familyOf(contract))).flatMap(({ params }) => params.flatMap(typed));
	return { names, types: Object.fromEntries(types) };
}

/** What the documents say of the record where the record lies in the reply. */
function aboutCall({ call, reshape, returns, page }: AnyOperation, contracts: readonly Contract[]): readonly Contract[] {
	if (!call || reshape) return [];
	const several = returns.kind === 'records';
	const place = several ? (page?.items ?? returns.path) : returns.path;
	return contracts.filter(({ method, path, reply }) => {
		if (method !== call.method || bare(path) !== bare(call.path) || (reply.items ?? '') !== place) return false;
		// Where the list itself is among the names, they are those of the reply around it.
		return several ? (reply.kind !== 'object' || reply.items !== undefined) && !reply.fields?.includes(place) : reply.kind === 'object';
	});
}

/** Of several calls, the one whose document names all that was seen. */
function aboutSteps({ steps }: AnyOperation, contracts: readonly Contract[], seen: readonly string[]): readonly Contract[] {
	const own = seen.filter((name) => !['receipt', 'fileName', 'mimeType', 'fileSize'].includes(name));
	const calls = (steps?.calls ?? []).flatMap(({ call }) => contracts.filter(({ method, path }) => call !== undefined && method === call.method && bare(path) === bare(call.path)));
	return own.length === 0 ? [] : calls.filter(({ reply }) => own.every((name) => reply.fields?.includes(name))).slice(0, 1);
}

function familyOf({ id }: Contract): string {
	return id.slice(0, id.lastIndexOf('.'));
}

/** A member that is sent is of the type in which it is sent. What is only filtered by is a text in the address: of it, times and yes or no tell. */
function typed(param: ContractParam): readonly (readonly [string, Shape])[] {
	const shape = typeOf(param);
	const filter = /^filter(?:\.|\[)(\w+)\]?$/.exec(param.name)?.[1];
	if (filter !== undefined) return ['date', 'date-time', 'range', 'boolean'].includes(param.type) ? [[filter, shape]] : [];
	return param.in === 'body' || param.in === 'form' ? [[param.name, shape]] : [];
}

function bare(path: string): string {
	return path.replace(/\{\w+\}/g, '{}');
}

function typeOf({ type, values }: ContractParam): Shape {
	switch (type) {
		case 'string':
		case 'date':
		case 'date-time':
		case 'range':
			return { type: 'string' };
		case 'integer':
		case 'number':
			return { type: 'number' };
		case 'boolean':
			return { type: 'boolean' };
		case 'enum':
			return (values ?? []).map(shapeOf).reduce(either, {});
		case 'array':
			return { type: 'array' };
		case 'object':
			return { type: 'object' };
		case 'json':
		case 'file':
			return {};
	}
}

export function written(shape: Shape): string {
	return `${JSON.stringify(shape, undefined, '\t')}\n`;
}

/** The committed schemas of a node, by `resource/operation`. */
export function committed(node: string): ReadonlyMap<string, Json> {
	const folder = folderOf(node);
	const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	return new Map(
		files.map((entry) => {
			const file = join(entry.parentPath, entry.name);
			return [relative(folder, file).split(sep).join('/').replace(/\.json$/, ''), parseJson(readFileSync(file, 'utf8')) ?? null];
		}),
	);
}

/** Writes all schemas of a node anew. */
export function write(node: string, schemas: ReadonlyMap<string, Known>): void {
	const folder = folderOf(node);
	rmSync(folder, { recursive: true, force: true });
	for (const [place, { shape }] of schemas) {
		if (!shape) continue;
		const file = join(folder, `${place}.json`);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, written(shape));
	}
}
