import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { field } from '../../../src/catalog/field';
import { isObject, operationsOf, textAt, type AnyOperation, type FileInput, type Input, type Json, type JsonObject, type Output } from '../../../src/catalog/vocabulary';
import { bytesOf as bytesIn } from '../../../src/core/bytes';
import { look, type ChangeOptions } from '../../../src/core/changes';
import type { Client } from '../../../src/core/client';
import { createFieldService, sampleIds, type FieldService } from '../../../src/sandbox/field';
import { companies, people } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { connect, ticket } from '../../support/connect';

const projectId = sampleIds.tower;
const operations = operationsOf(field);
const operationOf = (id: string): AnyOperation => {
	const found = operations.get(id);
	if (!found) throw new Error(`There is no ${id}.`);
	return found.operation;
};

let served: Served<{ field: FieldService }>;
let sandbox: FieldService;
let client: Client;

beforeEach(async () => {
	served = await serve((world) => ({ field: createFieldService(world) }));
	sandbox = served.services.field;
	client = signedInAs(people.nora.email);
});

afterEach(async () => {
	const objections = served.exchanges.flatMap((exchange) => exchange.violations);
	await served.stop();
	expect(objections).toEqual([]);
});

const signedInAs = (email: string): Client => connect(field, served.origins.field, ticket(sandbox.issueTicket(email)));
const run = async (id: string, input: Input = {}, limit?: number): Promise<readonly Output[]> => await client.run(operationOf(id), input, { limit });
const records = async (id: string, input: Input = {}, limit?: number): Promise<readonly JsonObject[]> => (await run(id, input, limit)).map(({ json }) => json);
const record = async (id: string, input: Input = {}): Promise<JsonObject> => {
	const [first, ...more] = await records(id, input);
	if (!first || more.length > 0) throw new Error(`${id} gave ${more.length + (first ? 1 : 0)} records.`);
	return first;
};
const calls = (path: string): number => served.exchanges.filter((exchange) => new URL(exchange.url).pathname === path).length;
const firstIssue = (): string => [...sandbox.state.issues.keys()][0] ?? '';

function fileOf(name: string, bytes: Buffer, type?: string): FileInput {
	return { name, type, size: bytes.length, open: () => Promise.resolve(Readable.from([bytes])) };
}

async function bytesOf(output: Output | undefined): Promise<Buffer> {
	if (!output?.file) throw new Error('no file came');
	const chunks: Buffer[] = [];
	for await (const chunk of bytesIn(output.file.stream)) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** Jest's matchers are `any`; these are not. */
const containing = (text: string): unknown => expect.stringContaining(text);
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const something = (): unknown => expect.anything();
const having = (...members: readonly unknown[]): unknown => expect.arrayContaining([...members]);

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('what can be looked up', () => {
	it.each([
		['field.project', {}, 'Harbor Tower (sandbox)', sampleIds.tower],
		['field.company', { projectId }, 'Apex MEP', companies.apexmep.fieldId],
		['field.user', { projectId }, `${people.samir.firstName} ${people.samir.lastName}`, people.samir.fieldId],
		['field.contact', { projectId }, `${people.mei.firstName} ${people.mei.lastName}`, people.mei.fieldId],
		['field.issueType', { projectId }, 'Safety Incident', sampleIds.safetyIncident],
		['field.issueField', { projectId }, 'Trade', sampleIds.trade],
		['field.issueFilter', { projectId }, 'Open Issues', sampleIds.openIssues],
	] as const)('%s is found by its name', async (id, parents, label, value) => {
		const resource = field.resources.find((one) => one.id === id);
		if (!resource) throw new Error(`There is no ${id}.`);
		expect(await client.lookup(resource, parents, label)).toEqual(having(expect.objectContaining({ id: value, label })));
	});

	it('areas leave deleted ones out and show the whole path', async () => {
		const resource = field.resources.find((one) => one.id === 'field.area');
		if (!resource) throw new Error('There are no areas.');
		const labels = (await client.lookup(resource, { projectId })).map(({ label }) => label);
		expect(labels).toContain('Building A>Level 02');
		expect(labels.join()).not.toContain('removed');
	});

	it.each([
		['field.taskFilter', ['All Tasks']],
		['field.checklistFilter', ['All Checklists']],
		['field.equipmentFilter', ['All Equipments']],
		['field.taskType', ['Inspection', 'Installation']],
	])('%s offers its own kind alone', async (id, labels) => {
		const resource = field.resources.find((one) => one.id === id);
		if (!resource) throw new Error(`There is no ${id}.`);
		expect((await client.lookup(resource, { projectId })).map(({ label }) => label).sort()).toEqual(labels);
	});

	it('every resource with a look-up answers', async () => {
		for (const resource of field.resources) if (resource.lookup) expect([resource.id, (await client.lookup(resource, { projectId })).length > 0]).toEqual([resource.id, true]);
	});

	it('a text that is no id is taken for a name, in references too', async () => {
		expect(await record('field.project.get', { projectId: 'harbor tower (SANDBOX)' })).toMatchObject({ project_id: projectId });
		await expect(record('field.project.get', { projectId: 'Nowhere' })).rejects.toThrow('there is no "Nowhere"');
	});
});

describe('issues', () => {
	it('are read to the end over several pages', async () => {
		const fields = { Description: 'Loose tile (sandbox)' };
		const made = await client.runMany(operationOf('field.issue.create'), Array.from({ length: 170 }, () => ({ projectId, issueTypeId: sampleIds.punchList, fields })));
		expect(made.filter((one) => 'error' in one)).toEqual([]);
		const before = calls('/fieldapi/issues/v1/list');
		const all = await records('field.issue.getMany', { projectId });
		expect(all).toHaveLength(210);
		expect(new Set(all.map((one) => one.id)).size).toBe(210);
		expect(calls('/fieldapi/issues/v1/list') - before).toBe(3);
		expect(await records('field.issue.getMany', { projectId }, 7)).toHaveLength(7);
	});

	it('come with their values by name, unless that is switched off', async () => {
		const issue = await record('field.issue.get', { projectId, issueIds: [firstIssue()] });
		expect(issue).toMatchObject({ id: firstIssue(), byName: { Identifier: 'HT-0001', Status: 'Open', Trade: 'Mechanical' } });
		expect(await record('field.issue.get', { projectId, issueIds: [firstIssue()], namedFields: false })).not.toHaveProperty('byName');
	});

	it('name what their fields refer to where that is wanted, each list read once', async () => {
		const fields = { Description: 'Told by name', 'Responsible company': 'Apex MEP', Area: 'Building A>Level 02', 'Root cause': 'Tolerance exceeded' };
		const made = await record('field.issue.create', { projectId, issueTypeId: sampleIds.punchList, fields });
		const told = { byName: { ...fields, 'Issue type': 'Punch List' }, fields: having(expect.objectContaining({ id: 'f--area_id', value: expect.not.stringContaining('Level') as unknown })) };
		const wanted = { projectId, referenceNames: true };
		client = signedInAs(people.nora.email);
		const before = ['/fieldapi/companies/v1', '/fieldapi/admin/v1/locations', '/fieldapi/issues/v1/root_causes', '/fieldapi/issues/v1/types'].map(calls);
		expect((await records('field.issue.getMany', wanted)).find(({ id }) => id === made.id)).toMatchObject(told);
		expect(await record('field.issue.get', { ...wanted, issueIds: [textAt(made, 'id') ?? ''] })).toMatchObject(told);
		expect(await record('field.issue.search', { ...wanted, conditions: [{ field: 'Description', value: 'Told by name' }], whole: true })).toMatchObject(told);
		expect(await record('field.issue.search', { ...wanted, conditions: [{ field: 'Description', value: 'Told by name' }, { field: 'Area', value: 'Level 02' }] })).toMatchObject({ byName: { Area: 'Building A>Level 02', 'Issue type': 'Punch List' } });
		expect(await record('field.issue.get', { ...wanted, namedFields: false, issueIds: [textAt(made, 'id') ?? ''] })).not.toHaveProperty('byName');
		expect(['/fieldapi/companies/v1', '/fieldapi/admin/v1/locations', '/fieldapi/issues/v1/root_causes', '/fieldapi/issues/v1/types'].map(calls)).toEqual(before.map((count) => count + 1));
	});

	it('carry no session in their links', async () => {
		const issue = await record('field.issue.get', { projectId, issueIds: [firstIssue()] });
		expect(JSON.stringify(issue)).toContain('/api/binary_data?project_id=');
		expect(JSON.stringify(issue)).not.toContain('ticket=');
	});

	it('are searched by fields given by name or id', async () => {
		const found = await records('field.issue.search', { projectId, conditions: [{ field: { name: 'trade' }, operator: 'in', values: ['Steel', 'Facade'] }, { field: 'Status', operator: 'eq', value: 'Closed' }, { field: 'f--priority', operator: 'neq', value: '' }] });
		expect(found.length).toBeGreaterThan(0);
		for (const issue of found) expect(issue).toMatchObject({ byName: { Status: 'Closed' } });
		expect(await record('field.issue.count', { projectId, conditions: [{ field: 'Trade', operator: 'in', values: ['Steel', 'Facade'] }] })).toEqual({ count: 15 });
		await expect(records('field.issue.search', { projectId, conditions: [{ field: 'Colour', value: 'red' }] })).rejects.toThrow('there is no "Colour"');
	});

	describe('that are searched for', () => {
		const conditions = [{ field: 'Trade', value: 'Steel' }];
		const steel = async (more: Input = {}, limit?: number): Promise<readonly JsonObject[]> => await records('field.issue.search', { projectId, conditions, ...more }, limit);

		it('are whole where that is wanted, fifty in one call, in the order of the search', async () => {
			await client.runMany(operationOf('field.issue.create'), Array.from({ length: 60 }, (_, index) => ({ projectId, issueTypeId: sampleIds.punchList, fields: { Description: `Bolt ${index}`, Trade: 'Steel' } })));
			const partial = await steel();
			expect([partial.length, calls('/fieldapi/issues/v1/retrieve')]).toEqual([70, 0]);
			expect(partial[0]).not.toHaveProperty('attachments');
			const whole = await steel({ whole: true });
			expect(calls('/fieldapi/issues/v1/retrieve')).toBe(2);
			expect(whole.map(({ id }) => id)).toEqual(partial.map(({ id }) => id));
			expect(whole[0]).toMatchObject({ comments: something(), attachments: something(), byName: { Trade: 'Steel' } });
			expect(await records('field.issue.get', { projectId, issueIds: [textAt(whole[0], 'id') ?? ''] })).toEqual([whole[0]]);
			expect((await steel({ whole: true, namedFields: false }, 3)).map((one) => 'byName' in one)).toEqual([false, false, false]);
		});

		it('fail alone where one is gone before it is read', async () => {
			const [first, second] = await steel();
			served.faults.inject({ service: 'field', path: '/issues/v1/retrieve', times: 2, kind: { status: 404 } });
			const outputs = await run('field.issue.search', { projectId, conditions, whole: true });
			expect(outputs).toHaveLength(10);
			expect(outputs[0]).toMatchObject({ json: { id: first?.id, receipt: { done: 'failed' }, error: containing('Search issues') }, failure: something() });
			expect(outputs[1]?.failure).toBeUndefined();
			expect(outputs[1]?.json).toMatchObject({ id: second?.id, attachments: something() });
		});

		it('are none where none fits', async () => {
			expect(await steel({ whole: true, conditions: [{ field: 'Description', value: 'no such words' }] })).toEqual([]);
			expect(calls('/fieldapi/issues/v1/retrieve')).toBe(0);
		});
	});

	describe('are searched by the names of what their fields refer to', () => {
		const count = async (...conditions: readonly Input[]): Promise<unknown> => (await record('field.issue.count', { projectId, conditions })).count;
		const asked = (): string | null => new URLSearchParams(Buffer.from(served.exchanges.at(-1)?.requestBody ?? new Uint8Array()).toString()).get('conditions');

		it.each<[string, Input, Input]>([
			['a company', { field: 'Responsible company', value: 'apex mep' }, { field: 'f--responsible_company_id', value: companies.apexmep.fieldId }],
			['none of several companies', { field: 'Responsible company', operator: 'nin', values: ['Apex MEP', companies.steelworks.fieldId] }, { field: 'f--responsible_company_id', operator: 'nin', values: [companies.apexmep.fieldId, companies.steelworks.fieldId] }],
			['a type', { field: 'Issue type', value: 'Safety Incident' }, { field: 'Issue type', value: sampleIds.safetyIncident }],
			['types with their category', { field: 'Issue type', operator: 'Is One Of', values: 'Safety > Safety Incident, Commissioning' }, { field: 'Issue type', operator: 'in', values: [sampleIds.safetyIncident, sampleIds.commissioning] }],
		])('%s', async (_, byName, byId) => {
			const found = await count(byName);
			const sent = asked();
			expect(found).toBeGreaterThan(0);
			expect([await count(byId), asked()]).toEqual([found, sent]);
		});

		it('an area by its path or its own name, in records as well as in their number', async () => {
			const issues = await records('field.issue.search', { projectId, conditions: [{ field: 'Area', value: 'Building A>Level 02' }] });
			expect(issues.length).toBeGreaterThan(0);
			expect(await count({ field: 'Area', value: 'level 02' })).toBe(issues.length);
			expect(await count({ field: 'Area', operator: 'neq', value: 'Level 02' })).toBe(40 - issues.length);
		});

		it('nothing at all stays nothing, other words stay words', async () => {
			expect(await count({ field: 'Area', value: '' })).toBe(await count({ field: 'Area' }));
			await count({ field: 'Area', operator: 'like', value: 'Level' }, { field: 'Status', value: 'Open' });
			expect(asked()).toBe(JSON.stringify(['f--area_id,like,"Level"', 'f--status,eq,"Open"']));
		});

		it('reads each list of names once a run', async () => {
			await client.runMany(operationOf('field.issue.count'), Array.from({ length: 5 }, () => ({ projectId, conditions: [{ field: 'Area', value: 'Level 02' }, { field: 'Area', operator: 'neq', value: 'Roof' }] })));
			expect(calls('/fieldapi/admin/v1/locations')).toBe(1);
		});

		it('a name that nothing has is refused before anything is searched', async () => {
			await expect(count({ field: 'Responsible company', value: 'Nobody & Sons' })).rejects.toThrow('Count issues: Conditions: there is no "Nobody & Sons"');
			expect(calls('/fieldapi/issues/v1/search')).toBe(0);
		});
	});

	describe('have root causes of the same name in several categories', () => {
		const causes = { coordination: '00000000-0000-4000-8000-0000000000c1', workmanship: '00000000-0000-4000-8000-0000000000c2' };
		beforeEach(() => {
			const project = sandbox.state.projects.get(projectId);
			const categoryOf = (name: string): string => project?.categories.find((one) => one.type === 'RootCause' && one.name === name)?.id ?? '';
			project?.entries.push({ id: causes.coordination, categoryId: categoryOf('Coordination'), name: 'Other', position: 9 }, { id: causes.workmanship, categoryId: categoryOf('Workmanship'), name: 'Other', position: 9 });
		});

		it('and are offered and written with the category', async () => {
			const create = operationOf('field.issue.create');
			const offered = (await client.projectFields(create, 'fields', { projectId })).find((one) => one.label === 'Root cause')?.options?.map(({ label }) => label);
			expect(offered).toEqual(having('Coordination > Other', 'Workmanship > Other', 'Tolerance exceeded'));
			const input = (cause: string): Input => ({ projectId, issueTypeId: sampleIds.punchList, fields: { Description: 'Late', 'Root cause': cause } });
			await expect(record('field.issue.create', input('Other'))).rejects.toThrow('Root cause must be one of');
			const made = await record('field.issue.create', input('Workmanship > Other'));
			expect(sandbox.state.issues.get(textAt(made, 'id') ?? '')?.values.get('f--root_cause_id')).toBe(causes.workmanship);
		});

		it('and are searched with the category', async () => {
			const count = async (value: string): Promise<JsonObject> => await record('field.issue.count', { projectId, conditions: [{ field: 'Root cause', value }] });
			await expect(count('Other')).rejects.toMatchObject({ message: containing('2 of them are called "Other"'), facts: { remedy: containing(causes.coordination) } });
			expect(await count('Coordination > Other')).toEqual({ count: 0 });
		});
	});

	it('are created from values by name; names of companies and areas become ids', async () => {
		const made = await record('field.issue.create', {
			projectId,
			issueTypeId: { name: 'Safety Incident' },
			fields: { Description: 'Ladder not tied (sandbox)', priority: 'high', 'Responsible company': 'Apex MEP', Area: 'building a>level 02', Observers: 'Grace', 'Occurrence date': '2026-03-31T23:30:00-05:00', 'Labor hours': '1.5' },
			uriReferences: [{ name: 'Plan', path: 'https://plans.example/7' }],
		});
		expect(made).toMatchObject({ receipt: { done: 'created', id: made.id }, success: true });
		const issue = await record('field.issue.get', { projectId, issueIds: [textAt(made, 'id') ?? ''] });
		expect(issue).toMatchObject({
			byName: { 'Issue type': sampleIds.safetyIncident, Description: 'Ladder not tied (sandbox)', Priority: 'High', 'Responsible company': companies.apexmep.fieldId, 'Occurrence date': '2026-03-31', 'Labor hours': 1.5 },
			attachments: [{ type: 'UriReference', name: 'Plan' }],
		});
		expect(calls('/fieldapi/companies/v1')).toBe(1);
	});

	it('of many items travel together, each failure at its own item', async () => {
		const base = { projectId, issueTypeId: { name: 'Punch List' } };
		const results = await client.runMany(operationOf('field.issue.create'), [
			{ ...base, fields: { Description: 'One' } },
			{ ...base, fields: { Priority: 'High' } },
			{ ...base, fields: { Description: 'Three', Priority: 'Tremendous' } },
			{ ...base, fields: { Description: 'Four', Colour: 'red' } },
			{ ...base, projectId: sampleIds.depot, fields: { Description: 'Five' } },
			{ ...base, fields: { Description: 'Six' } },
		]);
		expect(results.map((one) => ('error' in one ? one.error.kind : one.outputs.map(({ json }) => json.success)))).toEqual([[true], 'refused', 'input', 'input', [true], [true]]);
		expect(results.flatMap((one) => ('error' in one ? [one.error.message] : []))).toEqual([
			containing("Description can't be blank (f--description)"),
			containing('Priority must be one of'),
			containing('there is no field "Colour" here'),
		]);
		// One call for each project; fields and types are read once for each.
		expect([calls('/fieldapi/issues/v1/create'), calls('/fieldapi/issues/v1/fields'), calls('/fieldapi/issues/v1/types')]).toEqual([2, 2, 2]);
		const texts = [...sandbox.state.issues.values()].map((issue) => issue.values.get('f--description'));
		expect(texts.filter((text) => text === 'One' || text === 'Six' || text === 'Five')).toEqual(['One', 'Six', 'Five']);
	});

	it('are changed in the named fields alone, cleared where null is given', async () => {
		const before = await record('field.issue.get', { projectId, issueIds: [firstIssue()] });
		expect(await record('field.issue.update', { projectId, issueId: firstIssue(), fields: { Status: 'Closed', Area: null } })).toMatchObject({ receipt: { done: 'updated', id: firstIssue() } });
		const after = await record('field.issue.get', { projectId, issueIds: [firstIssue()] });
		expect(after.byName).toEqual({ ...(isObject(before.byName) ? before.byName : {}), Status: 'Closed', Area: null });
	});

	it('that do not exist fail at their item', async () => {
		const [missing, there] = await client.runMany(operationOf('field.issue.update'), [
			{ projectId, issueId: '00000000-0000-4000-8000-000000000000', fields: { Priority: 'Low' } },
			{ projectId, issueId: firstIssue(), fields: { Priority: 'Critical' } },
		]);
		expect(missing).toMatchObject({ error: { message: containing('Issue not found') } });
		expect(there).toMatchObject({ outputs: [{ json: { success: true } }] });
	});

	it('are commented on', async () => {
		expect(await record('field.issue.comment', { projectId, issueId: firstIssue(), comment: 'Looked at it', author: people.mei.email })).toMatchObject({ receipt: { done: 'created' }, comment_text: 'Looked at it', created_by: people.mei.email });
	});

	it('offer the fields of the chosen type, with names to pick', async () => {
		const create = operationOf('field.issue.create');
		const all = await client.projectFields(create, 'fields', { projectId });
		expect(all.find((one) => one.label === 'Observers')).toMatchObject({ id: sampleIds.observers, type: 'text', required: true });
		expect(all.find((one) => one.label === 'Priority')).toMatchObject({ type: 'choice', options: having({ value: '', label: '(none)' }, { value: 'High', label: 'High' }) });
		expect(all.find((one) => one.label === 'Responsible company')?.options).toContainEqual({ value: companies.apexmep.fieldId, label: 'Apex MEP' });
		expect(await client.projectFields(create, 'fields', { projectId, fields: { Priority: 'Low' } })).toEqual(all);
		expect(all.find((one) => one.label === 'Identifier')?.required).toBe(false);
		expect(all.map((one) => one.id)).not.toContain('f--issue_type_id');
		const punch = await client.projectFields(create, 'fields', { projectId, issueTypeId: { name: 'Punch List' } });
		expect(punch.map((one) => one.label)).not.toContain('Observers');
		const update = await client.projectFields(operationOf('field.issue.update'), 'fields', { projectId });
		expect(update.filter((one) => one.required)).toEqual([]);
	});
});

describe('issues as a trigger sees them', () => {
	const changesOf = () => {
		const changes = field.resources.find((one) => one.id === 'field.issue')?.changes;
		if (!changes) throw new Error('Issues have no changes.');
		return changes;
	};
	const options = (): ChangeOptions => ({ events: ['created', 'updated', 'statusChanged', 'closed', 'commented', 'companyChanged'], startFrom: 'now', now: served.world.now().getTime() });

	it('tell what is new, closed and commented, once each', async () => {
		const first = await look(client, changesOf(), { projectId }, undefined, options());
		expect(first.events).toEqual([]);
		const made = await record('field.issue.create', { projectId, issueTypeId: sampleIds.punchList, fields: { Description: 'New' } });
		await record('field.issue.update', { projectId, issueId: firstIssue(), fields: { Status: 'Closed', 'Responsible company': 'Harbor Construction' } });
		await record('field.issue.comment', { projectId, issueId: firstIssue(), comment: 'Done' });
		const next = await look(client, changesOf(), { projectId }, first.state, options());
		expect(next.events.map(({ event, id }) => `${event} ${id}`).sort()).toEqual([`created ${textAt(made, 'id')}`, ...['closed', 'commented', 'companyChanged', 'statusChanged', 'updated'].map((event) => `${event} ${firstIssue()}`)].sort());
		expect((await look(client, changesOf(), { projectId }, next.state, options())).events).toEqual([]);
	});

	it('are listed flat, counted, and their statuses traced', async () => {
		expect(await records('field.issue.getManyByFilter', { projectId })).toHaveLength(40);
		expect(await record('field.issue.countByFilter', { projectId, filterId: 'Open Issues' })).toEqual({ count: (await records('field.issue.getManyByFilter', { projectId, filterId: 'Open Issues' })).length });
		expect(await records('field.issue.getVoidedIds', { projectId })).toContainEqual({ id: something() });
		await record('field.issue.update', { projectId, issueId: firstIssue(), fields: { Status: 'Closed' } });
		expect((await records('field.issueStatusChange.getManyForIssue', { projectId, issueId: 'HT-0001' })).map((one) => one.status)).toEqual(['Open', 'Closed']);
		expect(await records('field.issueStatusChange.getMany', { projectId, statuses: ['Closed'], changed: { from: new Date(served.world.now().getTime() - 5_000).toISOString() } })).toHaveLength(1);
	});

	it('are deleted for good', async () => {
		await record('field.issue.delete', { projectId, issueIds: [firstIssue()] });
		expect(sandbox.state.issues.size).toBe(39);
	});
});

describe('files', () => {
	const picture = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');

	it('attached twice stand there once, and come back byte for byte', async () => {
		const input = { projectId, containerType: 'Issue', containerId: firstIssue(), file: fileOf('crack.png', picture, 'image/png'), caption: 'Crack', tags: ['wall', 'north'] };
		const count = sandbox.state.attachments.size;
		const first = await record('field.attachment.upload', input);
		const again = await record('field.attachment.upload', input);
		expect(first).toMatchObject({ receipt: { done: 'sent', id: first.id }, fileName: 'crack.png', size: picture.length });
		expect(again.id).toBe(first.id);
		expect(sandbox.state.attachments.size).toBe(count + 1);
		expect(sandbox.state.attachments.get(textAt(first, 'id') ?? '')).toMatchObject({ caption: 'Crack', tags: 'wall,north', contentType: 'image/png', filename: 'crack.png' });
		const [output] = await run('field.file.download', { projectId, objectId: textAt(first, 'id') });
		expect(output?.file?.type).toBe('image/png');
		expect(sha256(await bytesOf(output))).toBe(sha256(picture));
		await record('field.attachment.delete', { projectId, attachmentId: textAt(first, 'id') });
		expect(sandbox.state.attachments.size).toBe(count);
	});

	it.each([
		['crack.JPG', undefined, 'image/jpeg'],
		['report.pdf', undefined, 'application/pdf'],
		['model.ifc', undefined, 'application/octet-stream'],
		['a.constructor', undefined, 'application/octet-stream'],
		['crack.jpg', 'image/webp', 'image/webp'],
	])('attached as %s of type %s are told to be %s', async (name, type, told) => {
		const made = await record('field.attachment.upload', { projectId, containerType: 'Issue', containerId: firstIssue(), file: fileOf(name, picture, type) });
		expect(sandbox.state.attachments.get(textAt(made, 'id') ?? '')?.contentType).toBe(told);
	});

	it('with other contents are another attachment', async () => {
		const input = { projectId, containerType: 'Issue', containerId: firstIssue() };
		const first = await record('field.attachment.upload', { ...input, file: fileOf('a.png', picture, 'image/png'), thumbnail: fileOf('a-small.png', picture, 'image/png') });
		const other = await record('field.attachment.upload', { ...input, file: fileOf('a.png', Buffer.concat([picture, picture]), 'image/png') });
		expect(other.id).not.toBe(first.id);
		expect(sandbox.state.attachments.get(textAt(first, 'id') ?? '')?.thumb).toHaveLength(picture.length);
	});

	it('a broken connection while attaching is repeated without a second attachment', async () => {
		const count = sandbox.state.attachments.size;
		served.faults.inject({ service: 'field', path: '/api/attachments', kind: { loseAnswer: true } });
		await record('field.attachment.upload', { projectId, containerType: 'Issue', containerId: firstIssue(), file: fileOf('a.png', picture, 'image/png') });
		expect([sandbox.state.attachments.size, calls('/api/attachments')]).toEqual([count + 1, 2]);
	});

	it('that do not exist are named as such', async () => {
		await expect(run('field.file.download', { projectId, objectId: 'nothing' })).rejects.toMatchObject({ kind: 'not-found', message: containing('The requested file does not exist') });
	});

	it('of the library come in four kinds', async () => {
		const [plan] = await records('field.document.getMany', { projectId, sortBy: 'filename' });
		const documentId = textAt(plan, 'document_id');
		const get = async (type: string, more: Input = {}): Promise<Output | undefined> => (await run('field.document.download', { projectId, documentId, type, ...more }))[0];
		const original = await get('original');
		expect(original?.file?.name).toBe(textAt(plan, 'filename'));
		expect((await bytesOf(original)).length).toBe(plan?.size);
		const metadata = await get('metadata');
		expect(metadata?.file).toBeUndefined();
		expect(metadata?.json).toMatchObject({ document_id: documentId });
		expect((await get('metadata_rev'))?.json).toHaveProperty('revisions');
		expect((await get('thumb'))?.file?.type).toBe('image/png');
		expect((await get('vela_viewer', { revision: 0, page: 0 }))?.file?.type).toBe('image/jpeg');
		expect((await bytesOf(await get('all'))).subarray(0, 2).toString()).toBe('PK');
		expect((await get('original', { documentId: { name: textAt(plan, 'filename') ?? '' } }))?.file?.name).toBe(textAt(plan, 'filename'));
	});

	it('of the library are counted, and found in the top level', async () => {
		const all = await records('field.document.getMany', { projectId });
		expect(await record('field.document.count', { projectId })).toEqual({ count: all.length });
		const top = await records('field.document.getMany', { projectId, topLevel: true, subfolders: false });
		expect(top.map((one) => one.document_id)).toEqual(all.filter((one) => one.path === '').map((one) => one.document_id));
	});

	it('are published, get a new revision under the same name, and lose one only when it is named', async () => {
		const made = await record('field.document.upload', { projectId, directory: 'Plans', file: fileOf('Level 2.pdf', Buffer.from('%PDF-1'), 'application/pdf'), tags: ['a', 'b'] });
		const again = await record('field.document.upload', { projectId, directory: 'Plans', file: fileOf('other.pdf', Buffer.from('%PDF-2'), 'application/pdf'), fileName: 'Level 2.pdf' });
		expect(made).toMatchObject({ receipt: { done: 'created', id: made.document_id }, filename: 'Level 2.pdf', path: 'Plans' });
		expect(again).toMatchObject({ document_id: made.document_id, revision_count: 2 });
		const documentId = textAt(made, 'document_id');
		await record('field.document.rename', { projectId, documentId, name: 'Level 3' });
		await record('field.document.move', { projectId, documentId, topLevel: true });
		expect(sandbox.state.documents.get(documentId ?? '')).toMatchObject({ filename: 'Level 3.pdf', folder: '' });
		expect((await bytesOf((await run('field.document.download', { projectId, documentId: 'Level 3.pdf', revision: 0 }))[0])).toString()).toBe('%PDF-1');
		await record('field.document.delete', { projectId, documentId, revision: 0 });
		expect(sandbox.state.documents.get(documentId ?? '')?.revisions).toHaveLength(1);
		await record('field.document.delete', { projectId, documentId, what: 'document' });
		expect(sandbox.state.documents.has(documentId ?? '')).toBe(false);
	});

	it('have a name that programs know how to open', async () => {
		const [output] = await run('field.file.download', { projectId, objectId: [...sandbox.state.attachments.keys()][0] });
		expect(output?.file?.name).toBe('binary_data.png');
	});

	it('photos are listed and their bytes fetched', async () => {
		const photos = await records('field.photo.getMany', { projectId });
		expect(photos.length).toBeGreaterThan(0);
		const [output] = await run('field.file.download', { projectId, objectType: 'Document', objectId: textAt(photos[0], 'id') });
		expect((await bytesOf(output)).length).toBe(photos[0]?.size);
		expect(await records('field.photo.getMany', { projectId, changedSince: '2999-01-01T00:00:00Z' })).toEqual([]);
	});
});

describe('checklists', () => {
	it('are listed, read, and their headers tell of rich and deleted ones', async () => {
		const listed = await records('field.checklist.getMany', { projectId });
		expect(listed).toHaveLength(12);
		const headers = await records('field.checklist.getManyHeaders', { projectId });
		expect(headers).toHaveLength(14);
		expect(headers.filter((one) => one.deleted === true)).toHaveLength(2);
		expect(await record('field.checklist.get', { projectId, checklistId: { name: textAt(listed[0], 'identifier') ?? '' } })).toMatchObject({ id: listed[0]?.id, sections: something() });
	});

	it('tell a trigger what is new, closed and deleted', async () => {
		const changes = field.resources.find((one) => one.id === 'field.checklist')?.changes;
		if (!changes) throw new Error('Checklists have no changes.');
		const options = (): ChangeOptions => ({ events: ['created', 'updated', 'deleted', 'statusChanged', 'completed'], startFrom: 'now', now: served.world.now().getTime() });
		const first = await look(client, changes, { projectId }, undefined, options());
		expect(first.events).toEqual([]);
		const open = [...sandbox.state.checklists.values()].filter((one) => one.status === 'Open' && one.deletedAt === undefined);
		const [closing, going] = open;
		if (!closing || !going) throw new Error('The sample has too few open checklists.');
		const later = new Date(served.world.now().getTime() + 60_000);
		closing.status = 'Closed';
		closing.updatedAt = later;
		going.deletedAt = later;
		going.updatedAt = later;
		const next = await look(client, changes, { projectId }, first.state, options());
		expect(next.events.map(({ event, id }) => [event, id]).sort()).toEqual([['completed', closing.id], ['deleted', going.id], ['statusChanged', closing.id], ['updated', closing.id]].sort());
		expect((await look(client, changes, { projectId }, next.state, options())).events).toEqual([]);
		const asked = served.exchanges.at(-1)?.requestBody ?? new Uint8Array();
		expect(decodeURIComponent(Buffer.from(asked).toString())).toMatch(/max_date=\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} \+0000/);
	});
});

describe('tasks', () => {
	const tasks = (): Json[] => [...sandbox.state.tasks.values()].map((task) => task.id);

	it('sent twice are made once, and changed by the second sending', async () => {
		const count = tasks().length;
		const first = await record('field.task.upsert', { projectId, identifier: 'T-900', name: 'Inspect anchors', companyId: 'Apex MEP', areas: [{ areaId: 'Building A>Level 02' }], scheduledAt: '2026-03-31T08:00:00Z' });
		const again = await record('field.task.upsert', { projectId, identifier: 'T-900', name: 'Inspect all anchors', status: 'Closed' });
		expect(first).toMatchObject({ receipt: { done: 'sent', id: first.id, number: 'T-900' } });
		expect(again.id).toBe(first.id);
		expect(tasks()).toHaveLength(count + 1);
		const [made] = (await records('field.task.getMany', { projectId })).filter((one) => one.task_id === first.id);
		expect(made).toMatchObject({ identifier: 'T-900', name: 'Inspect all anchors', status: 'Closed', company_id: companies.apexmep.fieldId, scheduled_at: '2026-03-31 08:00:00' });
	});

	it('follow the match value, or the id where one is given', async () => {
		const first = await record('field.task.upsert', { projectId, matchValue: 'row 7', name: 'A' });
		expect((await record('field.task.upsert', { projectId, matchValue: 'row 7', identifier: 'T-1', name: 'B' })).id).toBe(first.id);
		expect((await record('field.task.upsert', { projectId, matchValue: 'row 8', name: 'C' })).id).not.toBe(first.id);
		expect((await record('field.task.upsert', { projectId, taskId: textAt(first, 'id'), name: 'D' })).id).toBe(first.id);
		await expect(record('field.task.upsert', { projectId, name: 'E' })).rejects.toThrow(/One of Task or Match Value or Identifier is needed/);
	});
});

describe('the server', () => {
	it('answers the probe, and says when a ticket is dead', async () => {
		await client.probe();
		sandbox.expireTickets();
		await expect(client.probe()).rejects.toThrow();
	});

	it('tells its time', async () => {
		expect(await record('field.server.getCurrentDate')).toEqual({ current_date: matching(/^\d{4}-/) });
	});
});

describe('failures', () => {
	it('speak with the service\'s words', async () => {
		await expect(run('field.issue.getMany', { projectId: '00000000-0000-4000-8000-000000000000' })).rejects.toMatchObject({ kind: 'not-found', facts: { words: 'Project not found', operation: 'field.issue.getMany' } });
	});

	it('a missing right is a missing right although the service answers 401', async () => {
		client = signedInAs(people.grace.email);
		await expect(run('field.issue.getMany', { projectId: sampleIds.depot })).rejects.toMatchObject({ kind: 'permission', facts: { remedy: containing('rights in the project') } });
	});

	it('a web page names the counterpart in Autodesk Construction Cloud', async () => {
		served.faults.inject({ service: 'field', kind: { html: true, status: 410 } });
		await expect(run('field.project.getMany')).rejects.toMatchObject({ kind: 'unexpected-reply', facts: { remedy: containing('Autodesk Construction Cloud') } });
	});

	it('a create whose answer is lost is not sent again', async () => {
		served.faults.inject({ service: 'field', path: '/fieldapi/issues/v1/create', kind: { loseAnswer: true } });
		await expect(record('field.issue.create', { projectId, issueTypeId: sampleIds.punchList, fields: { Description: 'Once' } })).rejects.toMatchObject({ kind: 'connection' });
		expect([...sandbox.state.issues.values()].filter((issue) => issue.values.get('f--description') === 'Once')).toHaveLength(1);
	});
});
