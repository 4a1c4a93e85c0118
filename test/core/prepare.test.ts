import { dynamic, get, group, operation, ref, refs, returns, rows, text, type AnyOperation, type Fields, type Input, type JsonObject, type ProjectField } from '../../src/catalog/vocabulary';
import { depot } from './made-up-service';
import { bench, type Answer, type Sent } from './scripted';
import { failureFrom } from '../support/failure';

const sites: Answer = {
	json: {
		sites: [
			{ id: '1', name: 'North', number: 'N-1', code: 'no' },
			{ id: '2', name: 'South', state: 'old' },
			{ id: '3', name: 'south' },
			{ id: '4', name: 'East' },
			{ id: '5', name: 'East' },
			{ id: '6', name: 'West', state: 'deleted' },
			{ id: '7', name: 'West' },
			{ id: '8', name: 'Old', state: 'old' },
		],
	},
};
const halls: Answer = { json: [{ id: 'h1', name: 'Hall A' }] };
const world = (request: Sent): Answer => (request.url.includes('/halls') ? halls : request.url.includes('/sites?') || request.url.endsWith('/sites') ? sites : { json: {} });

const using = (input: Fields, path = '/use'): AnyOperation => operation({ action: 'Use', description: 'Uses', call: get(path), needs: { token: 'user' }, input, returns: returns.record(), repeat: 'safe', source: 'made up' });
/** The request that follows once everything is looked up. */
async function asked(input: Fields, given: Input): Promise<string> {
	const { client, transport } = bench(world);
	await client.run(using(input), given);
	return decodeURIComponent(transport.lines.at(-1) ?? '');
}
const refused = async (input: Fields, given: Input): Promise<string> => (await failureFrom(bench(world).client.run(using(input), given))).explanation;

describe('names', () => {
	const site = { site: ref('depot.site') };
	it.each([
		['a name', { name: 'North' }, '1'],
		['another case and blanks', { name: '  nORTH ' }, '1'],
		['a number', { name: 'n-1' }, '1'],
		['an active one before an inactive one', { name: 'South' }, '3'],
		['a deleted one, left out', { name: 'West' }, '7'],
		['an inactive one that is the only one', { name: 'Old' }, '8'],
		['an id', '99', '99'],
		['an address', 'https://depot.example/app/sites/42%2Fb?tab=1', '42/b'],
	])('%s', async (_, given, id) => expect(await asked(site, { site: given })).toBe(`GET /use?site=${id}`));

	it.each([
		['none', { name: 'Nowhere' }, 'Site: there is no "Nowhere".'],
		['several', { name: 'East' }, '2 of them are called "East". Pick the right one from the list, or enter its id: 4, 5.'],
		['no name', { name: ' ' }, 'Site is missing.'],
		['an address of something else', 'https://depot.example/app/halls/1', 'this address does not name one'],
		['an address that cannot be decoded', 'https://depot.example/app/sites/%E0%A4%A', 'this address does not name one'],
		['something else', { id: '1' }, 'must be an id or a name'],
	])('%s', async (_, given, said) => expect(await refused(site, { site: given })).toContain(said));

	it('of several', async () => {
		const several = { sites: refs('depot.site') };
		expect(await asked(several, { sites: [{ name: 'North' }, '9', 'https://depot.example/app/sites/42'] })).toBe('GET /use?sites=1,9,42');
		expect(await asked(several, { sites: { name: 'North' } })).toBe('GET /use?sites=1');
		expect(await asked(several, { sites: 'https://depot.example/app/sites/42' })).toBe('GET /use?sites=42');
		expect(await asked(several, { sites: '1, 2' })).toBe('GET /use?sites=1,2');
	});
	it('within what is known by name itself', async () => {
		const { client, transport } = bench(world);
		await client.run(using({ siteId: ref('depot.site'), hall: ref('depot.hall') }), { siteId: { name: 'North' }, hall: { name: 'hall a' } });
		expect(transport.lines).toEqual(['GET /sites?q=North', 'GET /sites/1/halls', 'GET /use?siteId=1&hall=h1'].map((line) => line.replace('?q=North', '')));
	});
	it('inside groups and rows, within the form around them', async () => {
		const nested = { siteId: ref('depot.site'), place: group({ hall: ref('depot.hall') }), list: rows({ hall: ref('depot.hall') }) };
		expect(await asked(nested, { siteId: '1', place: { hall: { name: 'Hall A' } }, list: [{ hall: { name: 'Hall A' } }] })).toBe('GET /use?siteId=1&place[hall]=h1&list=[{"hall":"h1"}]');
	});
	it('say what must be chosen first', async () => expect(await refused({ hall: ref('depot.hall') }, { hall: { name: 'Hall A' } })).toContain('Site must be chosen first.'));
	it('under an earlier key of the field, for what lies within it too', async () => {
		const renamed = { siteId: ref('depot.site', { was: ['site'] }), hall: ref('depot.hall') };
		expect(await asked(renamed, { site: { name: 'North' }, hall: { name: 'Hall A' } })).toBe('GET /use?siteId=1&hall=h1');
	});
	it('of a resource without a list', async () => expect(await refused({ crate: ref('depot.crate') }, { crate: { name: 'c' } })).toContain('cannot be found by name'));
	it('cost nothing where ids are given', async () => {
		const { client, transport } = bench(world);
		await client.run(depot.get, { siteId: '1', crateId: 'c' });
		expect(transport.requests).toHaveLength(1);
	});
});

describe('fields of a project', () => {
	const known: readonly ProjectField[] = [
		{ id: 'f1', label: 'Trade', type: 'choice', options: [{ value: 'o1', label: 'Concrete' }, { value: 'o2', label: 'Steel' }] },
		{ id: 'f2', label: 'Count', type: 'number' },
		{ id: 'f3', label: 'Checked', type: 'boolean' },
		{ id: 'f4', label: 'Day', type: 'date' },
		{ id: 'f5', label: 'Words', type: 'multiline' },
		{ id: 'f6', label: 'Tags', type: 'choices', options: [{ value: 1, label: 'One' }, { value: 2, label: 'Two' }] },
		{ id: 'f7', label: 'Twin', type: 'text' },
		{ id: 'f8', label: 'Twin', type: 'text' },
	];
	let seen: Input = {};
	const own = {
		siteId: ref('depot.site'),
		fields: dynamic({
			dependsOn: ['siteId'],
			load: async (_, input) => {
				seen = input;
				return known;
			},
			encode: (values): JsonObject => ({ ...values }),
		}, { wire: 'f' }),
	};
	it.each<[string, Input, string]>([
		['by id', { f2: 3 }, 'f[f2]=3'],
		['by name, whatever the case', { ' COUNT ': '3' }, 'f[f2]=3'],
		['a choice by name', { Trade: 'steel' }, 'f[f1]=o2'],
		['a choice by id', { Trade: 'o1' }, 'f[f1]=o1'],
		['a yes', { Checked: 'true' }, 'f[f3]=true'],
		['a day', { Day: '2026-03-31T23:00:00-08:00' }, 'f[f4]=2026-03-31'],
		['a text', { Words: 12 }, 'f[f5]=12'],
		['several choices', { Tags: ['one', 2] }, 'f[f6]=1,2'],
		['several choices in one text', { Tags: 'One, Two' }, 'f[f6]=1,2'],
		['an emptied one', { f5: null }, 'f[f5]='],
		['one of twins by id', { f8: 'x' }, 'f[f8]=x'],
	])('%s', async (_, fields, sent) => {
		expect(await asked(own, { siteId: { name: 'North' }, fields })).toBe(`GET /use?siteId=1&${sent}`);
		expect(seen.siteId).toBe('1');
	});
	it.each<[string, Input[string], string]>([
		['an unknown one', { Colour: 'red' }, 'there is no field "Colour" here. There are: Trade, Count'],
		['twins by name', { Twin: 'x' }, '2 fields are called "Twin". Use the id instead: f7, f8.'],
		['an unknown choice', { Trade: 'Wood' }, 'Fields: Trade must be one of Concrete, Steel, but it is "Wood".'],
		['a word for a number', { Count: 'many' }, 'Fields: Count must be a number, but it is "many".'],
		['a blank for a number', { Count: ' ' }, 'must be a number'],
		['a word for a yes', { Checked: 'maybe' }, 'must be true or false'],
		['a day that is none', { Day: '2026-02-30' }, 'must be a calendar day'],
		['an object for a text', { Words: { a: 1 } }, 'must be a text'],
		['one unknown of several', { Tags: ['One', 'Nine'] }, 'must be one of One, Two'],
		['no fields at all', 'x', 'must be fields with values'],
	])('refuse %s', async (_, fields, said) => expect(await refused(own, { siteId: '1', fields })).toContain(said));

	it('are offered for what is filled in so far', async () => {
		const { client } = bench(world);
		expect(await client.projectFields(using({ ...own, later: text({ required: true }) }), 'fields', { siteId: { name: 'North' } })).toEqual(known);
		expect(seen.siteId).toBe('1');
		expect(await failureFrom(client.projectFields(using({ a: text() }), 'a', {}))).toMatchObject({ kind: 'input' });
	});
});
