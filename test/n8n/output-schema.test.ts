import { Engine, storeFilesOutsideMemory } from './engine';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadOutputSchema } from 'n8n-core';
import type { INodeParameters, INodeType } from 'n8n-workflow';
import { AccOAuth2Api } from '../../credentials/AccOAuth2Api.credentials';
import { Bim360FieldApi } from '../../credentials/Bim360FieldApi.credentials';
import { CintooOAuth2Api } from '../../credentials/CintooOAuth2Api.credentials';
import { AutodeskConstructionCloud } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloud.node';
import { Bim360Field } from '../../nodes/Bim360Field/Bim360Field.node';
import { Cintoo } from '../../nodes/Cintoo/Cintoo.node';
import { isObject, parseJson, textAt, type JsonObject } from '../../src/catalog/vocabulary';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { accountsOf } from './sandbox-accounts';
import { committed, folderOf, nodes, schemasOf, type Known } from './output-schema/schemas';
import { objections } from './output-schema/shape';

/** Operations without a schema, and why. */
const untold: Readonly<Record<string, string>> = {
	'webhook/getMany': 'Nobody has any yet in a fresh sandbox.',
};

/** The schema that n8n finds. */
function found(node: string, resource: string, operation: string): JsonObject {
	const schema = parseJson(JSON.stringify(loadOutputSchema({ nodeDir: join(folderOf(node), '..', '..'), version: 1, resource, operation }) ?? null));
	if (!isObject(schema)) throw new Error(`n8n finds no schema of ${node} ${resource} ${operation}.`);
	return schema;
}

/** Every word of the schemas: names of members, and the words of JSON Schema. */
function words(schema: unknown): readonly string[] {
	if (Array.isArray(schema)) return schema.flatMap(words);
	return isObject(schema) ? Object.entries(schema).flatMap(([key, value]) => [key, ...words(value)]) : [String(schema)];
}

describe.each(nodes)('the output schemas of $folder', ({ folder, service, contracts }) => {
	let known: ReadonlyMap<string, Known>;

	beforeAll(async () => {
		known = await schemasOf(service, contracts);
	}, 300_000);

	test('are what the sandbox and the documents tell now; `node scripts/output-schemas.mjs` writes them anew', () => {
		expect(Object.fromEntries(committed(folder))).toEqual(Object.fromEntries([...known].flatMap(([place, { shape }]) => (shape ? [[place, shape]] : []))));
	});

	test('are there for every operation but those of which nothing is known', () => {
		expect([...known].flatMap(([place, { shape }]) => (shape ? [] : [place])).sort()).toEqual(Object.keys(untold).filter((place) => known.has(place)));
	});

	test('are found by n8n and shown by its editor, which wants an object with members', () => {
		for (const place of committed(folder).keys()) {
			const [resource = '', operation = ''] = place.split('/');
			const { type, properties } = found(folder, resource, operation);
			expect([place, type, Object.keys(isObject(properties) ? properties : {}).length > 0]).toEqual([place, 'object', true]);
		}
	});

	test('hold names and types alone', () => {
		expect([...committed(folder).values()].flatMap(words).filter((word) => !/^\w[\w-]*$/.test(word) || /[\da-f]{12}/i.test(word))).toEqual([]);
	});
});

test('all of them together take little room in the package', () => {
	const all = nodes.flatMap(({ folder }) => [...committed(folder)].map(([place, schema]) => place + JSON.stringify(schema, undefined, '\t')));
	expect(gzipSync(all.join('\n')).length).toBeLessThan(40_000);
});

describe('what n8n’s engine gives', () => {
	let sandbox: Sandbox;
	let engines: Readonly<Record<string, Engine>>;

	beforeAll(async () => {
		await storeFilesOutsideMemory();
		sandbox = await startSandbox();
		const accounts = accountsOf(sandbox);
		const engine = (node: INodeType, credentialType: CintooOAuth2Api | AccOAuth2Api | Bim360FieldApi, credentials: (typeof accounts)['accOAuth2Api']): Engine => new Engine({ node, credentialType, credentials });
		engines = {
			Cintoo: engine(new Cintoo(), new CintooOAuth2Api(), accounts.cintooOAuth2Api),
			AutodeskConstructionCloud: engine(new AutodeskConstructionCloud(), new AccOAuth2Api(), accounts.accOAuth2Api),
			Bim360Field: engine(new Bim360Field(), new Bim360FieldApi(), accounts.bim360FieldApi),
		};
	});
	afterAll(async () => await sandbox.stop());

	const name = (value: string): INodeParameters => ({ __rl: true, mode: 'name', value });
	const id = (value: unknown): INodeParameters => ({ __rl: true, mode: 'id', value: typeof value === 'string' ? value : '' });

	/** Runs the node, holds every item against its schema and gives the items. */
	async function run(node: string, parameters: INodeParameters & { readonly resource: string; readonly operation: string }): Promise<readonly JsonObject[]> {
		const { outputs, error } = (await engines[node]?.run({ parameters: { returnAll: true, ...parameters } })) ?? { outputs: [] };
		if (error) throw new Error(error.message);
		const items = (outputs[0] ?? []).map(({ json }) => parseJson(JSON.stringify(json)) ?? null).filter(isObject);
		expect(items.length).toBeGreaterThan(0);
		const schema = found(node, parameters.resource, parameters.operation);
		expect([...new Set(items.flatMap((item) => objections(schema, item)))]).toEqual([]);
		return items;
	}

	test('of Cintoo is as its schemas say: lists, a record made, changed and deleted', async () => {
		const [account] = await run('Cintoo', { resource: 'account', operation: 'getMany' });
		const accountRef = id(account?.id);
		const projects = await run('Cintoo', { resource: 'project', operation: 'getMany', accountRef });
		const project = projects.find((one) => textAt(one, 'name')?.startsWith('Harbor'));
		const where = { accountRef, projectRef: id(project?.id) };
		const [zone] = await run('Cintoo', { resource: 'workzone', operation: 'getMany', ...where });
		const [made] = await run('Cintoo', { resource: 'annotation', operation: 'create', ...where, workzoneId: id(zone?.id), annotationType: 'Issue', title: 'Crack', description: 'In the wall', position: { value: { x: 1, y: 2, z: 3 } } });
		const annotation = { ...where, annotationRef: id(made?.id) };
		await run('Cintoo', { resource: 'annotation', operation: 'getMany', ...where, options: { includeComments: true, includeAttachments: true } });
		await run('Cintoo', { resource: 'annotation', operation: 'update', ...annotation, updateFields: { dueDate: '2026-12-24T00:00:00', labels: ['wall'] } });
		await run('Cintoo', { resource: 'annotation', operation: 'delete', ...annotation });
	});

	test('of ACC is as its schemas say: lists, an issue, a file', async () => {
		const projectId = name('Harbor Tower (sandbox)');
		await run('AutodeskConstructionCloud', { resource: 'hub', operation: 'getMany' });
		const [issue] = await run('AutodeskConstructionCloud', { resource: 'issue', operation: 'create', projectId, issueSubtypeId: name('Quality > Defect'), title: 'Clash' });
		await run('AutodeskConstructionCloud', { resource: 'issue', operation: 'get', projectId, issueId: id(issue?.id) });
		for (const resource of ['issue', 'issueType', 'asset', 'form', 'location']) await run('AutodeskConstructionCloud', { resource, operation: 'getMany', projectId });
		const photos = await run('AutodeskConstructionCloud', { resource: 'photo', operation: 'search', projectId });
		await run('AutodeskConstructionCloud', { resource: 'photo', operation: 'download', projectId, photoId: id(photos[0]?.id) });
	});

	test('of BIM 360 Field is as its schemas say: lists, issues with fields of the project, a document', async () => {
		const projectId = name('Harbor Tower (sandbox)');
		await run('Bim360Field', { resource: 'project', operation: 'getMany' });
		const [issue] = await run('Bim360Field', { resource: 'issue', operation: 'getMany', projectId });
		await run('Bim360Field', { resource: 'issue', operation: 'update', projectId, issueId: id(issue?.id), fields: { mappingMode: 'defineBelow', value: { 'f--status': 'Closed' } } });
		for (const resource of ['user', 'area', 'company', 'checklist', 'task', 'document']) await run('Bim360Field', { resource, operation: 'getMany', projectId });
		const [document] = await run('Bim360Field', { resource: 'document', operation: 'getMany', projectId });
		await run('Bim360Field', { resource: 'document', operation: 'download', projectId, documentId: id(document?.document_id), documentType: 'original' });
		await run('Bim360Field', { resource: 'server', operation: 'ping' });
	});
});
