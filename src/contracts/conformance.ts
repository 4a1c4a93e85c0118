import type { Contract, ContractParam } from './contract';
import { mediaType, type WireRequest } from './wire';

/** A contract that a request was matched to, with the decoded path segments by name. */
export interface ContractMatch {
	readonly contract: Contract;
	readonly path: Readonly<Record<string, string>>;
}

/**
 * The contracts a request may mean, all equally literal: a document may describe two calls on one verb and
 * path that differ in their bodies only, such as the grants of an OAuth token endpoint.
 *
 * @param pathname still percent-encoded; each placeholder takes exactly one segment
 */
export function findContracts(contracts: readonly Contract[], method: string, pathname: string): readonly ContractMatch[] {
	const segments = pathname.split('/').slice(1);
	let best: { readonly rank: string; readonly matches: ContractMatch[] } | undefined;
	for (const contract of contracts) {
		if (contract.method !== method) continue;
		for (const pattern of patternsOf(contract.path)) {
			const path = matchSegments(pattern, segments);
			if (path === undefined) continue;
			const rank = rankOf(pattern);
			if (best === undefined || rank > best.rank) best = { rank, matches: [{ contract, path }] };
			else if (rank === best.rank) best.matches.push({ contract, path });
		}
	}
	return best?.matches ?? [];
}

/** The first of {@link findContracts}, or undefined where no document knows the call. */
export function findContract(contracts: readonly Contract[], method: string, pathname: string): ContractMatch | undefined {
	return findContracts(contracts, method, pathname)[0];
}

/** Whether some contract has this path under another verb, which decides between 404 and 405. */
export function knowsPath(contracts: readonly Contract[], pathname: string): boolean {
	return contracts.some((contract) => findContract([contract], contract.method, pathname) !== undefined);
}

/**
 * Everything in which a request departs from its contract, in words; empty when it is as documented.
 *
 * Values are never repeated in the words: a request may carry secrets.
 */
export function violations(contract: Contract, request: WireRequest, path: Readonly<Record<string, string>> = {}): string[] {
	return [
		...pathViolations(contract, path),
		...queryViolations(contract, request),
		...headerViolations(contract, request),
		...bodyViolations(contract, request),
		...pageViolations(contract, request),
	];
}

// Routing ---------------------------------------------------------------------------------------------------

interface Segment {
	readonly literal: boolean;
	readonly pattern: RegExp;
	readonly names: readonly string[];
}

const compiled = new Map<string, readonly (readonly Segment[])[]>();

function patternsOf(template: string): readonly (readonly Segment[])[] {
	let patterns = compiled.get(template);
	if (patterns === undefined) {
		patterns = variantsOf(template).map((variant) => variant.split('/').slice(1).map(segmentOf));
		compiled.set(template, patterns);
	}
	return patterns;
}

/** `/a[/{b}[/{c}]]` stands for `/a`, `/a/{b}` and `/a/{b}/{c}`. */
function variantsOf(template: string): string[] {
	const [first = '', ...rest] = template.replace(/\]+$/, '').split('[/');
	const variants = [first];
	for (const piece of rest) variants.push(`${variants[variants.length - 1] ?? ''}/${piece}`);
	return variants;
}

function segmentOf(text: string): Segment {
	const names: string[] = [];
	const source = text
		.split(/(\{[^}]+\})/)
		.map((piece) => {
			if (!piece.startsWith('{')) return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
			names.push(piece.slice(1, -1));
			return '(.+?)';
		})
		.join('');
	return { literal: names.length === 0, pattern: new RegExp(`^${source}$`, 's'), names };
}

/** Compares as text: at the first difference the more literal segment wins. */
function rankOf(pattern: readonly Segment[]): string {
	return pattern.map((segment) => (segment.literal ? '2' : segment.pattern.source === '^(.+?)$' ? '0' : '1')).join('');
}

function matchSegments(pattern: readonly Segment[], segments: readonly string[]): Record<string, string> | undefined {
	if (pattern.length !== segments.length) return undefined;
	const path: Record<string, string> = {};
	for (const [index, segment] of pattern.entries()) {
		const decoded = decodeSegment(segments[index] ?? '');
		const found = decoded === undefined ? null : segment.pattern.exec(decoded);
		if (found === null) return undefined;
		for (const [at, name] of segment.names.entries()) path[name] = found[at + 1] ?? '';
	}
	return path;
}

function decodeSegment(segment: string): string | undefined {
	try {
		return decodeURIComponent(segment);
	} catch {
		return undefined;
	}
}

// Path, query, headers ---------------------------------------------------------------------------------------

function paramsIn(contract: Contract, place: ContractParam['in']): readonly ContractParam[] {
	return contract.params.filter((param) => param.in === place);
}

function pathViolations(contract: Contract, path: Readonly<Record<string, string>>): string[] {
	return paramsIn(contract, 'path').flatMap((param) => {
		const text = path[param.name];
		return text === undefined ? [] : textViolations(param, text, `path ${param.name}`);
	});
}

function queryViolations(contract: Contract, request: WireRequest): string[] {
	const implied = contract.page?.in === 'query' ? pageNames(contract) : [];
	const params = paramsIn(contract, 'query');
	return namedTextViolations(contract, params, params, request.query, 'query', implied);
}

function pageNames(contract: Contract): string[] {
	return [contract.page?.limit, contract.page?.offset, contract.page?.cursor].filter((name) => name !== undefined);
}

function namedTextViolations(
	contract: Contract,
	fields: readonly ContractParam[],
	params: readonly ContractParam[],
	values: URLSearchParams,
	place: string,
	implied: readonly string[],
): string[] {
	const found: string[] = [];
	// A ticket is an ordinary parameter that the document repeats in every list; whether it is valid is for sign-in to say.
	const known = contract.auth.kind === 'ticket' ? [...implied, 'ticket'] : implied;
	for (const name of new Set(values.keys())) {
		const param = fields.find((one) => one.name === name) ?? fields.find((one) => one.type === 'object' && name.startsWith(`${one.name}[`));
		if (param === undefined) {
			if (!known.includes(name)) found.push(`${place} ${name} is not documented`);
			continue;
		}
		found.push(...severalTextViolations(param, params, values.getAll(name), `${place} ${name}`));
	}
	for (const param of fields) {
		if (param.required && !values.has(param.name)) found.push(`${place} ${param.name} is missing`);
	}
	return found;
}

function severalTextViolations(param: ContractParam, params: readonly ContractParam[], texts: readonly string[], label: string): string[] {
	if (texts.length > 1 && param.list !== 'repeat' && param.type !== 'object') return [`${label} is given more than once`];
	const found: string[] = [];
	for (const text of texts) {
		if (param.list === 'json' || param.type === 'json') {
			const value = parseJson(text);
			if (value === undefined) found.push(`${label} is not JSON`);
			else found.push(...valueViolations(param, childrenOf(params, param.name), value, label));
		} else if (param.list === 'comma') {
			if (text !== '') for (const piece of text.split(',')) found.push(...textViolations(param, piece, label));
		} else if (param.type !== 'object') {
			found.push(...textViolations(param, text, label));
		}
	}
	return [...new Set(found)];
}

/**
 * Headers of HTTP itself, of browsers and of tracing say nothing about a call; every other one must be documented.
 */
const ordinaryHeader =
	/^(accept|accept-.+|authorization|cache-control|connection|content-.+|cookie|date|dnt|expect|forwarded|from|host|if-.+|keep-alive|origin|pragma|priority|proxy-.+|range|referer|sec-.+|te|trailer|transfer-encoding|upgrade|upgrade-insecure-requests|user-agent|via|baggage|sentry-trace|traceparent|tracestate)$/;

function headerViolations(contract: Contract, request: WireRequest): string[] {
	const found: string[] = [];
	const params = paramsIn(contract, 'header');
	for (const [name, text] of Object.entries(request.headers)) {
		const param = params.find((one) => one.name.toLowerCase() === name);
		if (param !== undefined) found.push(...textViolations(param, text, `header ${param.name}`));
		else if (!ordinaryHeader.test(name)) found.push(`header ${name} is not documented`);
	}
	for (const param of params) {
		if (param.required && request.headers[param.name.toLowerCase()] === undefined) found.push(`header ${param.name} is missing`);
	}
	if (contract.auth.kind === 'signed-url' && request.headers['authorization'] !== undefined) {
		found.push('a credential was sent to a signed URL');
	}
	return found;
}

// Text values --------------------------------------------------------------------------------------------------

const day = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const moment = String.raw`${day}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})`;
const isDay = new RegExp(`^${day}$`);
const isMoment = new RegExp(`^${moment}$`);
const isRange = new RegExp(`^(?:(?:${day}|${moment})|(?:(?:${day}|${moment})\\.\\.(?:${day}|${moment})?)|(?:\\.\\.(?:${day}|${moment})))$`);

function textViolations(param: ContractParam, text: string, label: string): string[] {
	switch (param.type) {
		case 'integer':
			return /^-?\d+$/.test(text) ? scalarViolations(param, Number(text), label) : [`${label} is not an integer`];
		case 'number':
			return text.trim() !== '' && Number.isFinite(Number(text)) ? scalarViolations(param, Number(text), label) : [`${label} is not a number`];
		case 'boolean':
			return text === 'true' || text === 'false' ? [] : [`${label} is not true or false`];
		case 'json':
			return parseJson(text) === undefined ? [`${label} is not JSON`] : [];
		case 'file':
			return [`${label} is a file and cannot be sent as text`];
		case 'array':
		case 'object':
			return param.values === undefined || param.values.map(String).includes(text) ? [] : [`${label} is not one of the documented values`];
		default:
			return scalarViolations(param, text, label);
	}
}

function parseJson(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text);
		return value;
	} catch {
		return undefined;
	}
}

/** Checks one string, number or boolean by kind, documented values and limits. */
function scalarViolations(param: ContractParam, value: string | number | boolean, label: string): string[] {
	const found: string[] = [];
	if (param.type === 'date' && !(typeof value === 'string' && isDay.test(value))) found.push(`${label} is not a date (YYYY-MM-DD)`);
	if (param.type === 'date-time' && !(typeof value === 'string' && isMoment.test(value))) found.push(`${label} is not a date-time (RFC 3339)`);
	if (param.type === 'range' && !(typeof value === 'string' && isRange.test(value))) found.push(`${label} is not a range (a..b, a.., ..b)`);
	if (param.values !== undefined && !param.values.some((allowed) => allowed === value || String(allowed) === value)) {
		found.push(`${label} is not one of the documented values`);
	}
	const size = typeof value === 'string' ? [...value].length : typeof value === 'number' ? value : undefined;
	if (size !== undefined) found.push(...sizeViolations(param, size, label));
	if (typeof value === 'string' && param.maxLength !== undefined && [...value].length > param.maxLength) {
		found.push(`${label} is longer than ${param.maxLength} characters`);
	}
	return found;
}

function sizeViolations(param: ContractParam, size: number, label: string): string[] {
	if (param.min !== undefined && size < param.min) return [`${label} is below the minimum of ${param.min}`];
	if (param.max !== undefined && size > param.max) return [`${label} is above the maximum of ${param.max}`];
	return [];
}

// Bodies -------------------------------------------------------------------------------------------------------

function bodyViolations(contract: Contract, request: WireRequest): string[] {
	if (request.malformed !== undefined) return [request.malformed];
	const media = mediaType(request.headers);
	const sent = request.bytes.length > 0;
	const inBody = paramsIn(contract, 'body');
	switch (contract.body) {
		case 'none':
			return sent ? ['a body was sent where none is documented'] : [];
		case 'json':
		case 'json-api':
		case 'json-values':
		case 'json-rows':
		case 'json-keyed': {
			const wanted = contract.body === 'json-api' ? 'application/vnd.api+json' : 'application/json';
			if (sent && media !== wanted) return [`content type is not ${wanted}`];
			if (!sent) return requiredViolations(inBody, {}, '', 'body ');
			return jsonViolations(contract, inBody, request.json);
		}
		case 'form':
			if (sent && media !== 'application/x-www-form-urlencoded') return ['content type is not application/x-www-form-urlencoded'];
			return formViolations(contract, request);
		case 'multipart':
			if (media !== 'multipart/form-data') return ['content type is not multipart/form-data'];
			return [...formViolations(contract, request), ...partViolations(contract, request)];
		case 'binary':
			return [];
	}
}

function formViolations(contract: Contract, request: WireRequest): string[] {
	const params = paramsIn(contract, 'form');
	// Members of JSON inside a field are documented with dotted names; on the wire they are no fields of their own.
	const fields = params.filter((param) => !params.some((other) => param.name.startsWith(`${other.name}.`)));
	const implied = contract.page?.in === 'form' ? pageNames(contract) : [];
	return namedTextViolations(contract, fields, params, request.form, 'form', implied);
}

function partViolations(contract: Contract, request: WireRequest): string[] {
	const params = paramsIn(contract, 'part');
	const found: string[] = [];
	for (const [name, file] of request.parts) {
		const param = params.find((one) => one.name === name);
		if (param === undefined) found.push(`part ${name} is not documented`);
		else found.push(...sizeViolations(param, file.bytes.length, `part ${name}`));
	}
	for (const param of params) {
		if (param.required && !request.parts.has(param.name)) found.push(`part ${param.name} is missing`);
	}
	return found;
}

function jsonViolations(contract: Contract, params: readonly ContractParam[], body: unknown): string[] {
	if (contract.body === 'json-values') {
		if (!Array.isArray(body)) return ['the body is not an array'];
		const [param] = params;
		if (param === undefined) return [];
		return valueViolations({ ...param, type: 'array' }, [], body, 'body');
	}
	if (contract.body === 'json-rows') {
		if (!Array.isArray(body)) return ['the body is not an array'];
		const rows: readonly unknown[] = body;
		return [...new Set(rows.flatMap((row) => memberViolations(params, params, row, '', 'body ')))];
	}
	if (contract.body === 'json-keyed') {
		if (!isRecord(body)) return ['the body is not an object'];
		return [...new Set(Object.values(body).flatMap((row) => memberViolations(params, params, row, '', 'body ')))];
	}
	return memberViolations(params, impliedPage(contract, params), body, '', 'body ');
}

function impliedPage(contract: Contract, params: readonly ContractParam[]): readonly ContractParam[] {
	if (contract.page?.in !== 'body') return params;
	const missing = pageNames(contract).filter((name) => !params.some((param) => param.name === name));
	return [...params, ...missing.map((name): ContractParam => ({ name, in: 'body', type: 'json', required: false }))];
}

/** Params below `parent`, named from it: `a.b.c` below `a` is `b.c`. */
function childrenOf(params: readonly ContractParam[], parent: string): readonly ContractParam[] {
	const head = `${parent}.`;
	return params.filter((param) => param.name.startsWith(head)).map((param) => ({ ...param, name: param.name.slice(head.length) }));
}

function memberViolations(
	required: readonly ContractParam[],
	params: readonly ContractParam[],
	value: unknown,
	parent: string,
	place: string,
): string[] {
	const label = parent === '' ? 'the body' : `${place}${parent}`;
	if (!isRecord(value)) return [`${label} is not an object`];
	const found = requiredViolations(required, value, parent, place);
	for (const [name, member] of Object.entries(value)) {
		const param = params.find((one) => one.name === name);
		const children = childrenOf(params, name);
		const full = parent === '' ? name : `${parent}.${name}`;
		if (param === undefined && children.length === 0) found.push(`${place}${full} is not documented`);
		else if (param === undefined) found.push(...nestedViolations(children, member, full, place));
		else found.push(...valueViolations(param, children, member, `${place}${full}`));
	}
	return found;
}

/** A required member counts where its parent is present, or where nothing documents the parent itself as optional. */
function requiredViolations(params: readonly ContractParam[], value: Record<string, unknown>, parent: string, place: string): string[] {
	return params.flatMap((param) => {
		if (!param.required) return [];
		const [head = '', ...rest] = param.name.split('.');
		if (value[head] !== undefined) return [];
		if (rest.length > 0 && params.some((one) => param.name.startsWith(`${one.name}.`))) return [];
		return [`${place}${parent === '' ? '' : `${parent}.`}${param.name} is missing`];
	});
}

function nestedViolations(children: readonly ContractParam[], value: unknown, parent: string, place: string): string[] {
	if (Array.isArray(value)) {
		const rows: readonly unknown[] = value;
		return [...new Set(rows.flatMap((row) => memberViolations(children, children, row, parent, place)))];
	}
	return memberViolations(children, children, value, parent, place);
}

/** Checks a parsed JSON value and, where members are documented, everything inside it. */
function valueViolations(param: ContractParam, children: readonly ContractParam[], value: unknown, label: string): string[] {
	if (value === null) return param.nullable === true || param.type === 'json' ? [] : [`${label} is null`];
	switch (param.type) {
		case 'json':
			if (param.list === 'json' && !Array.isArray(value)) return [`${label} is not an array`];
			return children.length === 0 ? [] : nestedViolations(children, value, label, '');
		case 'object':
			if (!isRecord(value)) return [`${label} is not an object`];
			return children.length === 0 ? [] : nestedViolations(children, value, label, '');
		case 'array': {
			if (!Array.isArray(value)) return [`${label} is not an array`];
			const rows: readonly unknown[] = value;
			const found = sizeViolations(param, rows.length, label);
			if (children.length > 0) found.push(...nestedViolations(children, rows, label, ''));
			const { values } = param;
			if (values !== undefined && rows.some((row) => !values.some((allowed) => allowed === row))) {
				found.push(`${label} holds a value that is not documented`);
			}
			return found;
		}
		case 'integer':
			return Number.isInteger(value) && typeof value === 'number' ? scalarViolations(param, value, label) : [`${label} is not an integer`];
		case 'number':
			return typeof value === 'number' ? scalarViolations(param, value, label) : [`${label} is not a number`];
		case 'boolean':
			return typeof value === 'boolean' ? [] : [`${label} is not a boolean`];
		case 'enum':
			if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [`${label} is not one of the documented values`];
			return scalarViolations(param, value, label);
		case 'file':
			return [`${label} is a file and cannot be sent as JSON`];
		default:
			return typeof value === 'string' ? scalarViolations(param, value, label) : [`${label} is not a string`];
	}
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Paging ---------------------------------------------------------------------------------------------------------

function pageViolations(contract: Contract, request: WireRequest): string[] {
	const { page } = contract;
	if (page?.limit === undefined || page.maxLimit === undefined) return [];
	const given = page.in === 'query' ? request.query.get(page.limit) : page.in === 'form' ? request.form.get(page.limit) : bodyMember(request.json, page.limit);
	return given !== null && given !== undefined && Number(given) > page.maxLimit ? [`page size is above the maximum of ${page.maxLimit}`] : [];
}

function bodyMember(body: unknown, name: string): unknown {
	return name.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), body);
}
