import { Engine } from './engine';
import { NodeApiError, NodeOperationError, type ResourceMapperValue } from 'n8n-workflow';
import { AccOAuth2Api } from '../../credentials/AccOAuth2Api.credentials';
import { AutodeskConstructionCloud } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloud.node';
import { accService } from '../../src/n8n/services';
import { Depot, DepotServer } from './depot';
import { oAuth2 } from './oauth2';

/** The error that a look-up ends with. */
async function failureOf(work: Promise<unknown>): Promise<NodeApiError | NodeOperationError> {
	try {
		await work;
	} catch (error) {
		if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
		throw error;
	}
	throw new Error('It did not fail.');
}

describe('what the editor looks up', () => {
	const server = new DepotServer(() => undefined);
	let engine: Engine;
	beforeAll(async () => {
		await server.start();
		engine = new Engine({ node: new Depot(), credentialType: oAuth2('cintooOAuth2Api'), credentials: server.credentials() });
	});
	afterAll(async () => await server.stop());
	beforeEach(() => {
		server.seen.length = 0;
		server.reply = () => undefined;
	});

	test('a list is searched on the service where it can search', async () => {
		server.reply = () => ({ json: { items: [{ id: 'y2', name: 'South' }], total: 1 } });
		expect(await engine.search('cintooYard', {}, 'sou')).toEqual({ results: [{ name: 'South', value: 'y2', url: undefined }] });
		expect(server.seen[0]?.url).toContain('search=sou');
	});

	test('a list within a parent takes what is chosen for the parent, by name too', async () => {
		server.reply = (seen) => ({ json: seen.url.startsWith('/yards?') ? { items: [{ id: 'y1', name: 'North' }], total: 1 } : { items: [{ id: 'c1', name: 'Beams' }], total: 1 } });
		for (const yardId of [{ __rl: true, mode: 'list', value: 'y1' }, { __rl: true, mode: 'name', value: 'North' }, 'y1']) {
			expect((await engine.search('cintooCrate', { yardId })).results.map(({ value }) => value)).toEqual(['c1']);
			expect(server.seen.at(-1)?.url).toContain('/yards/y1/crates');
		}
	});

	const unknown = 'Yard comes from an expression, and its value is not known yet. Execute the previous nodes, then open this list again.';
	const parents = [
		['nothing', { __rl: true, mode: 'list', value: '' }, 'Yard must be chosen first. Choose Yard.'],
		['an expression', { __rl: true, mode: 'id', value: '={{ $json.yard }}' }, unknown],
		['an expression of which the editor does not know the value', { __rl: true, mode: 'id' }, unknown],
		['an expression before anything has run', { __rl: true, mode: 'id', value: null }, unknown],
		['an expression in place of the whole', '={{ $json.yard }}', unknown],
	] as const;
	// The editor shows the message and nothing else.
	test.each(parents)('with %s for the parent it says so, and what to do, instead of showing an empty list', async (_what, yardId, message) => {
		const failure = await failureOf(engine.search('cintooCrate', { yardId }));
		expect(failure).toBeInstanceOf(NodeOperationError);
		expect(failure.message).toContain(message);
		expect(server.seen).toHaveLength(0);
	});

	test.each(parents.slice(1))('with %s for the parent, project-defined fields say so too', async (_what, yardId, message) => {
		const failure = await failureOf(engine.fields('marks', { resource: 'crate', operation: 'create', yardId }));
		expect(failure.message).toContain(message);
		expect(server.seen).toHaveLength(0);
	});

	test('what tells two of the same name apart stands behind the name where there is one line, under it where there are two', async () => {
		const detail = 'mei.tanaka@apexmep.example · Apex MEP Services and Partners';
		server.reply = () => ({ json: { items: [{ id: 'k1', name: 'Mei', detail }, { id: 'k2', name: 'Mei', detail: 'Mei' }, { id: 'k3', name: 'Mei', detail: 'Roof' }] } });
		const yardId = { __rl: true, mode: 'id', value: 'y1' };
		expect((await engine.search('cintooKeeper', { yardId })).results.map(({ name }) => name)).toEqual(['Mei (mei.tanaka@apexmep.example · Apex MEP…)', 'Mei', 'Mei (Roof)']);
		expect(await engine.choices('cintooKeeper', { yardId })).toEqual([{ name: 'Mei', value: 'k1', description: detail }, { name: 'Mei', value: 'k2', description: 'Mei' }, { name: 'Mei', value: 'k3', description: 'Roof' }]);
	});

	test('several people are ticked in a list', async () => {
		server.reply = () => ({ json: { items: [{ id: 'k2', name: 'Zoe' }, { id: 'k1', name: 'Abel' }] } });
		expect(await engine.choices('cintooKeeper', { yardId: { __rl: true, mode: 'id', value: 'y1' } })).toEqual([{ name: 'Abel', value: 'k1' }, { name: 'Zoe', value: 'k2' }]);
	});

	test('a long list of choices comes from the catalog, without any call', async () => {
		const acc = new Engine({ node: new AutodeskConstructionCloud(), credentialType: new AccOAuth2Api(), credentials: {} });
		const offered = await acc.choices('issueGetManySort', {});
		const { sort } = accService.service.resources.find(({ id }) => id === 'acc.issue')?.operations.getMany?.input ?? {};
		expect(offered.length).toBeGreaterThan(16);
		const known = sort?.kind === 'choices' ? sort.options.map(({ label, value }) => ({ name: label, value })) : [];
		expect(offered).toEqual([...known].sort((a, b) => a.name.localeCompare(b.name)));
	});

	test('the fields that a project defines are offered by name', async () => {
		server.reply = () => ({ json: { items: [{ id: 'm1', label: 'Colour' }] } });
		const { fields } = await engine.fields('marks', { resource: 'crate', operation: 'create', yardId: { __rl: true, mode: 'id', value: 'y1' } });
		expect(fields).toEqual([expect.objectContaining({ id: 'm1', displayName: 'Colour', type: 'string', required: false, removed: true })]);
	});

	test('an empty value is no choice of a field: n8n would not send it', async () => {
		server.reply = () => ({ json: { items: [{ id: 'm1', label: 'Colour', options: ['', 'Red'] }] } });
		const { fields } = await engine.fields('marks', { resource: 'crate', operation: 'create', yardId: { __rl: true, mode: 'id', value: 'y1' } });
		expect(fields[0]).toMatchObject({ type: 'options', options: [{ name: 'Red', value: 'Red' }] });
	});

	test.each([
		['as a person writes them', 'Red, Blue'],
		['as JSON', '["Red", "Blue"]'],
		['as a list that an expression gives', '={{ ["Red", "Blue"] }}'],
	])('several choices of a project-defined field: %s', async (_how, m1) => {
		server.reply = ({ url }) => ({ json: url.endsWith('/marks') ? { items: [{ id: 'm1', label: 'Colours', options: ['Red', 'Green', 'Blue'], several: true }] } : { id: 'c1' } });
		const yard = { __rl: true, mode: 'id', value: 'y1' };
		const { fields } = await engine.fields('marks', { resource: 'crate', operation: 'create', yardId: yard });
		const marks: ResourceMapperValue = { mappingMode: 'defineBelow', value: { m1 }, matchingColumns: [], schema: fields.map((field) => ({ ...field, removed: false })), attemptToConvertTypes: false, convertFieldsToString: false };
		const { error } = await engine.run({ parameters: { resource: 'crate', operation: 'create', yardId: yard, name: 'Box', state: 'open', marks } });
		expect(error).toBeUndefined();
		const sent = server.seen.find(({ method }) => method === 'POST');
		expect(JSON.parse(sent?.body.toString() ?? '')).toMatchObject({ marks: { m1: ['Red', 'Blue'] } });
	});

	test('a refusal of the service reaches the person in its words', async () => {
		server.reply = () => ({ status: 403, json: { title: 'Members only' } });
		const failure = await failureOf(engine.search('cintooYard', {}));
		expect(failure).toMatchObject({ name: 'NodeApiError', httpCode: '403' });
		expect(failure.message).toContain('Members only');
	});
});
