import { cintoo } from '../../../src/catalog/cintoo';
import { permissionWords } from '../../../src/catalog/cintoo/permission-words';
import { operationsOf, type Input } from '../../../src/catalog/vocabulary';
import type { Client } from '../../../src/core/client';
import { createCintooService, type CintooService } from '../../../src/sandbox/cintoo';
import { sampleIds } from '../../../src/sandbox/cintoo/sample';
import { people, type PersonKey } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { carryOut } from '../../support/carry-out';
import { bearer, connect } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const { run, only } = carryOut(cintoo);
const urn = (kind: string, id: string): string => `urn:cintoo:${kind}:${id}`;
const nobody = '00000000-0000-4000-8000-000000000000';
const A = { accountRef: sampleIds.account };
const tower = { ...A, projectRef: urn('project', sampleIds.harborTower) };
const quay = { ...A, projectRef: sampleIds.quay };
const position = { x: 0, y: 0, z: 0 };
const annotates = 'a role on the work zone that creates, edits and deletes annotations';
const manages = 'a role on the work zone that adds and removes team members';

let served: Served<{ cintoo: CintooService }>;
beforeAll(async () => {
	served = await serve((world) => ({ cintoo: createCintooService(world) }));
});
afterAll(async () => await served.stop());

function as(who: PersonKey): Client {
	return connect(cintoo, served.origins.cintoo, bearer(served.services.cintoo.issueTokens(people[who].cintooId).access_token));
}

interface Refusal {
	readonly who: PersonKey;
	readonly of: string;
	readonly input: Input;
	/** As a person reads it: whole. */
	readonly message: string;
	readonly remedy: string;
	readonly facts: { readonly kind: string; readonly code?: string; readonly permissions?: readonly string[] };
}

const ask = 'Ask a project administrator for the right, or sign in as a user who has it.';
const harbor = 'project 7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e11';

const refusals: Readonly<Record<string, Refusal>> = {
	'API 2, with the permissions': {
		who: 'luis',
		of: 'annotation.delete',
		input: { ...tower, annotationRef: urn('annotation', sampleIds.note) },
		message: `Delete annotation (${harbor}, annotation ${sampleIds.note}): Cintoo does not allow this to the signed-in user (403): You do not have the permission to delete annotation. It requires to have permission "workzone:annotations:write". [delete-annotation-forbidden]`,
		remedy: `It takes the permission workzone:annotations:write (${annotates}). ${ask}`,
		facts: { kind: 'permission', code: 'delete-annotation-forbidden', permissions: ['workzone:annotations:write'] },
	},
	'API 2, with several permissions of which one suffices': {
		who: 'luis',
		of: 'shareLink.create',
		input: { ...tower, name: 'L', workzoneId: urn('workzone', sampleIds.roof) },
		message: `Create share link (account ${sampleIds.account}, ${harbor}): Cintoo does not allow this to the signed-in user (403): You do not have the permission to create share link. It requires to have permission "workzone:share-links:write" or "workzone:own-share-links:write". [create-share-link-forbidden]`,
		remedy: `It takes the permission workzone:share-links:write (a role on the work zone that creates, edits and deletes share links) or workzone:own-share-links:write (a role on the work zone that creates share links, and edits and deletes its own). ${ask}`,
		facts: { kind: 'permission', code: 'create-share-link-forbidden', permissions: ['workzone:share-links:write', 'workzone:own-share-links:write'] },
	},
	'API 2, of an account': {
		who: 'samir',
		of: 'konektHub.create',
		input: { ...A, token: 'konekt-sandbox-apex' },
		message: `Create Konekt hub (account ${sampleIds.account}): Cintoo does not allow this to the signed-in user (403): You do not have the permission to create integration. It requires to have permission "account:integrations:write". [create-integration-forbidden]`,
		remedy: `It takes the permission account:integrations:write (account owner or administrator). ${ask}`,
		facts: { kind: 'permission', code: 'create-integration-forbidden', permissions: ['account:integrations:write'] },
	},
	'API 2, in words only': {
		who: 'luis',
		of: 'member.removeUser',
		input: { ...tower, userRef: people.mei.cintooId },
		message: `Remove user from project (${harbor}, user ${people.mei.cintooId}): Cintoo does not allow this to the signed-in user (403): You do not have the permission to remove contributor. It requires to be targeting self, or to have permission "manage_users". [remove-contributor-forbidden]`,
		remedy: `It takes the permission workzone:members:write (${manages}). ${ask}`,
		facts: { kind: 'permission', code: 'remove-contributor-forbidden', permissions: ['workzone:members:write'] },
	},
	'API 2, with a type in place of all else': {
		who: 'luis',
		of: 'member.removeGroup',
		input: { ...tower, groupRef: sampleIds.groupSurvey },
		message: `Remove group from project (${harbor}, group ${sampleIds.groupSurvey}): Cintoo does not allow this to the signed-in user (403): Cannot remove group(s). Need to have "manage_user" permission on the project.`,
		remedy: `It takes the permission workzone:members:write (${manages}). ${ask}`,
		facts: { kind: 'permission', permissions: ['workzone:members:write'] },
	},
	'API 1': {
		who: 'luis',
		of: 'v1TagList.delete',
		input: { accountId: sampleIds.account, projectId: sampleIds.harborTower, tagListId: sampleIds.tagList },
		message: `Delete tag list (API v1) (${harbor}, tagList ${sampleIds.tagList}): Cintoo does not allow this to the signed-in user (403): Forbidden.`,
		remedy: ask,
		facts: { kind: 'permission', code: '403' },
	},
	'a code that says more than the permission': {
		who: 'luis',
		of: 'annotation.getMany',
		input: quay,
		message: `Get many annotations (account ${sampleIds.account}, project ${sampleIds.quay}): Cintoo does not allow this to the signed-in user (403): You are not a member of this project. [not-member-of-project]`,
		remedy: 'The signed-in user is no member of this project: have them added to it in Cintoo.',
		facts: { kind: 'permission', code: 'not-member-of-project' },
	},
	'a URN of another kind': {
		who: 'nora',
		of: 'annotation.get',
		input: { ...tower, annotationRef: urn('crop', sampleIds.ductCrop) },
		message: `Get annotation (${harbor}, annotation ${sampleIds.ductCrop}): Cintoo refused it (400): ID type mismatch in Urn. Expected a 'annotation', found a 'crop'. [invalid-annotation-urn]`,
		remedy: 'The URN names a thing of another kind: pick it from the list, or copy the id of the right record.',
		facts: { kind: 'refused', code: 'invalid-annotation-urn' },
	},
	'what is not there': {
		who: 'nora',
		of: 'crop.get',
		input: { ...tower, cropRef: nobody },
		message: `Get crop (${harbor}, crop ${nobody}): Cintoo cannot find it (404): crop ${nobody} not found. [crop-not-found]`,
		remedy: 'Check the ids: the record may be deleted, may lie in another project, or the signed-in user may not see it.',
		facts: { kind: 'not-found', code: 'crop-not-found' },
	},
	'an input that is wrong': {
		who: 'nora',
		of: 'konektProject.create',
		input: { ...tower, hubId: 'elsewhere', konektProjectId: 1 },
		message: `Link project to Konekt (account ${sampleIds.account}, ${harbor}): Cintoo refused it (400): The account is not connected to this Konekt hub. [invalid-input]`,
		remedy: 'Correct the input that the message names.',
		facts: { kind: 'refused', code: 'invalid-input' },
	},
	'what conflicts, for which there is no code': {
		who: 'nora',
		of: 'autodeskProject.create',
		input: { ...tower, autodeskHubId: 'b.harbor', autodeskProjectId: 'b.old-quay' },
		message: `Link project to Autodesk (account ${sampleIds.account}, ${harbor}): Cintoo says that it conflicts with what is there (409): A configuration already exists on this project.`,
		remedy: 'Read the present state, then decide.',
		facts: { kind: 'conflict' },
	},
};

describe('a refusal of the service becomes one message', () => {
	it.each(Object.entries(refusals))('%s', async (_, { who, of, input, message, remedy, facts: { kind, code, permissions } }) => {
		const failed = await failureFrom(run(as(who), of, input));
		expect({ message: failed.message, remedy: failed.facts.remedy }).toEqual({ message, remedy });
		expect({ kind: failed.kind, code: failed.facts.code, permissions: failed.facts.requiredPermissions, operation: failed.facts.operation }).toEqual({ kind, code, permissions, operation: `cintoo.${of}` });
	});

	it('of a sign-in that is over', async () => {
		const failed = await failureFrom(run(connect(cintoo, served.origins.cintoo, bearer('none')), 'account.getMany', {}));
		expect(failed).toMatchObject({ kind: 'sign-in', facts: { status: 401, code: 'unauthorized' } });
		expect(failed.facts.requiredPermissions).toBeUndefined();
		expect(failed.facts.remedy).toBe('Open the credential and sign in again.');
	});

	it('of tags that went together', async () => {
		const { state } = served.services.cintoo;
		const list = state.tagLists.get(sampleIds.tagList);
		if (!list) throw new Error('There is no list.');
		list.pending = true;
		const entry = operationsOf(cintoo).get('cintoo.tag.create');
		if (!entry) throw new Error('There is no operation.');
		const results = await as('nora').runMany(entry.operation, ['A', 'B', 'C'].map((id) => ({ ...tower, tagListRef: sampleIds.tagList, id })));
		list.pending = false;
		expect(results.map((result) => ('error' in result ? result.error.facts.remedy : 'done'))).toEqual(Array(3).fill(expect.stringContaining('It went in one call with 2 others; all of them are carried out together, or none.')));
		expect(served.exchanges.filter(({ contractId }) => contractId === 'cintoo.tag.bulk')).toHaveLength(1);
		expect(list.tags.size).toBe(4);
	});

	it('of what somebody lacks names a permission that somebody else has', async () => {
		const input = { ...tower, workzoneId: urn('workzone', sampleIds.roof), annotationType: 'Note', title: 'T', description: 'D', position };
		const { facts } = await failureFrom(run(as('luis'), 'annotation.create', input));
		expect(facts.remedy).toContain(annotates);
		expect(await only(as('mei'), 'annotation.create', input)).toMatchObject({ receipt: { done: 'created' } });
	});
});

describe('permissions', () => {
	it('that operations take are explained, but for those of which no document says who has them', () => {
		const taken = new Set([...operationsOf(cintoo).values()].flatMap(({ operation }) => operation.needs.permissions ?? []));
		expect([...taken].filter((permission) => permissionWords(permission) === undefined).sort()).toEqual(['account:groups:write', 'workzone:cad-model:read', 'workzone:cad-model:transform', 'workzone:cad-model:write', 'workzone:geoimages:transform', 'workzone:reality-data:transform', 'workzone:video3d:transform', 'workzone:video3d:write']);
	});
});
