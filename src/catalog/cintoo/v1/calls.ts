import { del, get, patch, post, type Call, type OperationStatus } from '../../vocabulary';

const account = '/api/accounts/{accountId}';
const project = `${account}/projects/{projectId}`;
const tagLists = `${project}/tagLists`;

const stated = (call: Call): { readonly call: Call } => ({ call });
const inferred = (call: Call): { readonly call: Call; readonly status: OperationStatus } => ({ call, status: 'inferred' });

/**
 * Verbs and paths of API 1. Its document has lost them all but the first and, without its verb, that of the files
 * (API 1, lines 18 and 1208). The others follow from these two; where one proves wrong, it is put right here.
 * Of the two reports and of Cintoo Connect nothing is left that a path could follow from: they are not offered.
 */
export const v1 = {
	listAccounts: stated(get('/api/accounts')),
	getAccount: inferred(get(account)),
	listSubscriptions: inferred(get(`${account}/subscriptions`)),
	listUsers: inferred(get(`${account}/users`)),
	getUser: inferred(get(`${account}/users/{userId}`)),
	listGroups: inferred(get(`${account}/groups`)),
	getGroup: inferred(get(`${account}/groups/{groupId}`)),
	listRoles: inferred(get(`${account}/roles`)),
	getRole: inferred(get(`${account}/roles/{roleId}`)),
	listProjects: inferred(get(`${account}/projects`)),
	getProject: inferred(get(project)),
	/** PATCH because the body has the form of a JSON Patch (line 428). */
	patchProject: inferred(patch(project, { body: 'bare' })),
	listFiles: inferred(get(`${project}/files`)),
	/** `tagLists` because the records are of the type `tagList` (line 488). */
	listTagLists: inferred(get(tagLists)),
	createTagList: inferred(post(tagLists)),
	listTags: inferred(get(`${tagLists}/{tagListId}`)),
	/** PATCH because nothing in the body is required (line 751). */
	patchTagList: inferred(patch(`${tagLists}/{tagListId}`)),
	deleteTagList: inferred(del(`${tagLists}/{tagListId}`)),
};

/** Name of the parameter for what changed since a moment; of it only the meaning is left (lines 482 and 649). */
export const sinceName = 'since';
