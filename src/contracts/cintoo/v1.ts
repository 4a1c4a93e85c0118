import type { Contract, ContractParam } from '../contract';
import { call, commas, decimal, flag, json, list, moment, must, object, text, type About } from './vocabulary';

/*
 * API 1. Its document describes what goes in and comes out, but has lost every verb and all paths but two:
 * /api/accounts (line 18) and accounts/{accountId}/projects/{projectId}/files (line 1208). The others are rebuilt
 * from those, and stand here, once, to be corrected.
 */
const ACCOUNTS = '/api/accounts';
const ACCOUNT = `${ACCOUNTS}/{accountId}`;
const PROJECT = `${ACCOUNT}/projects/{projectId}`;
/** After the `type` of the records, `tagList`. */
const TAG_LISTS = `${PROJECT}/tagLists`;
const TAG_LIST = `${TAG_LISTS}/{tagListId}`;
/** Of the parameter only its meaning is left (lines 482 and 649). */
const since = moment('since', { note: 'name lost in scrape; DateTime or Date' });

const line = (number: number): string => `Cintoo API 1, line ${number}`;
const statuses = (ok: number): readonly number[] => [ok, 400, 401, 403, 404];
const lost = 'verb and path lost in scrape';

/** Ids are 1 to 50 characters of [a-zA-Z0-9_-] (line 232): UUIDs and older forms, never URNs. */
function v1(id: string, method: Contract['method'], path: string, about: About): Contract {
	const contract = call(`v1.${id}`, method, path, about);
	return { ...contract, params: contract.params.map((param): ContractParam => (param.in === 'path' ? { ...param, maxLength: 50 } : param)) };
}

const accountFields = ['id', 'type', 'name', 'createdAt', 'createdBy', 'ownerId', 'permissions'];
const userFields = ['id', 'type', 'firstname', 'lastname', 'company', 'title', 'email', 'accountIds'];
const groupFields = ['id', 'type', 'name', 'description', 'color', 'createdAt', 'createdBy', 'updatedAt', 'userIds', 'accountIds'];
const roleFields = ['id', 'type', 'name', 'description', 'color', 'createdAt', 'updatedAt', 'permissions', 'accountIds'];
const projectFields = ['id', 'type', 'accountId', 'planId', 'isdemo', 'region', 'projectIdV0', 'projectIdDefault', 'ownerId', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'name', 'description', 'location', 'isDeleted', 'deletedBy', 'deletedAt', 'scanCount', 'scanSize', 'workzoneCount', 'rootWorkzoneCount', 'userIds', 'groupIds', 'roleIds', 'workzones', 'permissions'];
const fileFields = ['projectId', 'parentId', 'parentUuid', 'id', 'type', 'uuid', 'name', 'formatId', 'size', 'createdBy', 'createdAt', 'updatedAt', 'updatedBy', 'importedAt', 'translation', 'rotation', 'contentId', 'src'];
const tagListFields = ['projectId', 'parentId', 'parentUuid', 'id', 'type', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'data'];
const tagFields = ['id', 'type', 'parentId', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'data'];

/** Members of a tag's data (lines 534 to 620). */
const tagData: readonly ContractParam[] = [
	text('id'),
	text('subId'),
	text('name'),
	list('boundingBox', { note: 'six numbers' }),
	list('orientedBoundingBox', { note: 'ten numbers' }),
	json('model'),
	text('class'),
	json('cameraState'),
	decimal('unit'),
	text('functionalSystem'),
	text('description'),
	decimal('confidence'),
	list('scanUuids'),
	flag('needValidation'),
	text('nature'),
	list('customFields'),
	text('customFields.name'),
	text('customFields.value'),
	list('metadata'),
	text('metadata.id'),
	text('metadata.value'),
];

/** What the bodies of both writes on a tag list share (lines 512 to 530, 751 to 768). */
const tagListBody: readonly ContractParam[] = [
	text('data.name'),
	text('data.description'),
	text('data.color'),
	flag('data.pending'),
	list('data.metadataDefinitions'),
	text('data.metadataDefinitions.id'),
	text('data.metadataDefinitions.name'),
	object('detect', { note: 'AI detection; name from the example' }),
	list('detect.classes'),
	list('detect.fileIds'),
	list('insert', { note: 'name from the example' }),
	...tagData.map((param) => ({ ...param, name: `insert.${param.name}` })),
	flag('cleanRemovedMetadataIds'),
];

/** The calls of API 1 that a flow can make. Two reports and the two of Cintoo Connect are missing: nothing at all is left of their verbs and paths. */
export const v1Calls: readonly Contract[] = [
	v1('account.getMany', 'GET', ACCOUNTS, {
		reply: { statuses: [200, 401], kind: 'array', fields: accountFields },
		source: line(198),
		evidence: 'stated',
		notes: ['verb and path in a curl sample, line 18'],
	}),
	v1('account.get', 'GET', ACCOUNT, { reply: { statuses: statuses(200), kind: 'object', fields: accountFields }, source: line(231), evidence: 'inferred', notes: [lost] }),
	v1('project.getMany', 'GET', `${ACCOUNT}/projects`, {
		query: [text('workzoneId', { note: 'only the project that owns this work zone' })],
		reply: { statuses: statuses(200), kind: 'array', fields: projectFields },
		source: line(274),
		evidence: 'inferred',
		notes: [lost, 'work zones and contributors are nested', 'planId is the subscription id', 'the text speaks of a list of project ids, whose parameter is lost'],
	}),
	v1('project.get', 'GET', PROJECT, { reply: { statuses: statuses(200), kind: 'object', fields: projectFields }, source: line(349), evidence: 'inferred', notes: [lost] }),
	v1('project.updateSubscription', 'PATCH', PROJECT, {
		body: [must({ name: 'op', in: 'body', type: 'enum', values: ['replace'], required: true }), must(text('path', { note: 'the present subscription id, no JSON pointer' })), must(text('value', { note: 'the new subscription id' }))],
		sends: 'json-rows',
		reply: { statuses: statuses(200), kind: 'none' },
		source: line(422),
		evidence: 'inferred',
		notes: [lost, 'PATCH after the form of the body, that of a JSON Patch', 'the reply of a success is lost', 'its 400 has the body { status, type }'],
	}),
	v1('file.getMany', 'GET', `${PROJECT}/files`, {
		query: [commas('category', { values: ['model', 'scan', 'geoImage'] })],
		reply: { statuses: statuses(200), kind: 'array', fields: fileFields },
		source: line(437),
		evidence: 'inferred',
		notes: ['path and parameter, but no verb, in line 1208'],
	}),
	v1('tagList.getMany', 'GET', TAG_LISTS, { query: [since], reply: { statuses: statuses(200), kind: 'array', fields: tagListFields }, source: line(479), evidence: 'inferred', notes: [lost] }),
	v1('tagList.create', 'POST', TAG_LISTS, {
		body: [must(text('parentId', { note: 'the work zone' })), must(object('data')), ...tagListBody],
		sends: 'json',
		reply: { statuses: statuses(200), kind: 'object', fields: tagListFields },
		source: line(507),
		evidence: 'inferred',
		notes: [lost, 'adds tags and starts AI detection in the same call'],
	}),
	v1('tagList.get', 'GET', TAG_LIST, { query: [since], reply: { statuses: statuses(200), kind: 'array', fields: tagFields }, source: line(645), evidence: 'inferred', notes: [lost, 'an array of the tags, not the list'] }),
	v1('tagList.update', 'PATCH', TAG_LIST, {
		body: [object('data'), ...tagListBody, json('update', { note: 'a map of tag id to tag data; its members are in no example' }), list('delete', { note: 'tag ids' })],
		sends: 'json',
		reply: { statuses: statuses(200), kind: 'object', fields: [...tagListFields, 'tags'] },
		source: line(746),
		evidence: 'inferred',
		notes: [lost, 'PATCH because the body is partial; PUT and POST are as possible'],
	}),
	v1('tagList.delete', 'DELETE', TAG_LIST, { reply: { statuses: statuses(200), kind: 'array', fields: ['id', 'isDeleted'] }, source: line(984), evidence: 'inferred', notes: [lost, 'answers with the deleted tags'] }),
	v1('group.getMany', 'GET', `${ACCOUNT}/groups`, { reply: { statuses: statuses(200), kind: 'array', fields: groupFields }, source: line(1007), evidence: 'inferred', notes: [lost] }),
	v1('group.get', 'GET', `${ACCOUNT}/groups/{groupId}`, { reply: { statuses: statuses(200), kind: 'object', fields: groupFields }, source: line(1025), evidence: 'inferred', notes: [lost] }),
	v1('role.getMany', 'GET', `${ACCOUNT}/roles`, { reply: { statuses: statuses(200), kind: 'array', fields: roleFields }, source: line(1042), evidence: 'inferred', notes: [lost, 'permissions have their old names, such as upload'] }),
	v1('role.get', 'GET', `${ACCOUNT}/roles/{roleId}`, { reply: { statuses: statuses(200), kind: 'object', fields: roleFields }, source: line(1059), evidence: 'inferred', notes: [lost] }),
	v1('subscription.getMany', 'GET', `${ACCOUNT}/subscriptions`, {
		reply: { statuses: statuses(200), kind: 'array', fields: ['id', 'type', 'accountId', 'isVa', 'isActive', 'isTrial', 'name', 'start', 'tagCapacity', 'scanCapacity', 'createdAt', 'UpdatedAt'] },
		source: line(1075),
		evidence: 'inferred',
		notes: [lost, 'UpdatedAt is spelled so'],
	}),
	v1('user.getMany', 'GET', `${ACCOUNT}/users`, { reply: { statuses: statuses(200), kind: 'array', fields: userFields }, source: line(1092), evidence: 'inferred', notes: [lost] }),
	v1('user.get', 'GET', `${ACCOUNT}/users/{userId}`, { reply: { statuses: statuses(200), kind: 'object', fields: userFields }, source: line(1107), evidence: 'inferred', notes: [lost] }),
];
