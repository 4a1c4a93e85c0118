import { Readable } from 'node:stream';
import { cintoo } from '../../../src/catalog/cintoo';
import { readFailure, remedy } from '../../../src/catalog/cintoo/failure';
import { operationsOf, type Fields, type Input, type Json, type JsonObject } from '../../../src/catalog/vocabulary';
import { Client } from '../../../src/core/client';
import type { HttpResponse } from '../../../src/core/ports';
import { bearer, ports } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const operations = operationsOf(cintoo);

/** A client whose service always answers the same. */
function answering(status: number, body: Json | undefined): Client {
	const reply: HttpResponse = { status, headers: body === undefined ? {} : { 'content-type': 'application/json' }, body: body === undefined ? '' : JSON.stringify(body) };
	return new Client({ service: cintoo, services: [cintoo], origin: 'https://cintoo.example', ports: ports(bearer('secret'), { send: async (request) => (request.expect === 'stream' ? { ...reply, body: Readable.from([reply.body]) } : reply) }) });
}

async function outputs(client: Client, id: string, input: Input): Promise<readonly JsonObject[]> {
	const entry = operations.get(`cintoo.${id}`);
	if (!entry) throw new Error(`There is no operation cintoo.${id}.`);
	return (await client.run(entry.operation, input)).map(({ json }) => json);
}

const P = { accountRef: 'urn:cintoo:account:a', projectRef: 'urn:cintoo:project:p' };
const deleted = (id: string): JsonObject => ({ id, modificationInfo: { isDeleted: true } });

describe('what an operation gives back', () => {
	it.each<readonly [string, string, Input, number, Json | undefined, readonly Json[]]>([
		['an empty list gives nothing', 'account.getMany', {}, 200, [], []],
		['a list gives one output each', 'account.getMany', {}, 200, [{ id: 'a' }, { id: 'b' }], [{ id: 'a' }, { id: 'b' }]],
		['regions are those of the account', 'account.getRegions', P, 200, { id: 'a', regions: [{ id: 'default' }] }, [{ id: 'default' }]],
		['the session', 'account.checkSession', {}, 200, { success: true }, [{ success: true }]],
		['an empty body of an invitation', 'user.invite', { ...P, users: [{ email: 'a@b.example' }] }, 201, undefined, [{ receipt: { done: 'sent' }, success: true }]],
		['an empty body of a removal', 'user.remove', { ...P, users: ['urn:cintoo:user:u'] }, 204, undefined, [{ receipt: { done: 'removed' }, deleted: true }]],
		['an empty body of a role change', 'user.updateRoles', { ...P, userRef: 'urn:cintoo:user:u', roles: null }, 204, undefined, [{ receipt: { done: 'updated' }, success: true }]],
		['deleted projects stay away', 'project.getMany', P, 200, [deleted('x'), { id: 'y', modificationInfo: { isDeleted: false } }, { id: 'z' }], [{ id: 'y', modificationInfo: { isDeleted: false } }, { id: 'z' }]],
		['deleted work zones stay away', 'workzone.getMany', P, 200, [deleted('x'), { id: 'y' }], [{ id: 'y' }]],
		['deleted projects on request', 'project.getMany', { ...P, includeDeleted: 'true' }, 200, [deleted('x')], [deleted('x')]],
		['what was created, by id and number', 'annotation.create', { ...P, workzoneId: 'urn:cintoo:workzone:w', title: 't', description: 'd', position: { x: 0, y: 0, z: 0 } }, 201, { id: 'n', number: 7 }, [{ receipt: { done: 'created', id: 'n', number: 7 }, id: 'n', number: 7 }]],
		['tags since a version, deleted ones too', 'tag.getMany', { ...P, tagListRef: 'urn:cintoo:tag-list:t', afterVersion: 3 }, 200, [{ id: 'a', isDeleted: true }], [{ id: 'a', isDeleted: true }]],
		['a group, as one document has it', 'group.removeUsers', { ...P, groupRef: 'urn:cintoo:group:g', users: ['urn:cintoo:user:u'] }, 200, { id: 'g' }, [{ receipt: { done: 'removed' }, id: 'g' }]],
		['a list of groups, as the other has it', 'group.removeUsers', { ...P, groupRef: 'urn:cintoo:group:g', users: ['urn:cintoo:user:u'] }, 200, [{ id: 'g' }], [{ receipt: { done: 'removed' }, value: [{ id: 'g' }] }]],
		['hubs of Konekt', 'konektHub.getMany', P, 200, { konekt: [{ id: 'h' }] }, [{ id: 'h' }]],
		['no hubs at all', 'konektHub.getMany', P, 200, { konekt: null }, []],
		['a link for a person to open', 'autodeskConnection.getSignInLink', { redirectUri: 'https://a.example/?b=c' }, 200, {}, [{ url: 'https://cintoo.example/api/2/integrations/autodesk/connection/url?redirectUri=https%3A%2F%2Fa.example%2F%3Fb%3Dc' }]],
	])('%s', async (_, id, input, status, reply, expected) => {
		expect(await outputs(answering(status, reply), id, input)).toEqual(expected);
	});
});

it('does not pass over a file of which the service names no bytes', async () => {
	const listed = answering(200, [{ id: 'urn:cintoo:file:f', type: 'scan', name: 'Position 14' }]);
	expect((await failureFrom(outputs(listed, 'file.downloadAll', { ...P, category: ['scan'] }))).message).toContain('names no blob for "Position 14"');
});

describe('the words of a failure', () => {
	it.each<readonly [string, Json | string, object]>([
		['API 2', { status: 403, title: 'Forbidden', detail: 'No.', errorCode: 'delete-project-forbidden', errorValues: { requiredPermissions: ['a', 'b'] } }, { words: 'No.', code: 'delete-project-forbidden', permissions: ['a', 'b'] }],
		['API 2 without details', { status: 400, title: 'Bad Request' }, { words: 'Bad Request', code: undefined }],
		['removal of members', { status: 403, type: 'Cannot remove group(s).' }, { words: 'Cannot remove group(s).', code: undefined }],
		['API 1', { code: '401', message: 'Unauthorized' }, { words: 'Unauthorized', code: '401' }],
		['text', 'Bad Gateway', { words: 'Bad Gateway' }],
		['nothing', '', {}],
		['a list', [1], {}],
	])('%s', (_, body, words) => {
		expect(readFailure(body)).toEqual(words);
	});

	it('come with help where the code allows it', () => {
		expect(remedy(400, { code: 'capacity-exceeded-scan' })).toContain('subscription is full');
		expect(remedy(400, { code: 'invalid-tag-list-urn' })).toContain('another kind');
		expect(remedy(403, { code: 'deleted-workzone' })).toContain('deleted');
		expect(remedy(404, { code: 'annotation-not-found' })).toBeUndefined();
		expect(remedy(410, {})).toBeUndefined();
	});
});

describe('the catalog of Cintoo', () => {
	const fieldsOf = (fields: Fields): readonly (readonly [string, Fields[string]])[] => Object.entries(fields).flatMap(([key, field]) => [[key, field] as const, ...('fields' in field ? fieldsOf(field.fields) : [])]);
	const resources = new Map(cintoo.resources.map((resource) => [resource.id, resource]));

	it('refers only to resources that can be looked up', () => {
		const targets = [...operations.values()].flatMap(({ operation }) => fieldsOf(operation.input).flatMap(([, field]) => ('to' in field ? [field.to] : [])));
		expect([...new Set(targets)].filter((id) => resources.get(id)?.lookup === undefined)).toEqual([]);
	});

	it('names parents the same everywhere, so that a look-up finds them', () => {
		const lost = [...operations].flatMap(([id, { operation }]) =>
			fieldsOf(operation.input).flatMap(([key, field]) => ('to' in field ? (resources.get(field.to)?.lookup?.within ?? []).filter((parent) => !(parent in operation.input)).map((parent) => `${id} ${key} wants ${parent}`) : [])),
		);
		expect(lost).toEqual([]);
		for (const { lookup, changes } of resources.values()) for (const key of [...(lookup?.within ?? []).map((one) => one in (lookup?.list.input ?? {})), ...(changes?.within ?? []).map((one) => one in (changes?.list.input ?? {}))]) expect(key).toBe(true);
	});

	it('puts every resource into an area, and confirms every deletion', () => {
		expect(cintoo.resources.filter(({ area }) => !cintoo.areas.some(({ id }) => id === area))).toEqual([]);
		const silent = [...operations].filter(([, { operation }]) => (operation.receipt?.done === 'deleted' || operation.receipt?.done === 'removed') && operation.destructive !== true);
		expect(silent.map(([id]) => id)).toEqual([]);
		const within = [...operations].filter(([, { operation }]) => !operation.hidden && ('delete' in operation.input || / is erased/.test(operation.description)));
		expect(within.map(([id]) => id)).toEqual(expect.arrayContaining(['cintoo.tagList.replaceMany', 'cintoo.tag.bulk', 'cintoo.v1TagList.update']));
		expect(within.filter(([, { operation }]) => operation.destructive !== true).map(([id]) => id)).toEqual([]);
	});

	it('gives a receipt for every write', () => {
		const reads = /^(sign|get|list|download|register|check|authorize)/;
		const writes = [...operations].filter(([, { name, operation }]) => operation.call && operation.call.method !== 'GET' && !reads.test(name));
		expect(writes.filter(([, { operation }]) => operation.receipt === undefined).map(([id]) => id)).toEqual([]);
	});

	it('knows what an id looks like and what is a name', () => {
		const { idPattern } = resources.get('cintoo.project')?.lookup ?? {};
		for (const id of ['urn:cintoo:project:156fff1a-0ef7-4335-891a-627928a19e29', '156fff1a-0ef7-4335-891a-627928a19e29', '42']) expect(idPattern?.test(id)).toBe(true);
		for (const name of ['Harbor Tower', 'a@b.example', 'Roof']) expect(idPattern?.test(name)).toBe(false);
	});
});
