import { findContract, findContracts, violations } from '../../src/contracts/conformance';
import type { Contract, ContractParam } from '../../src/contracts/contract';
import { decodeWire } from '../../src/contracts/wire';

const blank: Contract = {
	id: 'field.thing.do',
	service: 'field',
	method: 'POST',
	path: '/things',
	auth: { kind: 'none' },
	params: [],
	body: 'none',
	reply: { statuses: [200], kind: 'object' },
	source: 'invented for this test',
	evidence: 'stated',
};

function contract(path: string, params: readonly ContractParam[] = [], rest: Partial<Contract> = {}): Contract {
	return { ...blank, id: `field.${path}`, path, params, ...rest };
}

const param = (place: ContractParam['in'], name: string, type: ContractParam['type'], rest: Partial<ContractParam> = {}): ContractParam => ({
	name,
	in: place,
	type,
	required: false,
	...rest,
});

async function objections(about: Contract, target: string, body: string | Uint8Array = '', headers: Record<string, string> = {}): Promise<string[]> {
	const bytes = typeof body === 'string' ? Buffer.from(body) : body;
	const wire = await decodeWire(about.method, target, headers, bytes);
	return violations(about, wire, findContract([about], about.method, wire.pathname)?.path);
}

const asJson = (about: Contract, value: unknown): Promise<string[]> => objections(about, about.path, JSON.stringify(value), { 'content-type': 'application/json' });
const asForm = (about: Contract, form: Record<string, string>): Promise<string[]> =>
	objections(about, about.path, new URLSearchParams(form).toString(), { 'content-type': 'application/x-www-form-urlencoded' });

describe('finding the contract of a request', () => {
	const all = [
		contract('/projects/{projectId}/photos/{photoId}'),
		contract('/projects/{projectId}/photos/latest'),
		contract('/projects/{projectId}/photos:filter'),
		contract('/library/file/{id}/{type}[/{rev}[/{page}]]'),
		contract('/checklists/{id}.json'),
		contract('/token', [param('form', 'grant_type', 'enum', { values: ['a'], required: true })], { body: 'form', id: 'field.token.a' }),
		contract('/token', [param('form', 'grant_type', 'enum', { values: ['b'], required: true })], { body: 'form', id: 'field.token.b' }),
	];
	const found = (pathname: string): [string, Record<string, string>] | undefined => {
		const match = findContract(all, 'POST', pathname);
		return match === undefined ? undefined : [match.contract.path, { ...match.path }];
	};

	it.each([
		['/projects/7/photos/9', '/projects/{projectId}/photos/{photoId}', { projectId: '7', photoId: '9' }],
		['/projects/7/photos/latest', '/projects/{projectId}/photos/latest', { projectId: '7' }],
		['/projects/7/photos:filter', '/projects/{projectId}/photos:filter', { projectId: '7' }],
		['/projects/urn%3Acintoo%3Aproject%3A1/photos/a%2Fb', '/projects/{projectId}/photos/{photoId}', { projectId: 'urn:cintoo:project:1', photoId: 'a/b' }],
		['/library/file/1/pdf', '/library/file/{id}/{type}[/{rev}[/{page}]]', { id: '1', type: 'pdf' }],
		['/library/file/1/pdf/2', '/library/file/{id}/{type}[/{rev}[/{page}]]', { id: '1', type: 'pdf', rev: '2' }],
		['/library/file/1/pdf/2/3', '/library/file/{id}/{type}[/{rev}[/{page}]]', { id: '1', type: 'pdf', rev: '2', page: '3' }],
		['/checklists/12.json', '/checklists/{id}.json', { id: '12' }],
	])('%s is %s', (pathname, path, values) => {
		expect(found(pathname)).toEqual([path, values]);
	});

	it.each(['/projects/7/photos', '/projects//photos/9', '/projects/7/photos/9/', '/library/file/1', '/projects/%E0%A4%A/photos/9'])('knows no contract for %s', (pathname) => {
		expect(found(pathname)).toBeUndefined();
	});

	it('looks at the verb', () => {
		expect(findContract(all, 'GET', '/projects/7/photos/9')).toBeUndefined();
	});

	it('offers every call that shares a verb and a path', () => {
		expect(findContracts(all, 'POST', '/token').map((match) => match.contract.id)).toEqual(['field.token.a', 'field.token.b']);
	});
});

describe('queries and headers', () => {
	const about = contract('/things', [
		param('query', 'limit', 'integer', { min: 1, max: 100 }),
		param('query', 'state', 'array', { list: 'comma', values: ['open', 'closed'] }),
		param('query', 'id', 'array', { list: 'repeat' }),
		param('query', 'filter[updatedAt]', 'range'),
		param('query', 'filter[customAttributes]', 'object'),
		param('query', 'day', 'date'),
		param('query', 'at', 'date-time'),
		param('query', 'deep', 'boolean'),
		param('header', 'x-ads-region', 'enum', { values: ['US', 'EMEA'] }),
		param('header', 'User-Id', 'string'),
	]);

	it.each([
		['limit=100&state=open,closed&id=1&id=2&deep=false'],
		['state='],
		['filter[updatedAt]=2026-01-01T00:00:00Z..&filter[customAttributes][7c1d]=red&filter[customAttributes][99]=1..2'],
		['filter%5BupdatedAt%5D=..2026-01-01'],
		['day=2026-02-28&at=2026-02-28T07:00:00.000%2B01:00'],
	])('accepts %s', async (query) => {
		expect(await objections(about, `/things?${query}`)).toEqual([]);
	});

	it.each([
		['colour=red', 'query colour is not documented'],
		['limit=101', 'query limit is above the maximum of 100'],
		['limit=0', 'query limit is below the minimum of 1'],
		['limit=ten', 'query limit is not an integer'],
		['limit=', 'query limit is not an integer'],
		['limit=1&limit=2', 'query limit is given more than once'],
		['state=open,Closed', 'query state is not one of the documented values'],
		['state=open&state=closed', 'query state is given more than once'],
		['filter[updatedAt]=yesterday', 'query filter[updatedAt] is not a range (a..b, a.., ..b)'],
		['filter[other]=1', 'query filter[other] is not documented'],
		['day=2026-13-01', 'query day is not a date (YYYY-MM-DD)'],
		['at=2026-02-28', 'query at is not a date-time (RFC 3339)'],
		['deep=1', 'query deep is not true or false'],
	])('refuses %s', async (query, words) => {
		expect(await objections(about, `/things?${query}`)).toEqual([words]);
	});

	it('refuses what a call must have and has not', async () => {
		const strict = contract('/things', [param('query', 'name', 'string', { required: true }), param('header', 'x-key', 'string', { required: true })]);
		expect(await objections(strict, '/things')).toEqual(['query name is missing', 'header x-key is missing']);
	});

	it('knows ordinary headers and the documented ones only', async () => {
		expect(await objections(about, '/things', '', { 'user-agent': 'n8n', 'accept-encoding': 'gzip', 'x-ads-region': 'EMEA', 'user-id': 'u1' })).toEqual([]);
		expect(await objections(about, '/things', '', { 'x-ads-region': 'MARS' })).toEqual(['header x-ads-region is not one of the documented values']);
		expect(await objections(about, '/things', '', { 'x-user-id': 'u1' })).toEqual(['header x-user-id is not documented']);
		expect(await objections(about, '/things', '', { region: 'US' })).toEqual(['header region is not documented']);
	});

	it('never repeats a value, which might be a secret', async () => {
		const found = await objections(about, '/things?limit=hunter2&token=hunter2', '', { 'x-token': 'hunter2' });
		expect(found).toHaveLength(3);
		expect(found.join(' ')).not.toContain('hunter2');
	});

	it('refuses a credential on a signed URL', async () => {
		const signed = contract('/things', [], { auth: { kind: 'signed-url' }, body: 'binary' });
		expect(await objections(signed, '/things', 'bytes')).toEqual([]);
		expect(await objections(signed, '/things', 'bytes', { authorization: 'Bearer x' })).toEqual(['a credential was sent to a signed URL']);
	});

	it('takes a ticket for granted where sign-in is by ticket', async () => {
		const ticketed = contract('/things', [param('form', 'name', 'string')], { auth: { kind: 'ticket' }, body: 'form' });
		expect(await asForm(ticketed, { ticket: 't', name: 'n' })).toEqual([]);
		expect(await asForm(contract('/things', [], { body: 'form' }), { ticket: 't' })).toEqual(['form ticket is not documented']);
	});

	it('refuses a page that is too large, whether or not the size is a parameter of its own', async () => {
		const paged = contract('/things', [], { page: { style: 'offset', in: 'query', limit: 'limit', offset: 'offset', maxLimit: 50 } });
		expect(await objections(paged, '/things?limit=50&offset=10')).toEqual([]);
		expect(await objections(paged, '/things?limit=51')).toEqual(['page size is above the maximum of 50']);
		const inBody = contract('/things', [], { body: 'json', page: { style: 'offset', in: 'body', limit: 'limit', maxLimit: 50 } });
		expect(await asJson(inBody, { limit: 51 })).toEqual(['page size is above the maximum of 50']);
	});
});

describe('JSON bodies', () => {
	const about = contract(
		'/things',
		[
			param('body', 'title', 'string', { required: true, min: 1, maxLength: 5 }),
			param('body', 'dueDate', 'date', { nullable: true }),
			param('body', 'priority', 'enum', { values: [0, 5] }),
			param('body', 'tags', 'array', { values: ['a', 'b'], max: 2 }),
			param('body', 'free', 'object'),
			param('body', 'position', 'object'),
			param('body', 'position.x', 'number', { required: true }),
			param('body', 'filter.createdAt', 'date'),
			param('body', 'rows', 'array'),
			param('body', 'rows.id', 'string', { required: true }),
			param('body', 'rows.inner.flag', 'boolean'),
		],
		{ body: 'json' },
	);

	it.each([
		[{ title: 'a' }],
		[{ title: 'añ日本語', dueDate: null, priority: 5, tags: ['a', 'b'], free: { any: ['thing'] } }],
		[{ title: 'a', position: { x: 1 }, filter: { createdAt: '2026-01-01' }, rows: [{ id: '1' }, { id: '2', inner: { flag: false } }] }],
	])('accepts %j', async (body) => {
		expect(await asJson(about, body)).toEqual([]);
	});

	it.each([
		[{}, ['body title is missing']],
		[{ title: '' }, ['body title is below the minimum of 1']],
		[{ title: 'abcdef' }, ['body title is longer than 5 characters']],
		[{ title: 1 }, ['body title is not a string']],
		[{ title: null }, ['body title is null']],
		[{ title: 'a', dueDate: '01/02/2026' }, ['body dueDate is not a date (YYYY-MM-DD)']],
		[{ title: 'a', priority: 3 }, ['body priority is not one of the documented values']],
		[{ title: 'a', tags: 'a' }, ['body tags is not an array']],
		[{ title: 'a', tags: ['c'] }, ['body tags holds a value that is not documented']],
		[{ title: 'a', tags: ['a', 'a', 'a'] }, ['body tags is above the maximum of 2']],
		[{ title: 'a', position: {} }, ['body position.x is missing']],
		[{ title: 'a', position: { x: '1' } }, ['body position.x is not a number']],
		[{ title: 'a', position: { x: 1, w: 1 } }, ['body position.w is not documented']],
		[{ title: 'a', filter: { updatedAt: '2026-01-01' } }, ['body filter.updatedAt is not documented']],
		[{ title: 'a', rows: [{}, {}] }, ['body rows.id is missing']],
		[{ title: 'a', rows: [{ id: '1', inner: { flag: 'yes' } }] }, ['body rows.inner.flag is not a boolean']],
		[{ title: 'a', colour: 'red' }, ['body colour is not documented']],
		[[{ title: 'a' }], ['the body is not an object']],
	])('refuses %j', async (body, words) => {
		expect(await asJson(about, body)).toEqual(words);
	});

	it('knows arrays of values and arrays of objects', async () => {
		const valuesOnly = contract('/things', [param('body', 'roles', 'array', { values: ['admin'], required: true })], { body: 'json-values' });
		expect(await asJson(valuesOnly, ['admin'])).toEqual([]);
		expect(await asJson(valuesOnly, [])).toEqual([]);
		expect(await asJson(valuesOnly, ['king'])).toEqual(['body holds a value that is not documented']);
		expect(await asJson(valuesOnly, { roles: ['admin'] })).toEqual(['the body is not an array']);
		const rows = contract('/things', [param('body', 'email', 'string', { required: true })], { body: 'json-rows' });
		expect(await asJson(rows, [{ email: 'a@b.example' }, {}])).toEqual(['body email is missing']);
	});

	it('insists on the content type and on readable JSON', async () => {
		expect(await objections(about, '/things', '{"title":"a"}', { 'content-type': 'text/plain' })).toEqual(['content type is not application/json']);
		expect(await objections(about, '/things', '{"title":', { 'content-type': 'application/json' })).toEqual(['the body is not JSON in UTF-8']);
		const api = contract('/things', [param('body', 'data.type', 'string', { required: true })], { body: 'json-api' });
		expect(await objections(api, '/things', '{"data":{"type":"objects"}}', { 'content-type': 'application/vnd.api+json' })).toEqual([]);
		expect(await asJson(api, { data: { type: 'objects' } })).toEqual(['content type is not application/vnd.api+json']);
		expect(await objections(api, '/things', '{}', { 'content-type': 'application/vnd.api+json' })).toEqual(['body data.type is missing']);
	});

	it('refuses a body where none is documented, and misses one that is needed', async () => {
		expect(await objections(contract('/things'), '/things', '{}', { 'content-type': 'application/json' })).toEqual(['a body was sent where none is documented']);
		expect(await objections(about, '/things')).toEqual(['body title is missing']);
	});
});

describe('forms and files', () => {
	const about = contract(
		'/things',
		[
			param('form', 'project_id', 'string', { required: true }),
			param('form', 'issue', 'json', { required: true }),
			param('form', 'issue.title', 'string', { required: true }),
			param('form', 'conditions', 'array', { list: 'json' }),
			param('form', 'ids', 'array', { list: 'comma' }),
		],
		{ body: 'form' },
	);

	it('reads JSON inside a field', async () => {
		expect(await asForm(about, { project_id: '1', issue: '{"title":"a"}', conditions: '["a,eq,1"]', ids: '1,2' })).toEqual([]);
		expect(await asForm(about, { project_id: '1', issue: 'title', conditions: '"a"' })).toEqual(['form issue is not JSON', 'form conditions is not an array']);
		expect(await asForm(about, { project_id: '1', issue: '[{"title":"a"},{"name":"b"}]' })).toEqual(['form issue.title is missing', 'form issue.name is not documented']);
		expect(await asForm(about, {})).toEqual(['form project_id is missing', 'form issue is missing']);
	});

	it('wants a form where a form is documented', async () => {
		expect(await asJson(about, { project_id: '1', issue: {} })).toEqual(['content type is not application/x-www-form-urlencoded']);
	});

	it('reads multipart bodies: fields, files, and what is missing', async () => {
		const upload = contract(
			'/things',
			[param('form', 'attachment', 'json', { required: true }), param('part', 'original', 'file', { required: true, max: 4 }), param('part', 'thumb', 'file')],
			{ body: 'multipart' },
		);
		const send = async (form: FormData): Promise<string[]> => {
			const encoded = new Response(form);
			const bytes = new Uint8Array(await encoded.arrayBuffer());
			return objections(upload, '/things', bytes, { 'content-type': encoded.headers.get('content-type') ?? '' });
		};
		const good = new FormData();
		good.set('attachment', '{"id":"1"}');
		good.set('original', new Blob(['1234']), 'a.png');
		expect(await send(good)).toEqual([]);
		const bad = new FormData();
		bad.set('original', new Blob(['12345']), 'a.png');
		bad.set('photo', new Blob(['1']), 'b.png');
		expect(await send(bad)).toEqual(['form attachment is missing', 'part original is above the maximum of 4', 'part photo is not documented']);
		expect(await asForm(upload, { attachment: '{}' })).toEqual(['content type is not multipart/form-data']);
		expect(await objections(upload, '/things', 'rubbish', { 'content-type': 'multipart/form-data; boundary=x' })).toEqual([
			'the body is not multipart/form-data with the boundary it names',
		]);
	});
});
