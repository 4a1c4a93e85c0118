import { operationsOf, type AnyOperation, type Input, type Service } from '../catalog/vocabulary';
import { AecError, InputError } from '../core/errors';
import { redactText } from '../core/redact';
import { accountOf } from './account';
import { editorTable } from './editor-table';
import type { NodeRed, RouteHandler, RouteRequest, RouteResponse } from './node-red';

export const readPermission = 'aec-nodes.read';
export const writePermission = 'aec-nodes.write';

/** Longest text a route takes as one value, in characters. */
const longestValue = 2048;

/** A route that answers with JSON; what fails is told as `{ message, remedy }`, without secrets. */
export function answering(work: (request: RouteRequest) => unknown): RouteHandler {
	return (request, response) => {
		Promise.resolve()
			.then(async () => await work(request))
			.then(
				(body) => response.set({ 'cache-control': 'no-store' }).json(body),
				(error: unknown) => refuse(response, error),
			);
	};
}

function refuse(response: RouteResponse, error: unknown): void {
	if (error instanceof AecError) {
		response.status(statusOf(error)).json({ message: error.message, ...(error.facts.remedy === undefined ? {} : { remedy: error.facts.remedy }) });
		return;
	}
	response.status(500).json({ message: redactText(error instanceof Error ? error.message : 'It failed.') });
}

/** Never 401: the editor would take it for its own login having ended. */
function statusOf(error: AecError): number {
	if (error.kind === 'input') return 400;
	if (error.kind === 'not-found') return 404;
	return error.kind === 'sign-in' || error.kind === 'permission' ? 409 : 502;
}

/** The routes the dialogs read from: the catalog, lists to pick from, fields of a project, and whether an account works. */
export function registerReading(red: NodeRed, services: readonly Service[]): void {
	const permitted = red.auth.needsPermission(readPermission);

	red.httpAdmin.get('/aec-nodes/catalog/:service', permitted, answering(({ params }) => editorTable(serviceOf(services, params.service))));

	red.httpAdmin.get('/aec-nodes/check/:account', permitted, answering(async ({ params }) => {
		await accountOf(red, idIn(params.account)).connect().probe();
		return { ok: true };
	}));

	red.httpAdmin.get('/aec-nodes/lookup/:account/:resource', permitted, answering(async ({ params, query }) => {
		const account = accountOf(red, idIn(params.account));
		const resource = account.service.resources.find(({ id }) => id === params.resource);
		if (!resource) throw new InputError(`${account.service.label} has no such list.`, { remedy: 'Choose a connection of the right service.' });
		const { lookup } = resource;
		if (!lookup) throw new InputError(`${resource.plural} cannot be listed.`, { remedy: 'Enter the id.' });
		const parents = inputOf(query, lookup.list, ['q']);
		return { picks: await account.connect().lookup(resource, parents, textIn(query.q) ?? '') };
	}));

	red.httpAdmin.get('/aec-nodes/fields/:account/:operation', permitted, answering(async ({ params, query }) => {
		const account = accountOf(red, idIn(params.account));
		const found = operationsOf(account.service).get(textIn(params.operation) ?? '');
		if (!found) throw new InputError('There is no such action.', { remedy: 'Choose an action in the node.' });
		const key = textIn(query.field) ?? '';
		return { fields: await account.connect().projectFields(found.operation, key, inputOf(query, found.operation, ['field'])) };
	}));
}

export function serviceOf(services: readonly Service[], id: unknown): Service {
	const found = services.find((service) => service.id === id);
	if (!found) throw new InputError('There is no such service.');
	return found;
}

/** References and choices out of a query, by their keys; `key.name` gives a reference by name. Everything else is refused. */
function inputOf(query: Readonly<Record<string, unknown>>, operation: AnyOperation, besides: readonly string[]): Input {
	const input: Record<string, Input[string]> = {};
	for (const [name, given] of Object.entries(query)) {
		// jQuery adds `_` against caches.
		if (besides.includes(name) || name === '_') continue;
		const [key = '', by] = name.split('.');
		const field = Object.hasOwn(operation.input, key) ? operation.input[key] : undefined;
		const value = textIn(given);
		if (!field || value === undefined || (by !== undefined && by !== 'name')) throw new InputError(`${name.slice(0, 40)} is no value this list depends on.`);
		if (value !== '') input[key] = by === 'name' ? { name: value } : value;
	}
	return input;
}

function idIn(given: unknown): string {
	const id = textIn(given);
	if (id === undefined || !/^[\w.-]{1,64}$/.test(id)) throw new InputError('The connection is missing.', { remedy: 'Choose a connection in the node.' });
	return id;
}

/** A text of bearable length; undefined for anything else. */
export function textIn(given: unknown): string | undefined {
	return typeof given === 'string' && given.length <= longestValue ? given : undefined;
}
