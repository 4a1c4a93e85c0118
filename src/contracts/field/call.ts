import type { Contract, ContractBody, ContractPage, ContractParam, ContractReply } from '../contract';

/** The document all of Field's contracts are written from. */
export const FIELD_DOCUMENT = 'BIM 360 Field API';

/** A parameter without its name and place: the name is its key, the place follows from verb, path and type. */
export type FieldParam = Omit<ContractParam, 'name' | 'in' | 'required'> & {
	readonly required?: boolean;
	/** Members of the JSON inside, dotted from the parameter. */
	readonly members?: readonly string[];
};

export const text: FieldParam = { type: 'string' };
export const integer: FieldParam = { type: 'integer' };
export const bool: FieldParam = { type: 'boolean' };
/** A calendar day, `YYYY-MM-DD`. */
export const day: FieldParam = { type: 'date' };
export const file: FieldParam = { type: 'file' };
/** Several values in one, separated by commas. */
export const list: FieldParam = { type: 'array', list: 'comma' };

/** A moment. Most calls do not say how it is written, so it is held to no format; `form` is the one shown. */
export function moment(form = 'the document shows no format'): FieldParam {
	return { type: 'string', note: `date and time; ${form}` };
}

/** One of the values the document lists. */
export function one(...values: readonly string[]): FieldParam {
	return { type: 'enum', values };
}

/** One object written as JSON into one field; members the document names, dotted where they are nested. */
export function jsonRecord(...members: readonly string[]): FieldParam {
	return { type: 'json', members };
}

/** An array of objects written as JSON into one field. */
export function jsonRows(...members: readonly string[]): FieldParam {
	return { type: 'json', list: 'json', members };
}

/** An array of plain values written as JSON into one field. */
export function jsonValues(note: string): FieldParam {
	return { type: 'json', list: 'json', note };
}

export function must(param: FieldParam): FieldParam {
	return { ...param, required: true };
}

export function noted(param: FieldParam, note: string): FieldParam {
	return { ...param, note };
}

/** `application_version`: dotted numbers, compared part by part, never as decimals. */
export function version(since: string): FieldParam {
	return { type: 'string', note: `dotted version of the calling application; ${since}` };
}

/** A reply that is one object; `fields` are its members. */
export function object(...fields: readonly string[]): Pick<ContractReply, 'kind' | 'fields'> {
	return { kind: 'object', fields };
}

/** A reply that is a bare array of records; `fields` are the members of one. */
export function array(...fields: readonly string[]): Pick<ContractReply, 'kind' | 'items' | 'fields'> {
	return { kind: 'array', items: '', fields };
}

/** A reply without a body. */
export const empty: Pick<ContractReply, 'kind'> = { kind: 'none' };
export const plain: Pick<ContractReply, 'kind'> = { kind: 'text' };
export const bytes: Pick<ContractReply, 'kind'> = { kind: 'binary' };

interface FieldCall {
	readonly id: string;
	/** Line of the call's heading in the document. */
	readonly line: number;
	/**
	 * How the project is named: `id` is a required project_id, `either` one of project_id and a360_project_id,
	 * `optional` a project_id that may be left off. Left out where the call knows no project, or has it in the path.
	 */
	readonly project?: 'id' | 'either' | 'optional';
	readonly params?: Readonly<Record<string, FieldParam>>;
	readonly reply: Omit<ContractReply, 'statuses'>;
	/** 200 when left out; 401 is added for every call that takes a ticket. */
	readonly statuses?: readonly number[];
	readonly body?: 'multipart';
	/** Pages by offset and limit, without a total: the end is a short page. The number is the default limit. */
	readonly paged?: true | number;
	/** Set where no ticket is asked for. */
	readonly auth?: 'none';
	readonly notes?: readonly string[];
}

const PROJECT = {
	id: [{ name: 'project_id', required: true, note: 'project GUID' }],
	either: [
		{ name: 'project_id', required: false, note: 'project GUID; this or a360_project_id must be sent' },
		{ name: 'a360_project_id', required: false, note: 'in place of project_id' },
	],
	optional: [{ name: 'project_id', required: false, note: 'project GUID' }],
} as const;

/**
 * One call of the document as a contract. `heading` is verb and path, as in the document's heading with `{name}` for
 * a path value.
 *
 * The document shows parameters in the query of GET calls (lines 923, 951, 1642, 1674) and as multipart fields
 * (line 650), and is silent on the rest; form fields for POST and PUT and the query for DELETE follow from that.
 */
export function fieldCall(heading: `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`, call: FieldCall): Contract {
	const [method, path] = splitHeading(heading);
	const inQuery = method === 'GET' || method === 'DELETE';
	const body: ContractBody = call.body ?? (inQuery ? 'none' : 'form');
	const place = inQuery ? 'query' : 'form';
	const ticket = call.auth === undefined;
	const params: ContractParam[] = [];
	const declared = call.params ?? {};
	const optionalFrom = path.includes('[') ? path.indexOf('[') : path.length;
	for (const segment of path.matchAll(/\{(\w+)\}/g)) {
		const name = segment[1] ?? '';
		params.push({ ...(declared[name] ?? text), name, in: 'path', required: segment.index < optionalFrom });
	}
	const inPath = new Set(params.map((param) => param.name));
	// Always asked for, but its absence is for sign-in to answer: 401, as for a ticket that is no good.
	if (ticket) params.push({ name: 'ticket', in: place, type: 'string', required: false, note: 'from login' });
	if (call.project) for (const param of PROJECT[call.project]) params.push({ ...param, in: place, type: 'string' });
	for (const [name, param] of Object.entries(declared)) {
		if (inPath.has(name)) continue;
		const { members = [], ...rest } = param;
		params.push({ ...rest, name, in: param.type === 'file' ? 'part' : place, required: param.required ?? false });
		for (const member of members) params.push({ name: `${name}.${member}`, in: place, type: 'json', required: false });
	}
	const statuses = call.statuses ?? [200];
	return {
		id: call.id,
		service: 'field',
		method,
		path,
		auth: ticket ? { kind: 'ticket' } : { kind: 'none' },
		params,
		body,
		reply: { ...call.reply, statuses: ticket && !statuses.includes(401) ? [...statuses, 401] : statuses },
		...(call.paged === undefined ? {} : { page: offsetPage(place, call.paged) }),
		source: `${FIELD_DOCUMENT}, line ${call.line}`,
		evidence: 'stated',
		...(call.notes ? { notes: call.notes } : {}),
	};
}

function offsetPage(place: 'query' | 'form', paged: true | number): ContractPage {
	return { style: 'offset', in: place, limit: 'limit', offset: 'offset', ...(paged === true ? {} : { defaultLimit: paged }) };
}

function splitHeading(heading: `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`): [Contract['method'], string] {
	const path = heading.slice(heading.indexOf(' ') + 1);
	if (heading.startsWith('GET ')) return ['GET', path];
	if (heading.startsWith('PUT ')) return ['PUT', path];
	if (heading.startsWith('DELETE ')) return ['DELETE', path];
	return ['POST', path];
}
