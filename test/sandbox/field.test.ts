import { inflateSync } from 'node:zlib';
import { createFieldService, sampleIds, type FieldService } from '../../src/sandbox/field';
import { isRecord } from '../../src/sandbox/field/request';
import { people } from '../../src/sandbox/people';
import { serve, type Served } from '../../src/sandbox/serve';

const project_id = sampleIds.tower;
const nora = people.nora.email;

let served: Served<{ field: FieldService }>;
let field: FieldService;
let origin: string;
let ticket: string;

beforeEach(async () => {
	served = await serve((world) => ({ field: createFieldService(world) }));
	field = served.services.field;
	origin = served.origins.field;
	ticket = field.issueTicket(nora);
});

afterEach(() => served.stop());

type Fields = Readonly<Record<string, string>>;

const post = (path: string, fields: Fields = {}): Promise<Response> => fetch(`${origin}${path}`, { method: 'POST', body: new URLSearchParams(fields) });
const get = (path: string, fields: Fields = {}): Promise<Response> => fetch(`${origin}${path}?${new URLSearchParams(fields).toString()}`);
const onTower = (fields: Fields = {}): Fields => ({ ticket, project_id, ...fields });

async function rows(answer: Promise<Response>): Promise<readonly Record<string, unknown>[]> {
	const response = await answer;
	if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
	const body: unknown = await response.json();
	if (!isRows(body)) throw new Error('not an array');
	return body;
}

function isRows(body: unknown): body is readonly Record<string, unknown>[] {
	return Array.isArray(body);
}

async function one(answer: Promise<Response>): Promise<Readonly<Record<string, unknown>>> {
	const response = await answer;
	if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
	const body: unknown = await response.json();
	if (!isRecord(body)) throw new Error('not an object');
	return body;
}

const firstIssue = (): string => [...field.state.issues.keys()][0] ?? '';

describe('signing in', () => {
	it('gives several tickets that are valid at once and die by logout', async () => {
		const login = async (): Promise<string> => String((await one(post('/api/login', { username: nora, password: 'sandbox' })))['ticket']);
		const [first, second] = [await login(), await login()];
		expect(first).toHaveLength(36);
		expect(second).not.toBe(first);
		expect(await rows(post('/api/projects', { ticket: first }))).toHaveLength(2);
		const out = await post('/api/logout', { ticket: first });
		expect([out.status, await out.text()]).toEqual([200, '']);
		expect((await post('/api/projects', { ticket: first })).status).toBe(401);
		expect((await post('/api/projects', { ticket: second })).status).toBe(200);
	});

	it('refuses wrong credentials with 401 and a subcontractor with 426', async () => {
		expect((await post('/api/login', { username: nora, password: 'no' })).status).toBe(401);
		expect((await post('/api/login', { username: 'nobody@harbor.example', password: 'sandbox' })).status).toBe(401);
		expect((await post('/api/login', { username: people.luis.email, password: 'sandbox' })).status).toBe(426);
	});

	it('takes the ticket from form, query and multipart field', async () => {
		expect(await (await post('/fieldapi/admin/v1/ping', { ticket })).text()).toBe('I;200;Successful');
		expect(await rows(get('/fieldapi/issues/v1/list', onTower()))).toHaveLength(25);
		const answer = await upload('/api/attachments', { attachment: JSON.stringify({ container_type: 'Issue', container_id: firstIssue(), filename: 'a.txt' }) }, { original: 'x' });
		expect(answer.status).toBe(200);
	});

	it('answers a missing, an unknown and an expired ticket with 401', async () => {
		expect((await post('/fieldapi/admin/v1/ping')).status).toBe(401);
		expect((await post('/fieldapi/admin/v1/ping', { ticket: 'x' })).status).toBe(401);
		field.expireTickets();
		const answer = await post('/fieldapi/admin/v1/ping', { ticket });
		expect([answer.status, await answer.json()]).toEqual([401, { message: 'Authentication failed' }]);
		expect(await (await post('/api/projects', { ticket })).text()).toBe('Authentication failed');
	});

	it('answers a missing permission with 401 too', async () => {
		const grace = field.issueTicket(people.grace.email);
		expect((await get('/fieldapi/issues/v1/list', { ticket: grace, project_id: sampleIds.depot })).status).toBe(401);
		expect((await get('/fieldapi/issues/v1/list', { ticket: grace, project_id })).status).toBe(200);
		expect((await post('/api/get_issues', { ticket: grace, project_id, issue_filter_id: sampleIds.noraOnly })).status).toBe(401);
	});
});

describe('projects', () => {
	it('hides those on which the user is a subcontractor', async () => {
		const mine = await rows(post('/api/projects', { ticket: field.issueTicket(people.mei.email) }));
		expect(mine.map((project) => project['name'])).toEqual(['Harbor Tower (sandbox)']);
		expect((await post('/api/contacts', { ticket: field.issueTicket(people.mei.email), project_id: sampleIds.depot })).status).toBe(404);
	});

	it('are sorted by name and found by their a360 id', async () => {
		const names = await rows(post('/fieldapi/admin/v1/project_names', { ticket, sort_order: 'name', sort_direction: 'desc' }));
		expect(names.map((project) => project['name'])).toEqual(['Riverside Depot (sandbox)', 'Harbor Tower (sandbox)']);
		expect(await rows(post('/fieldapi/issues/v1/types', { ticket, a360_project_id: sampleIds.towerA360 }))).toHaveLength(4);
		expect((await post('/fieldapi/issues/v1/types', { ticket })).status).toBe(400);
		expect((await post('/fieldapi/issues/v1/types', { ticket, project_id: 'nowhere' })).status).toBe(404);
	});

	it('list people and companies', async () => {
		const contacts = await rows(post('/api/contacts', onTower()));
		expect(contacts.map((contact) => contact['email'])).toContain(people.samir.email);
		const users = await rows(get(`/api/v1/projects/${project_id}/users`, { ticket }));
		expect(users.find((user) => user['email'] === nora)).toMatchObject({ project_admin: true, company: { name: 'Harbor Construction' } });
		const companies = await rows(get('/fieldapi/companies/v1', { ticket }));
		expect(companies).toHaveLength(3);
		expect((await one(get(`/fieldapi/companies/v1/${String(companies[0]?.['id'])}`, { ticket })))['name']).toBe('Harbor Construction');
		expect((await get('/fieldapi/companies/v1/none', { ticket })).status).toBe(404);
		expect(await (await get('/fieldapi/companies/v1/none', { ticket, no_http_status: '1' })).text()).toMatch(/^E;404;/);
	});
});

describe('issue fields', () => {
	it('come in common, per type and ancillary blocks', async () => {
		const body = await one(post('/fieldapi/issues/v1/fields', onTower()));
		expect(Object.keys(body)).toEqual(['common', sampleIds.safetyIncident, 'ancillary']);
		const common = body['common'];
		expect(isRecord(common) ? common['fields'] : undefined).toContainEqual(expect.objectContaining({ id: sampleIds.trade, display_type: 'drop-down', position: 20001 }));
		expect(body[sampleIds.safetyIncident]).toMatchObject({ name: 'Safety Incident', category: 'Safety', fields: [{ id: sampleIds.occurred }, { id: sampleIds.observers, required: true }] });
	});
});

describe('reading issues', () => {
	it('pages until a short page', async () => {
		const sizes: number[] = [];
		const seen = new Set<unknown>();
		for (let offset = 0; ; offset += 15) {
			const part = await rows(get('/fieldapi/issues/v1/list', onTower({ offset: String(offset), limit: '15' })));
			sizes.push(part.length);
			for (const issue of part) seen.add(issue['id']);
			if (part.length < 15) break;
		}
		expect(sizes).toEqual([15, 15, 10]);
		expect(seen.size).toBe(40);
		expect(await rows(get('/fieldapi/issues/v1/list', onTower({ area_ids: 'No Area' })))).toHaveLength(4);
	});

	it('searches by conditions that must all hold, and returns partial records', async () => {
		const search = (...conditions: string[]): Promise<readonly Record<string, unknown>[]> => rows(post('/fieldapi/issues/v1/search', onTower({ conditions: JSON.stringify(conditions) })));
		const steel = await search(`${sampleIds.trade},eq,"Steel"`);
		expect(steel).toHaveLength(10);
		expect(Object.keys(steel[0] ?? {})).toEqual(['id', 'closed_at', 'fields']);
		expect(await search(`${sampleIds.trade},eq,"Steel"`, 'f--description,like,"GUARD"')).toHaveLength(5);
		expect(await search(`${sampleIds.trade},in,["Steel","Facade"]`)).toHaveLength(15);
		expect(await search(`${sampleIds.trade},nin,["Steel","Facade"]`)).toHaveLength(25);
		expect(await search('f--identifier,startswith,"HT-000"')).toHaveLength(9);
		expect(await search('f--identifier,nendswith,"1"')).toHaveLength(36);
		expect(await search(`${sampleIds.deviation},geq,20`, `${sampleIds.deviation},leq,30`)).toHaveLength(2);
		expect(await search('f--description,eq,"a, \\"b\\""')).toHaveLength(0);
		const count = await one(post('/fieldapi/issues/v1/search', onTower({ count: '1', conditions: JSON.stringify([`${sampleIds.trade},eq,"Steel"`]) })));
		expect(count).toEqual({ count: 10 });
	});

	it.each([['f--status'], ['f--status,around,"Open"'], ['f--status,eq,Open'], ['f--status,in,"Open"'], ['f--cost,geq,"much"'], ['f--nothing,eq,"x"']])('answers 500 to the condition %s', async (condition) => {
		const answer = await post('/fieldapi/issues/v1/search', onTower({ conditions: JSON.stringify([condition]) }));
		expect(answer.status).toBe(500);
	});

	it('retrieves all of the named issues or none', async () => {
		const [first = '', second = ''] = [...field.state.issues.keys()];
		const found = await rows(post('/fieldapi/issues/v1/retrieve', onTower({ ids: `${first},${second}` })));
		expect(found.map((issue) => issue['id'])).toEqual([first, second]);
		expect((await post('/fieldapi/issues/v1/retrieve', onTower({ ids: `${first},nothing` }))).status).toBe(404);
		expect((await post('/fieldapi/issues/v1/retrieve', { ticket, project_id: sampleIds.depot, ids: first })).status).toBe(404);
	});

	it('puts the live ticket into attachment links, which open by GET', async () => {
		const [issue] = await rows(post('/fieldapi/issues/v1/retrieve', onTower({ ids: firstIssue() })));
		const text = JSON.stringify(issue);
		expect(text).toContain(`/api/binary_data?ticket=${ticket}`);
		const link = /"original_url":"([^"]+)"/.exec(text)?.[1] ?? '';
		const picture = await fetch(link);
		expect(picture.headers.get('content-type')).toBe('image/png');
		expect(pngSize(new Uint8Array(await picture.arrayBuffer()))).toEqual([64, 48]);
	});

	it('counts for any value of count_only', async () => {
		expect(await one(post('/api/get_issues', onTower({ count_only: 'false' })))).toEqual({ count: 40 });
		expect(await rows(post('/api/get_issues', onTower({ limit: '3', offset: '39' })))).toHaveLength(1);
		expect((await post('/api/get_issues', onTower({ issue_filter_id: 'none' }))).status).toBe(404);
	});
});

describe('writing issues', () => {
	const write = (path: string, issues: unknown): Promise<readonly Record<string, unknown>[]> => rows(post(`/fieldapi/issues/v1/${path}`, onTower({ issues: JSON.stringify(issues) })));
	const minimal = [
		{ id: 'f--description', value: 'Paint is missing' },
		{ id: 'f--issue_type_id', value: sampleIds.punchList },
	];

	it('creates those that are right and tells of the others by temporary_id, all in a 200', async () => {
		const results = await write('create', [
			{ temporary_id: 'good', fields: [...minimal, { id: sampleIds.trade, value: 'Facade' }], uri_references: [{ name: 'Plan', path: 'https://plans.example/1' }] },
			{ temporary_id: 'bare', fields: [{ id: 'f--priority', value: 'High' }] },
			{ temporary_id: 'status', fields: [...minimal, { id: 'f--status', value: 'Resolved' }] },
			{ temporary_id: 'field', fields: [...minimal, { id: 'cf--none', value: 1 }] },
			{ temporary_id: 'type', fields: [{ id: 'f--description', value: 'Fall' }, { id: 'f--issue_type_id', value: sampleIds.safetyIncident }] },
			{ temporary_id: 'number', fields: [...minimal, { id: sampleIds.deviation, value: 'wide' }] },
		]);
		expect(results.map((result) => [result['temporary_id'], result['success']])).toEqual([
			['good', true], ['bare', false], ['status', false], ['field', false], ['type', false], ['number', false],
		]);
		const failed = (index: number): readonly unknown[] => {
			const errors = results[index]?.['errors'];
			return Array.isArray(errors) ? errors.map((pair: readonly unknown[]) => pair[0]) : [];
		};
		expect(failed(1)).toEqual(['f--issue_type_id', 'f--description']);
		expect(failed(2)).toEqual(['f--status']);
		expect(failed(3)).toEqual(['cf--none']);
		expect(failed(4)).toEqual([sampleIds.observers]);
		expect(failed(5)).toEqual([sampleIds.deviation]);
		expect(field.state.issues.size).toBe(41);
		const created = field.state.issues.get(String(results[0]?.['id']));
		expect(created?.values.get('f--status')).toBe('Open');
		expect(created?.values.get('f--identifier')).toBe('HT-0041');
		expect(created?.createdBy).toBe(nora);
		expect(created?.uriReferences).toEqual([expect.objectContaining({ name: 'Plan' })]);
	});

	it('updates only what is sent and writes down the change of status', async () => {
		const id = firstIssue();
		const before = field.state.issues.get(id)?.values.get('f--description');
		const [done, missing] = await write('update', [
			{ id, temporary_id: 'a', fields: [{ id: 'f--status', value: 'Closed' }, { id: 'f--location_detail', value: null }] },
			{ id: 'nothing', temporary_id: 'b', fields: [{ id: 'f--status', value: 'Open' }] },
		]);
		expect(done).toMatchObject({ success: true, id, temporary_id: 'a' });
		expect(missing).toMatchObject({ success: false, general_errors: ['Issue not found'], temporary_id: 'b' });
		const issue = field.state.issues.get(id);
		expect(issue?.values.get('f--description')).toBe(before);
		expect(issue?.values.get('f--location_detail')).toBeNull();
		expect(issue?.closedAt).toBeInstanceOf(Date);
		const changes = await rows(get(`/api/v1/projects/${project_id}/issue_changes/${id}`, { ticket }));
		expect(changes.at(-1)).toMatchObject({ status: 'Closed', user: nora, end_dt: null });
	});

	it('comments and destroys', async () => {
		const id = firstIssue();
		await one(post('/fieldapi/issues/v1/comment', onTower({ id, comment: 'Fixed, see picture.' })));
		const [issue] = await rows(post('/fieldapi/issues/v1/retrieve', onTower({ ids: id })));
		expect(issue?.['comments']).toEqual(expect.arrayContaining([expect.objectContaining({ comment_text: 'Fixed, see picture.', created_by: nora })]));
		expect((await post('/fieldapi/issues/v1/comment', onTower({ id: 'none', comment: 'x' }))).status).toBe(404);
		await one(post('/fieldapi/issues/v1/destroy', onTower({ ids: id })));
		expect((await post('/fieldapi/issues/v1/retrieve', onTower({ ids: id }))).status).toBe(404);
	});
});

describe('checklists', () => {
	it('show rich ones in the headers only to an application above 1.10, deleted ones to all', async () => {
		const headers = (fields: Fields): Promise<readonly Record<string, unknown>[]> => rows(post('/api/get_checklist_headers', onTower(fields)));
		const old = await headers({ application_version: '1.9' });
		expect(await headers({})).toEqual(old);
		expect(await headers({ application_version: '1.10' })).toEqual(old);
		const all = await headers({ application_version: '1.11' });
		expect([old.length, all.length]).toEqual([8, 14]);
		expect(all.filter((header) => header['deleted'] === true)).toHaveLength(2);
		expect(await headers({ application_version: '10.0', limit: '5', offset: '10' })).toHaveLength(4);
		const since = new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10);
		const recent = await headers({ application_version: '10.0', max_date: since });
		expect(recent.length).toBeGreaterThan(0);
		expect(recent.length).toBeLessThan(14);
	});

	it('are listed and read without the deleted ones, with and without .json', async () => {
		const listed = await rows(get('/fieldapi/checklists/v1', onTower()));
		expect(listed).toHaveLength(12);
		expect(await rows(get('/fieldapi/checklists/v1.json', onTower()))).toEqual(listed);
		const id = String(listed[0]?.['id']);
		const checklist = await one(get(`/fieldapi/checklists/v1/${id}`, onTower()));
		expect(checklist['company']).toMatchObject({ name: 'Harbor Construction' });
		expect(JSON.stringify(checklist)).toContain('"identifier":"HT-0001"');
		expect(await one(get(`/fieldapi/checklists/v1/${id}.json`, onTower()))).toEqual(checklist);
		const deleted = [...field.state.checklists.values()].find((one) => one.deletedAt !== undefined);
		expect((await get(`/fieldapi/checklists/v1/${deleted?.id ?? ''}`, onTower())).status).toBe(404);
	});
});

describe('photos and bytes', () => {
	it('page only with both limit and offset, and filter only for 4.7 and above', async () => {
		const photos = (fields: Fields): Promise<readonly Record<string, unknown>[]> => rows(post('/api/get_photos', onTower(fields)));
		expect(await photos({})).toHaveLength(9);
		expect(await photos({ limit: '4' })).toHaveLength(9);
		expect(await photos({ limit: '4', offset: '8' })).toHaveLength(1);
		const max_updated_at = String((await photos({}))[5]?.['updated_at']);
		expect(max_updated_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d -0400$/);
		expect(await photos({ max_updated_at })).toHaveLength(9);
		expect(await photos({ max_updated_at, application_version: '4.7' })).toHaveLength(3);
	});

	it('streams what exists and answers 404 to the rest', async () => {
		const [photo] = await rows(post('/api/get_photos', onTower()));
		const bytes = await post('/api/binary_data', onTower({ object_type: 'Document', object_id: String(photo?.['id']) }));
		expect(pngSize(new Uint8Array(await bytes.arrayBuffer()))).toEqual([48, 36]);
		expect((await post('/api/binary_data', onTower({ object_type: 'Attachment', object_id: 'none' }))).status).toBe(404);
		expect((await post('/api/binary_data', onTower({ object_type: 'Picture', object_id: 'none' }))).status).toBe(400);
	});

	it('keeps an uploaded attachment, replaces it by id, deletes it', async () => {
		const id = '11111111-2222-4333-8444-555555555555';
		const container = firstIssue();
		const attach = (record: object, files: Fields): Promise<Response> => upload('/api/attachments', { attachment: JSON.stringify(record) }, files);
		const record = { id, container_type: 'Issue', container_id: container, filename: 'note.txt', content_type: 'text/plain', size: 5 };
		const before = field.state.attachments.size;
		expect(await one(attach(record, { original: 'first' }))).toMatchObject({ id, success: true });
		expect(await one(attach({ ...record, caption: 'second' }, { original: 'other' }))).toMatchObject({ id });
		expect(field.state.attachments.size).toBe(before + 1);
		const back = await post('/api/binary_data', onTower({ object_type: 'Attachment', object_id: id }));
		expect([back.headers.get('content-type'), await back.text()]).toEqual(['text/plain', 'other']);
		expect((await attach({ ...record, id: undefined, container_id: 'none' }, { original: 'x' })).status).toBe(404);
		expect((await attach({ ...record, id: undefined, container_type: 'Room' }, { original: 'x' })).status).toBe(400);
		expect((await attach({ ...record, id: '21111111-2222-4333-8444-555555555555' }, {})).status).toBe(400);
		await one(attach({ id, deleted: 'true' }, {}));
		expect(field.state.attachments.size).toBe(before);
	});
});

describe('the library', () => {
	const documents = (fields: Fields = {}): Promise<readonly Record<string, unknown>[]> => rows(get('/api/library/all_filtered_files', onTower(fields)));

	it('lists by folder, hides photos, counts', async () => {
		expect(await documents()).toHaveLength(4);
		expect(await documents({ include_hidden: '1' })).toHaveLength(13);
		expect(await documents({ directory: '', sub_directories: '0' })).toHaveLength(1);
		expect(await documents({ directory: 'Drawings' })).toHaveLength(3);
		expect(await documents({ sort: 'filename', sort_dir: 'desc', limit: '1' })).toMatchObject([{ filename: 'Site rules.pdf' }]);
		expect(await one(get('/api/library/all_filtered_files', onTower({ count_only: '1' })))).toEqual({ count: 4 });
		expect(await rows(post('/api/library/all_folders', onTower()))).toContainEqual({ path: 'Drawings/Level 02' });
	});

	it('hands out a file in four kinds', async () => {
		const plan = (await documents()).find((document) => document['revision_count'] === 3);
		const read = (rest: string): Promise<Response> => post(`/api/library/file/${String(plan?.['document_id'])}/${rest}`, onTower());
		const original = await read('original');
		expect(original.headers.get('content-type')).toBe('application/pdf');
		expect(await original.text()).toContain('revision 2');
		expect(await (await read('original/0')).text()).toContain('revision 0');
		expect(await one(read('metadata'))).toMatchObject({ filename: 'A-103 Floor plan.pdf', revision_position: 2 });
		expect(await one(read('metadata_rev'))).toMatchObject({ revisions: [{ revision_position: 0 }, { revision_position: 1 }, { revision_position: 2 }] });
		expect((await read('thumb')).headers.get('content-type')).toBe('image/png');
		const page = await read('vela_viewer/2/1');
		expect(page.headers.get('content-type')).toBe('image/jpeg');
		expect(new Uint8Array(await page.arrayBuffer()).slice(0, 3)).toEqual(Uint8Array.of(0xff, 0xd8, 0xff));
		const archive = Buffer.from(await (await read('all')).arrayBuffer());
		expect(zipNames(archive)).toEqual(['manifest.xml', 'metadata.xml', '0/A-103 Floor plan.pdf', '1/A-103 Floor plan.pdf', '2/A-103 Floor plan.pdf']);
		expect((await read('original/9')).status).toBe(404);
		expect((await read('vela_viewer/2/7')).status).toBe(404);
		expect((await read('everything')).status).toBe(400);
		expect((await post('/api/library/file/none/original', onTower())).status).toBe(404);
	});

	it('publishes a new document, then revisions of it, and gives the same bytes back', async () => {
		const publish = (content: string, fields: Fields): Promise<Response> => upload('/api/library/publish', { filename: 'Plan ä.txt', directory: 'Inbox', ...fields }, { Filedata: content });
		const first = await publish('one', {});
		expect(first.status).toBe(201);
		const document: unknown = await first.json();
		expect(document).toMatchObject({ filename: 'Plan ä.txt', path: 'Inbox', pending: true });
		const id = isRecord(document) ? String(document['document_id']) : '';
		expect(await rows(post('/api/library/all_files', onTower({ directory: 'Inbox' })))).toHaveLength(0);
		expect(await (await publish('two', {})).json()).toMatchObject({ document_id: id, revision_position: 1 });
		expect(await (await publish('three', { filename: 'Other.txt', document_id: id })).json()).toMatchObject({ document_id: id, revision_count: 3 });
		expect(await documents({ directory: 'Inbox' })).toHaveLength(1);
		expect(await rows(post('/api/library/all_files', onTower({ directory: 'Inbox' })))).toHaveLength(1);
		expect(await (await post(`/api/library/file/${id}/original/1`, onTower())).text()).toBe('two');
		expect((await publish('x', { document_id: 'none' })).status).toBe(500);
	});

	it('lets only a document manager rename', async () => {
		const id = String((await documents())[0]?.['document_id']);
		const rename = async (by: string, new_name: string): Promise<number> => (await post(`/api/library/rename/${id}`, { ticket: by, project_id, new_name })).status;
		expect(await rename(field.issueTicket(people.samir.email), 'Rules')).toBe(403);
		expect(await rename(ticket, 'House rules')).toBe(200);
		expect(await rename(ticket, 'House rules.pdf')).toBe(201);
		expect(await rename(ticket, 'House rules.docx')).toBe(400);
		expect(field.state.documents.get(id)?.filename).toBe('House rules.pdf');
	});
});

describe('tasks', () => {
	it('creates under a new id and updates under a known one', async () => {
		const id = '31111111-2222-4333-8444-555555555555';
		const send = (tasks: unknown): Promise<Readonly<Record<string, unknown>>> => one(post('/api/tasks', onTower({ tasks: JSON.stringify(tasks) })));
		expect(await send([{ id, name: 'Grout base plates', status: 'Open' }, { name: 'No id' }])).toEqual({ [id]: 'created' });
		expect(await send([{ id, status: 'Completed' }])).toEqual({ [id]: 'updated' });
		const tasks = await rows(post('/api/get_tasks', onTower()));
		expect(tasks.filter((task) => task['task_id'] === id)).toMatchObject([{ name: 'Grout base plates', status: 'Completed' }]);
		expect(await rows(post('/api/get_task_templates', onTower()))).toHaveLength(1);
	});
});

describe('whatever is not in the document', () => {
	it('is refused', async () => {
		expect((await post('/api/projects', { ticket, colour: 'red' })).status).toBe(400);
		expect((await post('/api/nothing', { ticket })).status).toBe(404);
	});
});

async function upload(path: string, fields: Fields, files: Fields): Promise<Response> {
	const form = new FormData();
	for (const [name, value] of Object.entries(onTower(fields))) form.append(name, value);
	for (const [name, content] of Object.entries(files)) form.append(name, new Blob([content]), `${name}.bin`);
	return fetch(`${origin}${path}`, { method: 'POST', body: form });
}

/** Width and height, once the picture's rows are found to be all there. */
function pngSize(bytes: Uint8Array): [number, number] {
	const png = Buffer.from(bytes);
	const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
	const at = png.indexOf('IDAT');
	const pixels = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
	expect(pixels).toHaveLength((width * 3 + 1) * height);
	return [width, height];
}

/** Names in the central directory of an archive. */
function zipNames(archive: Buffer): string[] {
	const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
	let at = archive.readUInt32LE(end + 16);
	const names: string[] = [];
	for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
		const length = archive.readUInt16LE(at + 28);
		names.push(archive.toString('utf8', at + 46, at + 46 + length));
		at += 46 + length + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
	}
	return names;
}
