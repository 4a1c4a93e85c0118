import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const require = createRequire(import.meta.url);
const { people } = require('../dist/src/sandbox/people.js');
const { sampleIds } = require('../dist/src/sandbox/cintoo/sample.js');
const { TOWER_ID } = require('../dist/src/sandbox/acc/index.js');

/** The flows as people import them. */
const flows = JSON.parse(readFileSync(join(root, 'examples', 'Scan annotations, issues and checklists.json'), 'utf8'));

/** Whoever the flows are signed in as: may do what they do in all three services. */
const signedInAs = people.samir;

/** The flows with their accounts pointed at the sandbox and signed in. `everySeconds` is how often the triggers look. */
export async function signedInFlows(sandbox, nodeRed, everySeconds) {
	const hour = 3_600_000;
	const cintoo = sandbox.cintoo.issueTokens(signedInAs.cintooId);
	const acc = sandbox.acc.issueTokens(signedInAs.autodeskId);
	const grants = {
		'aec-cintoo-account': { grant: await nodeRed.storeGrant(tokensOf(cintoo, 3 * hour, `urn:cintoo:user:${signedInAs.cintooId}`)) },
		'aec-acc-account': { clientId: 'sandbox-confidential', clientSecret: 'sandbox-secret', grant: await nodeRed.storeGrant(tokensOf(acc, hour)) },
		'aec-field-account': { username: people.nora.email, password: 'sandbox' },
	};
	const origins = { 'aec-cintoo-account': sandbox.origins.cintoo, 'aec-acc-account': sandbox.origins.acc, 'aec-field-account': sandbox.origins.field };
	return flows.map((node) => {
		if (node.type in origins) return { ...node, name: `${node.name} (sandbox)`, origin: 'custom', address: origins[node.type], credentials: grants[node.type] };
		return node.type.endsWith('-trigger') ? { ...node, every: everySeconds, unit: 'seconds' } : node;
	});
}

function tokensOf(issued, lifetimeMs, userId) {
	return { accessToken: issued.access_token, refreshToken: issued.refresh_token, expiresAt: Date.now() + lifetimeMs, userId };
}

/** What must be there once the annotations have gone over: who each issue is for, who watches, whether it has a picture. */
const expected = [
	{ annotation: 'ductClash', assignee: people.mei, watchers: [], note: false, picture: true },
	{ annotation: 'sharedIssue', assignee: people.luis, watchers: [people.mei, people.samir], note: false, picture: true },
	{ annotation: 'surveyorIssue', assignee: people.samir, watchers: [], note: true, picture: true },
	{ annotation: 'bareIssue', assignee: undefined, watchers: [], note: false, picture: false },
];
/** What must never leave Cintoo. */
const untouched = ['privateNote', 'note', 'linkedIssue', 'resolvedIssue'];

const urn = (id) => `urn:cintoo:annotation:${id}`;

/** The ACC issues that belong to an annotation, by the URN in their custom attribute. */
export function issuesOf(sandbox, name) {
	return sandbox.acc.state.issues.filter((issue) => issue.projectId === TOWER_ID && issue.customAttributes.some((attribute) => attribute.value === urn(sampleIds[name])));
}

function commentsOf(sandbox, name) {
	return sandbox.cintoo.state.annotations.get(sampleIds[name]).comments.filter((comment) => comment.description.includes('Autodesk issue #'));
}

/** Whether everything that flow 1 makes is there, however wrong. */
export function annotationsArrived(sandbox) {
	return expected.every(({ annotation, picture }) => {
		const [issue] = issuesOf(sandbox, annotation);
		return issue && commentsOf(sandbox, annotation).length > 0 && (!picture || sandbox.acc.state.attachments.some((one) => one.issueId === issue.id));
	});
}

/** Everything that is not as it should be, in words; empty when all is right. */
export async function faults(sandbox, { resolved, summary }) {
	const wrong = [];
	const check = (holds, words) => holds || wrong.push(words);
	for (const { annotation: name, assignee, watchers, note, picture } of expected) {
		const annotation = sandbox.cintoo.state.annotations.get(sampleIds[name]);
		const issues = issuesOf(sandbox, name);
		check(issues.length === 1, `${name}: ${issues.length} issues instead of one`);
		const [issue] = issues;
		if (!issue) continue;
		check(issue.published === true, `${name}: the issue is not published`);
		check(issue.title === annotation.title, `${name}: title "${issue.title}"`);
		check((issue.assignedTo ?? undefined) === assignee?.autodeskId, `${name}: assigned to ${issue.assignedTo}, not to ${assignee?.email ?? 'nobody'}`);
		check(sameMembers(issue.watchers, watchers.map((person) => person.autodeskId)), `${name}: watched by ${issue.watchers.join(', ')}`);
		check((issue.dueDate ?? undefined) === (annotation.dueDate ?? undefined), `${name}: due ${issue.dueDate}, not ${annotation.dueDate}`);
		check(issue.description.includes('not a member of this project') === note, `${name}: the note about the assignee is ${note ? 'missing' : 'there without reason'}`);
		check(commentsOf(sandbox, name).length === 1, `${name}: ${commentsOf(sandbox, name).length} comments with the number instead of one`);
		check(commentsOf(sandbox, name)[0]?.description.includes(`#${issue.displayId}`), `${name}: the comment names another issue`);
		const attached = sandbox.acc.state.attachments.filter((one) => one.issueId === issue.id);
		check(attached.length === (picture ? 1 : 0), `${name}: ${attached.length} pictures`);
		if (picture && attached[0]) check(await opens(sandbox, attached[0], annotation.imgBlobName), `${name}: the attached picture is not the one in Cintoo`);
	}
	for (const name of untouched) check(issuesOf(sandbox, name).length === 0, `${name} became an issue`);
	check(sandbox.cintoo.state.annotations.get(sampleIds[resolved]).annotationType === 'Resolved', `${resolved} is not resolved`);
	check(sandbox.cintoo.state.annotations.get(sampleIds[resolved]).imgBlobName !== undefined, `${resolved} lost its picture on the way`);
	check(summary?.text?.includes('open'), 'there is no summary of the checklists');
	const refused = sandbox.exchanges.filter((exchange) => exchange.violations.length > 0);
	for (const exchange of refused.slice(0, 5)) wrong.push(`${exchange.method} ${exchange.contractId ?? new URL(exchange.url).pathname} is not as documented: ${exchange.violations.join('; ')}`);
	return wrong;
}

function sameMembers(a, b) {
	return JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
}

/** Fetches an attachment the way a person's browser would, and compares it with the picture in Cintoo. */
async function opens(sandbox, attachment, blobName) {
	const { access_token: accessToken } = sandbox.acc.issueTokens(people.mei.autodeskId);
	const key = attachment.storageUrn.split('/').pop();
	const signed = await fetch(`${sandbox.origins.acc}/oss/v2/buckets/wip.dm.prod/objects/${encodeURIComponent(key)}/signeds3download`, { headers: { authorization: `Bearer ${accessToken}` } });
	const { url } = await signed.json();
	const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
	const digest = (data) => createHash('sha256').update(data).digest('hex');
	return digest(bytes) === digest(sandbox.world.blobs.get(blobName).bytes);
}

/** Closes the issue of an annotation as a member of the team would, through the service. */
export async function closeIssue(sandbox, name) {
	const [issue] = issuesOf(sandbox, name);
	const { access_token: accessToken } = sandbox.acc.issueTokens(people.nora.autodeskId);
	const response = await fetch(`${sandbox.origins.acc}/construction/issues/v1/projects/${TOWER_ID}/issues/${issue.id}`, { method: 'PATCH', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }, body: JSON.stringify({ status: 'closed' }) });
	if (!response.ok) throw new Error(`Closing issue #${issue.displayId}: ${response.status} ${await response.text()}`);
	return issue;
}

export function isResolved(sandbox, name) {
	return sandbox.cintoo.state.annotations.get(sampleIds[name]).annotationType === 'Resolved';
}

/** One line for each annotation: what became of it. */
export function account(sandbox) {
	const nameOf = (autodeskId) => Object.values(people).find((person) => person.autodeskId === autodeskId)?.email ?? 'nobody';
	return expected.map(({ annotation }) => {
		const { title, number } = sandbox.cintoo.state.annotations.get(sampleIds[annotation]);
		const issues = issuesOf(sandbox, annotation);
		return `  annotation #${number} "${title}" → ${issues.map((issue) => `issue #${issue.displayId}, for ${nameOf(issue.assignedTo)}${issue.dueDate ? `, due ${issue.dueDate}` : ''}, ${sandbox.acc.state.attachments.filter((one) => one.issueId === issue.id).length} picture(s)`).join(' AND ') || 'nothing'}`;
	});
}
