import type { Service } from '../../src/catalog/vocabulary';
import { attributeId, QUAY_ID, subtypeId, TOWER_ID } from '../../src/sandbox/acc';
import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { sampleIds as fieldIds } from '../../src/sandbox/field';
import type { PersonKey } from '../../src/sandbox/people';
import type { Sandbox } from '../../src/sandbox/server';

/** One field of the node, in words that both hosts can be filled in with. */
export type Given =
	| { readonly as: 'id' | 'text' | 'choice'; readonly value: string }
	/** The `value` of the item, as an id or as a text. */
	| { readonly as: 'item id' | 'item text' }
	/** The file of the item. */
	| { readonly as: 'item file' }
	| { readonly as: 'fields'; readonly value: Readonly<Record<string, Given>> };

/** Something that goes wrong while a node runs over three items, and what its user gets. */
export interface Trouble {
	readonly name: string;
	/** `<resource id>.<name>`. */
	readonly operation: string;
	/** Who is signed in; Nora, who may do everything, unless said otherwise. */
	readonly person?: PersonKey;
	readonly password?: string;
	readonly input: Readonly<Record<string, Given>>;
	/** The `value` of each item. */
	readonly items: (sandbox: Sandbox) => readonly string[];
	/** Brings the trouble about, once everybody is signed in. */
	readonly arrange?: (sandbox: Sandbox) => void;
	/** Which items fail; the others are unharmed. */
	readonly fails: readonly number[];
	readonly kind?: string;
	readonly message?: RegExp;
	readonly remedy?: RegExp;
	readonly permissions?: readonly string[];
	/** The sandbox's own count of what the run may change, and how much it grows. */
	readonly witness?: (sandbox: Sandbox) => number;
	readonly grows?: number;
	/** How much the witness grows when all of it is run again without the trouble. */
	readonly growsAgain?: number;
	/** Whether the account works once the trouble is over, without anybody signing in again. */
	readonly recovers?: boolean;
}

export const serviceOf = ({ operation }: Trouble): Service['id'] => (operation.startsWith('cintoo.') ? 'cintoo' : operation.startsWith('acc.') ? 'acc' : 'field');

const id = (value: string): Given => ({ as: 'id', value });
const text = (value: string): Given => ({ as: 'text', value });
const itemId: Given = { as: 'item id' };
const itemText: Given = { as: 'item text' };
const all = [0, 1, 2];
const noBody = '00000000-0000-4000-8000-000000000000';

const annotation = (key: 'ductClash' | 'note' | 'sharedIssue'): string => `urn:cintoo:annotation:${sampleIds[key]}`;
const inHarbor = { accountRef: id(`urn:cintoo:account:${sampleIds.account}`), projectRef: id(`urn:cintoo:project:${sampleIds.harborTower}`) };
const harbor = `urn:cintoo:project:${sampleIds.harborTower}`;

/** Reading three annotations, of which the second one has the trouble. */
const annotations = (second: string = annotation('sharedIssue')) => ({ operation: 'cintoo.annotation.get', input: { ...inHarbor, annotationRef: itemId }, items: () => [annotation('ductClash'), second, annotation('note')] });
const titles = () => ['Loose hanger', 'Missing sleeve', 'Open joint'];
const annotate = {
	operation: 'cintoo.annotation.create',
	input: { ...inHarbor, workzoneId: id(`urn:cintoo:workzone:${sampleIds.levelTwo}`), title: itemText, description: text('Seen on the scan'), position: { as: 'fields' as const, value: { x: text('1'), y: text('2'), z: text('3') } } },
	items: titles,
	witness: ({ cintoo }: Sandbox) => cintoo.state.annotations.size,
};
const commentOnAnnotation = {
	operation: 'cintoo.annotation.comment',
	input: { ...inHarbor, annotationRef: id(annotation('ductClash')), description: itemText },
	items: titles,
	witness: ({ cintoo }: Sandbox) => cintoo.state.annotations.get(sampleIds.ductClash)?.comments.length ?? 0,
};

const towerIssues = ({ acc }: Sandbox): readonly string[] => acc.state.issues.filter(({ projectId }) => projectId === TOWER_ID).map((issue) => issue.id);
const issuesBut = (second: string) => (sandbox: Sandbox) => [towerIssues(sandbox)[0] ?? '', second, towerIssues(sandbox)[1] ?? ''];
const readIssue = { operation: 'acc.issue.get', input: { projectId: id(TOWER_ID), issueId: itemId } };
const createIssue = {
	operation: 'acc.issue.create',
	input: { projectId: id(TOWER_ID), issueSubtypeId: id(subtypeId(TOWER_ID, 'Defect')), title: itemText },
	items: titles,
	witness: ({ acc }: Sandbox) => acc.state.issues.length,
};
const issuePosts = { service: 'acc', method: 'POST', path: `/projects/${TOWER_ID}/issues` } as const;
const upsertIssue = {
	operation: 'acc.issue.upsert',
	input: { ...createIssue.input, matchOn: { as: 'choice' as const, value: 'attribute' }, matchAttribute: id(attributeId(TOWER_ID, 'Cintoo annotation')), matchValue: itemText },
	witness: ({ acc }: Sandbox) => acc.state.issues.length,
};
const attachToIssue = {
	operation: 'acc.issueAttachment.add',
	input: { projectId: id(TOWER_ID), issueId: itemId, file: { as: 'item file' as const } },
	items: (sandbox: Sandbox) => towerIssues(sandbox).slice(2, 5),
	witness: ({ acc }: Sandbox) => acc.state.attachments.length,
};

const fieldIssues = ({ field }: Sandbox): readonly string[] => [...field.state.issues.values()].filter(({ projectId }) => projectId === fieldIds.tower).map((issue) => issue.id);
const fieldIssuesBut = (second: string) => (sandbox: Sandbox) => [fieldIssues(sandbox)[0] ?? '', second, fieldIssues(sandbox)[1] ?? ''];
const fieldComments = ({ field }: Sandbox): number => [...field.state.issues.values()].reduce((count, { comments }) => count + comments.length, 0);
const commentInField = { operation: 'field.issue.comment', input: { projectId: id(fieldIds.tower), issueId: itemId, comment: text('Looked at again') }, witness: fieldComments };
const createInField = {
	operation: 'field.issue.create',
	input: { projectId: id(fieldIds.tower), issueTypeId: id(fieldIds.punchList), fields: { as: 'fields' as const, value: { 'f--description': itemText } } },
	items: titles,
	witness: ({ field }: Sandbox) => field.state.issues.size,
};
const attachInField = {
	operation: 'field.attachment.upload',
	input: { projectId: id(fieldIds.tower), containerId: itemText, containerType: { as: 'choice' as const, value: 'Issue' }, file: { as: 'item file' as const } },
	items: (sandbox: Sandbox) => fieldIssues(sandbox).slice(0, 3),
	witness: ({ field }: Sandbox) => field.state.attachments.size,
};
const fieldProjects = { operation: 'field.issue.getMany', input: { projectId: itemId } };
const logins = (sandbox: Sandbox): number => sandbox.exchanges.filter(({ contractId }) => contractId === 'field.session.login').length;

const cintooFiles = ({ cintoo }: Sandbox): readonly string[] => [...cintoo.state.files.values()].filter(({ projectId }) => projectId === sampleIds.harborTower).map(({ blobName }) => blobName);
const download = {
	operation: 'cintoo.file.download',
	input: { ...inHarbor, fileRef: itemId },
	items: (sandbox: Sandbox) => [0, 1, 0].map((index) => cintooFiles(sandbox)[index] ?? cintooFiles(sandbox)[0] ?? ''),
};

const page = { html: true } as const;
const refreshPath = '/oauth/token';

export const troubles: readonly Trouble[] = [
	{ name: 'an id is missing', ...annotations(''), fails: [1], kind: 'input', message: /^Get annotation: Annotation is missing\./, remedy: /Fill in|Choose|Pick|Enter/ },
	{ name: 'an id is malformed', ...annotations('annotation 7'), fails: [1], kind: 'input', message: /^Get annotation: Annotation: there is no "annotation 7"\./, remedy: /spelling/ },
	{ name: 'an id wants to leave its place in the path', ...annotations('../../../../oauth/token?grant_type=x#'), fails: [1], kind: 'input', message: /there is no/, remedy: /spelling/, witness: ({ exchanges }) => exchanges.filter(({ url }) => url.includes('grant_type')).length, grows: 0 },
	{ name: 'an id holds control characters and has no end', ...annotations(`\u001b[31m\r\nfake log line ${'x'.repeat(5_000)}`), fails: [1], kind: 'input', message: /^Get annotation: Annotation: there is no "[^\r\n\u001b]{1,82}"\./, remedy: /spelling/ },
	{ name: 'a record is not there', ...annotations(`urn:cintoo:annotation:${noBody}`), fails: [1], kind: 'not-found', message: /^Get annotation \(.*\): Cintoo cannot find it \(404\)/, remedy: /Check the ids/ },
	{ name: 'a record of another kind is named', ...annotations(harbor), fails: [1], kind: 'refused', message: /^Get annotation/, remedy: /another kind/ },
	{ name: 'a project is not there (Cintoo)', operation: 'cintoo.annotation.getMany', input: { accountRef: inHarbor.accountRef, projectRef: itemId }, items: () => [harbor, `urn:cintoo:project:${noBody}`, harbor], fails: [1], kind: 'not-found', message: /^Get many annotations \(.*\): Cintoo/, remedy: /Check the ids/ },
	{ name: 'a project is deleted', operation: 'cintoo.annotation.getMany', input: { accountRef: inHarbor.accountRef, projectRef: itemId }, items: () => [harbor, `urn:cintoo:project:${sampleIds.deletedProject}`, harbor], fails: [1], kind: 'permission', message: /project is deleted/, remedy: /restore it first/ },
	{ name: 'an id of ACC is malformed', ...readIssue, items: issuesBut('../../admin?x=1'), fails: [1], message: /^Get issue.*[Ii]ssue/, remedy: /./, witness: ({ exchanges }) => exchanges.filter(({ url }) => /\/admin|\?x/.test(url)).length, grows: 0 },
	{ name: 'an issue of ACC is not there', ...readIssue, items: issuesBut(noBody), fails: [1], kind: 'not-found', message: /^Get issue \(.*\): Autodesk Construction Cloud cannot find it \(404\)/, remedy: /Check the ids/ },
	{ name: 'a project of ACC is not there', operation: 'acc.issue.getMany', input: { projectId: itemId }, items: () => [TOWER_ID, noBody, QUAY_ID], fails: [1], message: /^Get many issues \(project 00000000-.*\): Autodesk Construction Cloud/, remedy: /./ },
	{ name: 'an id of Field is malformed', ...commentInField, items: fieldIssuesBut("' or 1=1; --"), fails: [1], kind: 'input', message: /^Comment on issue: Issue/, remedy: /./, grows: 2 },
	{ name: 'an issue of Field is not there', ...commentInField, items: fieldIssuesBut(noBody), fails: [1], message: /^Comment on issue/, remedy: /./, grows: 2 },
	{ name: 'a project of Field is not there', ...fieldProjects, items: () => [fieldIds.tower, noBody, fieldIds.tower], fails: [1], message: /^Get many issues.*BIM 360 Field/, remedy: /./ },
	{ name: 'one row of many in one call is refused', operation: 'field.issue.update', input: { projectId: id(fieldIds.tower), issueId: itemId, fields: { as: 'fields', value: { 'f--description': text('Seen again') } } }, items: fieldIssuesBut(noBody), fails: [1], message: /^Update issue: BIM 360 Field refused it: /, remedy: /./ },

	{ name: 'the access token has expired (Cintoo)', ...annotations(), arrange: ({ cintoo }) => cintoo.expireAccessTokens(), fails: [], witness: ({ cintoo }) => cintoo.state.signIn.refreshes, grows: 1, recovers: true },
	{ name: 'the access token has expired (ACC)', ...createIssue, arrange: ({ acc }) => acc.expireAccessTokens(), fails: [], grows: 3, recovers: true },
	{
		name: 'the renewal is refused',
		...annotations(),
		arrange({ cintoo }) {
			cintoo.expireAccessTokens();
			cintoo.state.signIn.refreshTokens.clear();
		},
		fails: all,
		kind: 'sign-in',
		message: /^Get annotation.*: .*sign-in/,
		remedy: /sign in again/,
		// One attempt tells it for all items.
		witness: ({ exchanges }) => exchanges.filter(({ url }) => url.endsWith(refreshPath)).length,
		grows: 1,
	},
	{
		name: 'the service breaks while it should renew',
		...annotations(),
		arrange({ cintoo, faults }) {
			cintoo.expireAccessTokens();
			faults.inject({ service: 'cintoo', path: refreshPath, times: 99, kind: { status: 503, json: { title: 'Down' } } });
		},
		fails: all,
		kind: 'connection',
		message: /^Get annotation.*: .*sign-in service is not available \(503\)/,
		remedy: /later/,
		recovers: true,
	},
	{
		name: 'the connection breaks before a renewal is carried out',
		...annotations(),
		arrange({ cintoo, faults }) {
			cintoo.expireAccessTokens();
			faults.inject({ service: 'cintoo', path: refreshPath, times: 99, kind: { cutAfterBytes: 0 } });
		},
		fails: all,
		kind: 'connection',
		message: /^Get annotation.*: .*sign-in .*the connection broke off\./,
		remedy: /network/,
		recovers: true,
	},
	{
		name: 'a web page stands where the sign-in should be renewed',
		...annotations(),
		arrange({ cintoo, faults }) {
			cintoo.expireAccessTokens();
			faults.inject({ service: 'cintoo', path: refreshPath, times: 99, kind: page });
		},
		fails: all,
		message: /^Get annotation: .*sign-in service/,
		remedy: /address of the service/,
		recovers: true,
	},
	{ name: 'the password is wrong', ...commentInField, items: fieldIssues, password: 'wrong password', fails: all, kind: 'sign-in', message: /^Comment on issue: BIM 360 Field refused user name and password \(401\)/, remedy: /Correct them/, witness: logins, grows: 1 },
	{ name: 'the user is a subcontractor', ...commentInField, items: fieldIssues, person: 'luis', fails: all, kind: 'permission', message: /subcontractors/, remedy: /no subcontractor/, witness: logins, grows: 1 },
	{ name: 'the user has not the right (Cintoo)', ...annotate, person: 'luis', fails: all, kind: 'permission', message: /^Create annotation .*does not allow this to the signed-in user \(403\)/, remedy: /It takes the permission workzone:annotations:write/, permissions: ['workzone:annotations:write'], grows: 0 },
	{ name: 'the user has not the right (Field)', ...fieldProjects, person: 'grace', items: () => [fieldIds.tower, fieldIds.depot, fieldIds.tower], fails: [1], kind: 'permission', message: /^Get many issues.*BIM 360 Field does not allow this/, remedy: /rights/ },

	{ name: 'a web page comes instead of data', ...annotations(), arrange: ({ faults }) => faults.inject({ path: sampleIds.sharedIssue, times: 99, kind: page }), fails: [1], kind: 'unexpected-reply', message: /^Get annotation \(.*\): Cintoo answered with a web page instead of data \(200\)\./, remedy: /Check the address of the service/ },
	{ name: 'a web page of maintenance comes at a write', ...createIssue, arrange: ({ faults }) => faults.inject({ ...issuePosts, after: 1, kind: { html: true, status: 503 } }), fails: [1], kind: 'unavailable', message: /^Create issue \(.*\): .*web page.*\(503\)/, remedy: /maintenance/, grows: 2 },
	{ name: 'a page of maintenance comes twice', ...annotations(), arrange: ({ faults }) => faults.inject({ path: sampleIds.sharedIssue, times: 2, kind: { html: true, status: 503 } }), fails: [] },
	{ name: 'the service is asked too often and says how long to wait', ...createIssue, arrange: ({ faults }) => faults.inject({ ...issuePosts, after: 1, times: 2, kind: { status: 429, headers: { 'retry-after': '1' } } }), fails: [], grows: 3 },
	{ name: 'the service is asked too often and does not say how long', ...createIssue, arrange: ({ faults }) => faults.inject({ ...issuePosts, after: 1, times: 2, kind: { status: 429 } }), fails: [], grows: 3 },
	{ name: 'the service wants an hour of rest: what comes then is not even sent', ...createIssue, arrange: ({ faults }) => faults.inject({ ...issuePosts, after: 1, kind: { status: 429, headers: { 'retry-after': '3600' } } }), fails: [1, 2], kind: 'rate-limited', message: /^Create issue \(.*\): .*asked too often \(429\)/, remedy: /wait 60 minutes/, grows: 1 },
	{ name: 'the service is asked too often and stays so', ...createIssue, arrange: ({ faults }) => faults.inject({ ...issuePosts, after: 1, times: 5, kind: { status: 429 } }), fails: [1], kind: 'rate-limited', message: /^Create issue \(.*\): .*asked too often \(429\)/, remedy: /less often/, grows: 2 },
	{ name: 'the service fails at a read for a moment', ...annotations(), arrange: ({ faults }) => faults.inject({ path: sampleIds.sharedIssue, kind: { status: 500, json: { title: 'Oops' } } }), fails: [] },
	{ name: 'the service fails at a write', ...createIssue, arrange: ({ faults }) => faults.inject({ ...issuePosts, after: 1, kind: { status: 502, json: { message: 'Bad gateway' } } }), fails: [1], kind: 'unavailable', message: /^Create issue \(.*\): .*failed on its side \(502\): Bad gateway\./, remedy: /look there before running it again/, grows: 2 },
	{ name: 'the service repeats a secret in its words', ...annotate, arrange: ({ faults, cintoo }) => faults.inject({ service: 'cintoo', method: 'POST', path: '/annotations', after: 1, kind: { status: 400, json: { title: 'Bad', detail: `refresh_token=${[...cintoo.state.signIn.refreshTokens.keys()].join(',')} password: hunter22` } } }), fails: [1], kind: 'refused', message: /\[hidden\]/, remedy: /./, grows: 2 },

	{ name: 'a page breaks off in the middle', operation: 'acc.issue.getMany', input: { projectId: itemId }, items: () => [TOWER_ID, TOWER_ID, TOWER_ID], arrange: ({ faults }) => faults.inject({ service: 'acc', path: '/issues?', after: 1, times: 2, kind: { cutAfterBytes: 200 } }), fails: [] },
	{ name: 'a file breaks off in the middle on its way down', ...download, arrange: ({ faults }) => faults.inject({ service: 'storage', method: 'GET', after: 1, kind: { cutAfterBytes: 100 } }), fails: [] },
	{
		name: 'a file breaks off on its way down and the rest cannot be had',
		...download,
		arrange(sandbox) {
			// Files of several items travel together: only the address tells them apart.
			const second = { service: 'storage', method: 'GET', path: cintooFiles(sandbox)[1] } as const;
			sandbox.faults.inject({ ...second, kind: { cutAfterBytes: 100 } });
			sandbox.faults.inject({ ...second, after: 1, kind: { status: 404 } });
		},
		fails: [1],
		kind: 'connection',
		message: /^Download file.*: .*broke off/,
		remedy: /Run it again/,
	},
	{ name: 'a file breaks off on its way up', ...attachToIssue, arrange: ({ faults }) => faults.inject({ service: 'storage', method: 'PUT', after: 1, kind: { cutAfterBytes: 0 } }), fails: [], grows: 3, growsAgain: 0 },
	{ name: 'the storage refuses a file, also at a fresh address', ...attachToIssue, arrange: ({ faults }) => faults.inject({ service: 'storage', method: 'PUT', after: 1, times: 2, kind: { status: 403, json: { message: 'Signature=abcdefghijkl expired' } } }), fails: [1], message: /^Attach file to issue/, remedy: /./, grows: 2, growsAgain: 1 },

	{ name: 'the answer to a create is lost (ACC)', ...createIssue, arrange: ({ faults }) => faults.inject({ ...issuePosts, after: 1, kind: { loseAnswer: true } }), fails: [1], kind: 'connection', message: /^Create issue \(.*\): the connection broke off\./, remedy: /The service may have carried it out all the same: look there before running it again\./, grows: 3 },
	{ name: 'the answer to a create breaks off in the middle', ...annotate, arrange: ({ faults }) => faults.inject({ service: 'cintoo', method: 'POST', path: '/annotations', after: 1, kind: { cutAfterBytes: 20 } }), fails: [1], kind: 'connection', message: /^Create annotation \(.*\): the connection broke off\./, remedy: /look there before running it again/, grows: 3 },
	{ name: 'the answer to a create of many is lost (Field)', ...createInField, arrange: ({ faults }) => faults.inject({ service: 'field', path: '/issues/v1/create', kind: { loseAnswer: true } }), fails: all, kind: 'connection', message: /^Create issue.*: the connection broke off\./, remedy: /look there before running it again/, grows: 3 },
	{ name: 'the answer to an upsert is lost', ...upsertIssue, items: () => ['first source', 'second source', 'third source'], arrange: ({ faults }) => faults.inject({ ...issuePosts, after: 1, kind: { loseAnswer: true } }), fails: [1], kind: 'connection', message: /^Create or update issue.*the connection broke off\./, remedy: /[Rr]un(ning)? it again/, grows: 3, growsAgain: 0 },
	{ name: 'the answer to an attachment is lost (ACC)', ...attachToIssue, items: (sandbox) => towerIssues(sandbox).slice(5, 8), arrange: ({ faults }) => faults.inject({ service: 'acc', method: 'POST', path: `/projects/${TOWER_ID}/attachments`, after: 1, kind: { loseAnswer: true } }), fails: [], grows: 3, growsAgain: 0 },
	{ name: 'the answer to an attachment is lost (Field)', ...attachInField, arrange: ({ faults }) => faults.inject({ service: 'field', path: '/api/attachments', after: 1, kind: { loseAnswer: true } }), fails: [], grows: 3, growsAgain: 0 },
	{ name: 'the answer to a comment is lost (Cintoo)', ...commentOnAnnotation, arrange: ({ faults }) => faults.inject({ service: 'cintoo', method: 'POST', path: '/comments', after: 1, kind: { loseAnswer: true } }), fails: [1], kind: 'connection', message: /^Comment on annotation.*the connection broke off\./, remedy: /[Rr]un(ning)? it again/, grows: 3, growsAgain: 0 },
	{ name: 'the answer to a comment is lost (ACC)', operation: 'acc.issueComment.create', input: { projectId: id(TOWER_ID), issueId: itemId, body: text('Seen on the scan') }, items: (sandbox) => towerIssues(sandbox).slice(0, 3), arrange: ({ faults }) => faults.inject({ service: 'acc', method: 'POST', path: '/comments', after: 1, kind: { loseAnswer: true } }), witness: ({ acc }) => acc.state.comments.length, fails: [1], kind: 'connection', message: /^Create issue comment.*the connection broke off\./, remedy: /[Rr]un(ning)? it again/, grows: 3, growsAgain: 0 },
	{ name: 'the answer to a comment is lost (Field)', ...commentInField, items: (sandbox) => fieldIssues(sandbox).slice(0, 3), arrange: ({ faults }) => faults.inject({ service: 'field', path: '/issues/v1/comment', after: 1, kind: { loseAnswer: true } }), fails: [1], kind: 'connection', message: /^Comment on issue.*the connection broke off\./, remedy: /look there before running it again/, grows: 3 },
];

/** What may stand nowhere a person looks: every token, ticket, password and signature that went over the wire. */
export function secretsOf(sandbox: Sandbox): ReadonlySet<string> {
	const secrets = new Set<string>(sandbox.cintoo.state.signIn.refreshTokens.keys());
	for (const { url, requestHeaders, requestBody } of sandbox.exchanges) {
		const bearer = /^Bearer (\S+)$/.exec(requestHeaders.authorization ?? '')?.[1];
		if (bearer !== undefined) secrets.add(bearer);
		const words = `${url} ${Buffer.from(requestBody).toString('latin1')}`;
		for (const [, found = ''] of words.matchAll(/\b(?:ticket|refresh_token|password|sig|signature)=([^&\s]{8,})/gi)) secrets.add(decodeURIComponent(found.replaceAll('+', ' ')));
	}
	return secrets;
}
