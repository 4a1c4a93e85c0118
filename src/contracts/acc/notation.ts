import type { Contract, ContractAuth, ContractPage, ContractParam, ContractReply } from '../contract';

/**
 * The short notation in which the ACC contracts are written down. The document repeats itself a lot: the
 * segments of a path are always required strings, a family pages and names its headers in one way.
 */

/** What is left to say of a call once its name, verb, path and place in the document are given. */
export interface CallDetails {
	readonly auth: ContractAuth;
	readonly params?: readonly ContractParam[];
	readonly body?: Contract['body'];
	readonly reply: ContractReply;
	readonly page?: ContractPage;
	readonly notes?: readonly string[];
}

type ParamDetails = Omit<ContractParam, 'name' | 'in' | 'type' | 'required'> & { readonly required?: boolean };

/** A call of the API reference, with the line of the document where it begins. */
export function stated(
	id: string,
	method: Contract['method'],
	path: string,
	line: number,
	details: CallDetails,
): Contract {
	return contract(id, method, path, details, `Autodesk Construction Cloud APIs, API Reference, line ${line}`, 'stated');
}

/** A call that the API reference only refers to; `source` names the vendor's own description of it. */
export function referenced(
	id: string,
	method: Contract['method'],
	path: string,
	source: string,
	details: CallDetails,
): Contract {
	return contract(id, method, path, details, source, 'reference');
}

function contract(
	id: string,
	method: Contract['method'],
	path: string,
	details: CallDetails,
	source: string,
	evidence: Contract['evidence'],
): Contract {
	const said = details.params ?? [];
	const segments = [...path.matchAll(/\{([^}]+)\}/g)]
		.map((match) => match[1] ?? '')
		.filter((name) => !said.some((param) => param.in === 'path' && param.name === name))
		.map((name): ContractParam => ({ name, in: 'path', type: 'string', required: true }));
	return {
		id,
		service: 'acc',
		method,
		path,
		auth: details.auth,
		params: [...segments, ...said],
		body: details.body ?? 'none',
		reply: details.reply,
		...(details.page === undefined ? {} : { page: details.page }),
		source,
		evidence,
		...(details.notes === undefined ? {} : { notes: details.notes }),
	};
}

function param(place: ContractParam['in']) {
	return (name: string, type: ContractParam['type'] = 'string', details: ParamDetails = {}): ContractParam => ({
		name,
		in: place,
		type,
		...details,
		required: details.required ?? false,
	});
}

export const segment = param('path');
export const query = param('query');
export const header = param('header');
export const inBody = param('body');
export const field = param('form');

/** Several values in one parameter, separated by commas. */
export function commas(name: string, details: ParamDetails = {}): ContractParam {
	return query(name, 'array', { list: 'comma', ...details });
}

/** Several values by repeating the parameter. */
export function repeated(name: string, details: ParamDetails = {}): ContractParam {
	return query(name, 'array', { list: 'repeat', ...details });
}

/** The value of a sort that is written `name`, `name asc` or `name desc`. */
export function ordered(names: readonly string[]): readonly string[] {
	return names.flatMap((name) => [name, `${name} asc`, `${name} desc`]);
}

/** A list of names as it reads in the document, separated by white space. */
export function words(text: string): readonly string[] {
	return text.split(/\s+/).filter((word) => word !== '');
}

/** The token of a signed-in person ("user context required", or "3-legged"). */
export function byUser(...scopes: readonly string[]): ContractAuth {
	return { kind: 'bearer', context: 'user', scopes };
}

/** The application's own token, and no other ("app only", or "2-legged"). */
export function byApp(...scopes: readonly string[]): ContractAuth {
	return { kind: 'bearer', context: 'app', scopes };
}

/** A person's token, or the application's ("user context optional"). */
export function byEither(...scopes: readonly string[]): ContractAuth {
	return { kind: 'bearer', context: 'either', scopes };
}

/** A person's token, or the application's together with the header that names a person. */
export function byEitherActing(...scopes: readonly string[]): ContractAuth {
	return { kind: 'bearer', context: 'either', scopes, acting: true };
}

/** Codes that the calls of a family share. */
export function reply(
	kind: ContractReply['kind'],
	statuses: readonly number[],
	fields?: readonly string[],
	items?: string,
): ContractReply {
	return {
		statuses,
		kind,
		...(items === undefined ? {} : { items }),
		...(fields === undefined ? {} : { fields }),
	};
}

/** `limit` and `offset` as query parameters, the total in the reply's `pagination`. */
export function offsetPage(limits: {
	readonly default?: number;
	readonly max?: number;
	readonly total?: string;
	readonly next?: string;
}): ContractPage {
	return {
		style: 'offset',
		in: 'query',
		limit: 'limit',
		offset: 'offset',
		total: limits.total ?? 'pagination.totalResults',
		...(limits.default === undefined ? {} : { defaultLimit: limits.default }),
		...(limits.max === undefined ? {} : { maxLimit: limits.max }),
		...(limits.next === undefined ? {} : { next: limits.next }),
	};
}

/**
 * Regions an ACC account can live in. The document names two and points to the vendor's Regions page for
 * the rest; the list is the one of the vendor's OpenAPI descriptions (aps-sdk-openapi, Issues and accountadmin).
 */
export const REGIONS: readonly string[] = ['US', 'EMEA', 'AUS', 'CAN', 'DEU', 'IND', 'JPN', 'GBR'];

/** Account administration names its routing header `Region` (line 25). */
export const region = header('Region', 'enum', { values: REGIONS });

/** Issues and naming standards name it `x-ads-region` (line 7828). */
export const adsRegion = header('x-ads-region', 'enum', { values: REGIONS });

/** The person an application's token acts for, in account administration (lines 29-35). */
export const adminUser = header('User-Id', 'string', { note: 'ACC id or Autodesk ID' });

/** The person an application's token acts for, elsewhere. */
export const actingUser = header('x-user-id', 'string', { note: 'Autodesk ID' });
