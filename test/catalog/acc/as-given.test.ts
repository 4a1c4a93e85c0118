import { Readable } from 'node:stream';
import { acc } from '../../../src/catalog/acc';
import { textAt, type Input } from '../../../src/catalog/vocabulary';
import type { Client } from '../../../src/core/client';
import { createAccService, TOWER_ID, type AccService } from '../../../src/sandbox/acc';
import { people } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { carryOut } from '../../support/carry-out';
import { bearer, connect } from '../../support/connect';

const { records, only, run } = carryOut(acc);
const tower = { projectId: TOWER_ID };

let served: Served<{ acc: AccService }>;
let nora: Client;
beforeEach(async () => {
	served = await serve((world) => ({ acc: createAccService(world) }));
	nora = connect(acc, served.origins.acc, bearer(served.services.acc.issueTokens(people.nora.autodeskId).access_token));
});
afterEach(async () => await served.stop());

/** What expressions and agents give: labels for values, numbers for texts, texts for numbers, yes and no, and lists. */
describe('values reach an operation in several steps in whatever form they were given', () => {
	const leak = { ...tower, issueSubtypeId: { name: 'Quality > Defect' }, title: 'Leak' };

	it('a number to match on', async () => {
		const given: Input = { ...leak, matchOn: 'Custom Attribute', matchAttribute: { name: 'Cintoo annotation' }, matchValue: 4711 };
		expect((await only(nora, 'issue.upsert', given)).receipt).toMatchObject({ done: 'created' });
		expect((await only(nora, 'issue.upsert', given)).receipt).toMatchObject({ done: 'unchanged' });
	});

	it('a title that is a number, matched on by the label of the choice', async () => {
		const given: Input = { ...leak, matchOn: 'Title', title: 2026 };
		expect((await only(nora, 'issue.upsert', given)).receipt).toMatchObject({ done: 'created' });
		expect(textAt(await only(nora, 'issue.upsert', given), 'receipt.done')).toBe('unchanged');
	});

	it('a level of access by its label', async () => {
		expect(await records(nora, 'folder.setPermissions', { ...tower, folderId: 'Project Files/Drawings', level: 'View', userIds: people.mei.email })).toMatchObject([{ receipt: { done: 'created' }, level: 'view' }]);
	});

	it('a yes and a no as text', async () => {
		const comment: Input = { ...tower, issueId: { name: '3' }, body: 'Seen' };
		for (const onlyOnce of ['false', 'false', 'true']) await run(nora, 'issueComment.create', { ...comment, onlyOnce });
		expect(served.services.acc.state.comments.filter(({ body }) => body === 'Seen')).toHaveLength(2);
	});

	it('several ids in one text', async () => {
		const ids = (await records(nora, 'photo.search', tower)).slice(0, 2).map((one) => textAt(one, 'id') ?? '');
		const outputs = await run(nora, 'photo.downloadMany', { ...tower, photoIds: ids.join(', '), size: 'Thumbnail' });
		for (const { file } of outputs) file?.stream.destroy();
		expect(outputs.map(({ json, file }) => [json.id, file === undefined])).toEqual(ids.map((id) => [id, false]));
	});
});

describe('RFIs are found by a custom attribute', () => {
	it.each<Input>([{ attributes: { zone: 'north' } }, { attributes: { 'days lost': 2 } }])('chosen by name (%j)', async (asked) => {
		const made = await only(nora, 'rfi.create', { ...tower, title: 'Which anchor?', customAttributes: { Zone: ['North'], 'Days Lost': 2 } });
		await only(nora, 'rfi.create', { ...tower, title: 'Which bolt?', customAttributes: { Zone: ['South'] } });
		expect((await records(nora, 'rfi.search', { ...tower, ...asked })).map(({ id }) => id)).toEqual([made.id]);
	});

	it('by its id and that of the value, in one text', async () => {
		const made = await only(nora, 'rfi.create', { ...tower, title: 'Which anchor?', customAttributes: { Zone: ['North'] } });
		const [zone] = served.services.acc.state.rfiAttributes.filter(({ projectId, name }) => projectId === TOWER_ID && name === 'Zone');
		expect((await records(nora, 'rfi.search', { ...tower, customAttributes: `${zone?.id ?? ''}: ${zone?.possibleValues[0]?.id ?? ''}` })).map(({ id }) => id)).toEqual([made.id]);
	});
	afterEach(() => expect(served.exchanges.flatMap(({ violations }) => violations)).toEqual([]));
});

describe('who is to look at an RFI', () => {
	const mei = { id: people.mei.autodeskId, type: 'user' };
	const company = { id: '120450', type: 'company' };
	const role = { id: '120502', type: 'role' };
	const named = { coReviewers: [{ name: people.mei.email }, 'company:120450'], watchers: 'role:120502, company:120450' };
	const sent = (method: string): readonly unknown[] => served.exchanges.filter((one) => one.method === method && /\/rfis(\/[0-9a-f-]+)?$/.test(one.url)).map(({ requestBody }): unknown => JSON.parse(Buffer.from(requestBody).toString()));

	it('are people, companies and roles, beside the number and the type it gets', async () => {
		const made = await only(nora, 'rfi.create', { ...tower, title: 'Which anchor?', customIdentifier: 'A-17', ...named });
		const [general] = served.services.acc.state.rfiTypes.filter(({ projectId, isDefault }) => projectId === TOWER_ID && isDefault);
		expect(made).toMatchObject({ receipt: { number: 'A-17' }, coReviewers: [mei, company], watchers: [role, company] });
		expect(sent('POST')).toMatchObject([{ rfiTypeId: general?.id }]);
	});

	it('are named again when it goes back to them, and their answers when it is closed', async () => {
		const { state } = served.services.acc;
		const rfi = state.rfis.find(({ projectId, status }) => projectId === TOWER_ID && status === 'open');
		const asked = { ...tower, rfiId: rfi?.id ?? '' };
		await only(nora, 'rfiResponse.create', { ...asked, text: 'M16', onBehalf: { name: people.mei.email } });
		await only(nora, 'rfi.update', { ...asked, status: 'answered' });
		expect(await only(nora, 'rfi.update', { ...asked, status: 'open', returnForReviewerList: [{ name: people.mei.email }] })).toMatchObject({ status: 'open', assignedTo: [mei] });
		const answer = state.rfiResponses.at(-1)?.id ?? '';
		await only(nora, 'rfi.update', { ...asked, status: 'closed', officialResponse: 'M16', officialResponseStatus: 'answered', aggregatedResponseIds: [answer] });
		expect(sent('PATCH').at(-1)).toMatchObject({ status: 'closed', aggregatedResponseIds: [answer] });
	});
	it('have the files of their official response once, also when the answer to closing was lost', async () => {
		const { state } = served.services.acc;
		const rfi = state.rfis.find(({ projectId, status }) => projectId === TOWER_ID && status === 'open');
		const before = state.rfiAttachments.length;
		const close = async (): Promise<unknown> => await only(nora, 'rfi.update', { ...tower, rfiId: rfi?.id ?? '', status: 'closed', officialResponse: 'M16', officialResponseStatus: 'answered', files: [{ name: 'anchor.txt', open: async () => Readable.from(['M16']) }] });
		served.faults.inject({ service: 'acc', method: 'PATCH', path: '/rfis/', kind: { status: 500, json: {} } });
		await expect(close()).rejects.toThrow('500');
		expect(state.rfiAttachments).toHaveLength(before);
		served.faults.inject({ service: 'acc', method: 'PATCH', path: '/rfis/', kind: { loseAnswer: true } });
		expect(await close()).toMatchObject({ receipt: { done: 'updated' }, status: 'closed' });
		expect(state.rfiAttachments).toHaveLength(before + 1);
	});
	afterEach(() => expect(served.exchanges.flatMap(({ violations }) => violations)).toEqual([]));
});

describe('what a step of an RFI needs', () => {
	const permitting = (...required: readonly string[]): void => {
		const rfi = served.services.acc.state.rfis.find(({ projectId, status }) => projectId === TOWER_ID && status === 'draft');
		if (!rfi) throw new Error('The sample has no draft.');
		const permittedStatuses = { wfUS: [{ status: 'open', requiredAttributes: required.map((name) => ({ name })) }] };
		served.faults.inject({ service: 'acc', method: 'GET', path: `/rfis/${rfi.id}`, kind: { status: 200, json: { ...rfi, workflowType: 'US', permittedActions: { updateRfi: { permittedStatuses } } } } });
		step = { ...tower, rfiId: rfi.id, status: 'open' };
	};
	let step: Input = {};

	it('counts as filled in where the RFI has it already, but for the assignee', async () => {
		permitting('title', 'question', 'assignedTo');
		await expect(only(nora, 'rfi.update', step)).rejects.toThrow('The status Open needs Assigned To.');
		permitting('title', 'question', 'assignedTo');
		expect((await only(nora, 'rfi.update', { ...step, assignedTo: [{ name: people.mei.email }] })).status).toBe('open');
	});

	it('is left to the service where nobody could fill it in here', async () => {
		permitting('customFields', 'nudge', 'assignedTo');
		expect((await only(nora, 'rfi.update', { ...step, assignedTo: [{ name: people.mei.email }] })).status).toBe('open');
	});
});
