import { cintoo } from '../../../src/catalog/cintoo';
import { isObject, listAt, textAt, type Input, type JsonObject } from '../../../src/catalog/vocabulary';
import type { Client } from '../../../src/core/client';
import { sampleIds } from '../../../src/sandbox/cintoo/sample';
import { people, type PersonKey } from '../../../src/sandbox/people';
import { carryOut } from '../../support/carry-out';
import { cintooSandbox } from '../../support/cintoo-sandbox';
import { failureFrom } from '../../support/failure';

const { run, only, records } = carryOut(cintoo);
const urn = (kind: string, id: string): string => `urn:cintoo:${kind}:${id}`;
const inAccount = { accountRef: urn('account', sampleIds.account) };
const tower = { ...inAccount, projectRef: urn('project', sampleIds.harborTower) };
const duct = { ...tower, annotationRef: urn('annotation', sampleIds.ductClash) };
const byName = { withPeople: true };

const { served, as } = cintooSandbox();
let nora: Client;

beforeEach(() => {
	nora = as('nora');
});

const lookUps = (): number => served().exchanges.filter(({ contractId }) => contractId === 'cintoo.user.getMany').length;
const personOf = (who: PersonKey): JsonObject => ({ id: urn('user', people[who].cintooId), name: `${people[who].firstName} ${people[who].lastName}`, email: people[who].email });

/** Paths of the members that only the option adds, with what they hold. */
function added(plain: unknown, rich: unknown, path = ''): readonly (readonly [string, unknown])[] {
	if (Array.isArray(rich)) return rich.flatMap((one: unknown, index) => added(Array.isArray(plain) ? plain[index] : undefined, one, `${path}${index}.`));
	if (!isObject(rich) || !isObject(plain)) return [];
	return Object.entries(rich).flatMap(([key, value]) => (key in plain ? added(plain[key], value, `${path}${key}.`) : [[path + key, value] as const]));
}

describe('people by name', () => {
	it('stand beside the URNs of an annotation, its comments and its author, and change nothing else', async () => {
		const include = { includeComments: true, includeAttachments: true };
		const plain = await only(nora, 'annotation.get', { ...duct, ...include });
		const rich = await only(nora, 'annotation.get', { ...duct, ...include, ...byName });
		const more = added(plain, rich);
		expect(more.map(([path]) => path)).toEqual(['modificationInfo.createdByPerson', 'modificationInfo.updatedByPerson', 'assignedToPeople', 'comments.0.modificationInfo.createdByPerson', 'comments.0.modificationInfo.updatedByPerson']);
		expect(rich).toMatchObject(plain);
		const assigned = (listAt(plain, 'assignedTo') ?? []).map(String);
		expect(assigned.length).toBeGreaterThan(0);
		const cast = Object.values(people);
		expect(rich.assignedToPeople).toEqual(assigned.map((id) => personOf(cast.find(({ cintooId }) => id.endsWith(cintooId))?.key ?? 'nora')));
	});

	it('are as empty as the list of assignees, which is there in any case', async () => {
		expect(await only(nora, 'annotation.get', { ...duct, annotationRef: urn('annotation', sampleIds.bareIssue), ...byName })).toMatchObject({ assignedTo: [], assignedToPeople: [] });
	});

	it.each<readonly [string, Input, string]>([
		['annotation.getMany', tower, 'modificationInfo.createdByPerson'],
		['project.getMany', inAccount, 'ownerPerson'],
		['project.get', tower, 'modificationInfo.createdByPerson'],
		['workzone.getMany', tower, 'modificationInfo.createdByPerson'],
		['file.getMany', tower, 'createdByPerson'],
		['crop.getMany', tower, 'updatedByPerson'],
		['crop.get', { ...tower, cropRef: urn('crop', sampleIds.ductCrop) }, 'createdByPerson'],
		['measurement.getMany', { ...inAccount, projectRef: urn('project', sampleIds.quay) }, 'createdByPerson'],
		['tagList.getMany', tower, 'createdByPerson'],
		['tag.getMany', { ...tower, tagListRef: urn('tag-list', sampleIds.tagList) }, 'createdByPerson'],
		['group.getMany', inAccount, 'createdByPerson'],
		['group.get', { ...inAccount, groupRef: urn('group', sampleIds.groupSurvey) }, 'userPeople.0'],
		['role.getMany', inAccount, 'createdByPerson'],
		['role.get', { ...inAccount, roleRef: urn('role', sampleIds.roleGuest) }, 'createdByPerson'],
	])('%s shows them on request, by one look-up', async (of, input, path) => {
		const plain = await records(nora, of, input);
		expect(lookUps()).toBe(0);
		expect(JSON.stringify(plain)).not.toMatch(/(Person|People)"/);
		const rich = await records(nora, of, { ...input, ...byName });
		expect(rich).toHaveLength(plain.length);
		expect(rich.length).toBeGreaterThan(0);
		for (const record of rich) expect(Object.values(people).map(({ email }) => email)).toContain(textAt(record, `${path}.email`));
		expect(lookUps()).toBe(1);
	});

	it('are shown for share links too', async () => {
		const made = await only(nora, 'shareLink.create', { ...tower, name: 'For the owner', workzoneId: urn('workzone', sampleIds.roof) });
		expect(await records(nora, 'shareLink.getMany', { ...tower, ...byName })).toMatchObject([{ id: made.id, createdByPerson: personOf('nora') }]);
		expect(await only(nora, 'shareLink.get', { ...tower, shareLinkRef: made.id, ...byName })).toMatchObject({ createdByPerson: personOf('nora') });
	});

	it('are looked up once for all items of a run', async () => {
		for (const annotationRef of [sampleIds.ductClash, sampleIds.sharedIssue, sampleIds.bareIssue]) await run(nora, 'annotation.get', { ...tower, annotationRef, ...byName });
		expect(lookUps()).toBe(1);
	});

	it('are not looked up where nothing is shown', async () => {
		expect(await records(nora, 'annotation.getMany', { ...tower, ...byName, updated: { to: '2001-01-01T00:00:00Z' } })).toEqual([]);
		expect(lookUps()).toBe(0);
	});

	it('keep hidden who has not accepted the invitation, and say so', async () => {
		const apex = await only(nora, 'group.get', { ...inAccount, groupRef: urn('group', sampleIds.groupApex), ...byName });
		expect(apex.userPeople).toEqual([personOf('mei'), { id: urn('user', sampleIds.invitedUser), name: null, email: 'p****@apexmep.example', note: 'Invitation not accepted yet: Cintoo hides who it is' }]);
	});

	it('say who is gone', async () => {
		served().services.cintoo.state.users.delete(people.mei.cintooId);
		const shared = await only(nora, 'annotation.get', { ...tower, annotationRef: sampleIds.ductClash, ...byName });
		expect(JSON.stringify(shared)).toContain(JSON.stringify({ id: urn('user', people.mei.cintooId), name: null, email: null, note: 'No longer a user of the account' }));
	});

	it('leave the URNs alone for whoever may not list users, with the reason', async () => {
		const luis = as('luis');
		const rich = await records(luis, 'annotation.getMany', { ...tower, ...byName });
		expect(rich.length).toBeGreaterThan(1);
		for (const record of rich) {
			expect(textAt(record, 'modificationInfo.createdBy')).toMatch(/^urn:cintoo:user:/);
			expect(record).toMatchObject({ modificationInfo: { createdByPerson: { name: null, email: null } } });
			expect(textAt(record, 'modificationInfo.createdByPerson.note')).toBe('Not shown: You do not have the permission to list users. It requires to have permission "account:users:read" or "workzone:members:write"');
		}
		await run(luis, 'annotation.get', { ...duct, ...byName });
		expect(lookUps()).toBe(1);
	});

	it('fail with the read when the list of users fails otherwise', async () => {
		served().faults.inject({ service: 'cintoo', path: '/users', times: 9, kind: { status: 500 } });
		expect((await failureFrom(run(nora, 'annotation.get', { ...duct, ...byName }))).kind).toBe('unavailable');
		served().faults.clear();
		expect(await only(nora, 'annotation.get', { ...duct, ...byName })).toHaveProperty('assignedToPeople');
	});
});
