import { boolean, choice, collected, dynamic, findOrCreate, isList, isObject, listAt, number, operation, receipted, ref, returns, same, text, textAt, type Json, type JsonObject, type RunContext } from '../vocabulary';
import { issueStatuses } from './choices';
import { needs } from './families';
import { idOf, inProject } from './ids';
import { attributesToWrite, fieldOf } from './issue-attributes';
import { getOne, issueReceipt, match, patchIssue, postIssue } from './issue-calls';
import { assignee, chosenDetails, oneAssignee, publishedOrNot, title } from './issue-fields';
import { getDefinitions, getIssueProfile } from './issue-setup';
import { checkNewStatus, checkStatusOf } from './issue-status';

/** How an issue is recognised. */
interface Key {
	/** For messages: `Source is "urn:…"`. */
	readonly words: string;
	/** Narrows the list on the service as far as it can. */
	readonly filter: { readonly search?: string; readonly displayIds?: readonly string[]; readonly customAttributes?: JsonObject };
	fits(issue: JsonObject): boolean;
	/** The custom attribute by which a new issue is found again. */
	readonly attribute?: { readonly id: string; readonly value: Json };
}

/** Characters of a title that are searched for; the whole title is compared here. */
const mostSearched = 100;

export const upsertIssue = operation({
	action: 'Create or update issue',
	description: 'Find an issue by a custom attribute, its title or its number; create it if there is none, else change only what differs',
	label: 'Create or Update',
	needs: needs('issues', 'data:read data:write'),
	input: {
		...inProject,
		matchOn: choice({ attribute: 'Custom Attribute', title: 'Title', displayId: 'Number' }, { required: true, default: 'attribute', description: 'What tells whether an issue is there already' }),
		matchAttribute: ref('acc.issueAttributeDefinition', { required: true, label: 'Match Attribute', when: { matchOn: ['attribute'] }, description: 'Custom attribute that holds the ID of the record the issue is made from; it is filled in on new issues' }),
		matchValue: text({ required: true, when: { matchOn: ['attribute'] } }),
		displayId: number({ required: true, integer: true, min: 1, label: 'Number', when: { matchOn: ['displayId'] }, description: 'Number of the issue as its users see it; an issue of this number must exist' }),
		title: text({ ...title, required: true }),
		issueSubtypeId: ref('acc.issueSubtype', { required: true, label: 'Issue Subtype' }),
		status: choice(issueStatuses, { description: 'Open on new issues if left empty; existing ones keep theirs' }),
		published: publishedOrNot,
		...chosenDetails,
		customAttributes: dynamic(attributesToWrite(['projectId', 'issueSubtypeId'])),
		recreateDeleted: boolean({ default: false, description: 'Whether to create a new issue when the matching one was deleted; otherwise it is left alone' }),
	},
	rules: [oneAssignee],
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id', number: 'displayId' },
	status: 'reference',
	source: 'APS Issues v1, reference pages; ACC Issues, line 8541',
	steps: {
		calls: [getDefinitions, getIssueProfile, match, getOne, postIssue, patchIssue],
		async run(context, { matchOn, matchAttribute, matchValue, displayId, recreateDeleted, ...values }) {
			const project = idOf(values.projectId);
			const key =
				matchOn === 'title'
					? byTitle(values.title)
					: matchOn === 'displayId'
						? byNumber(displayId)
						: await byAttribute(context, project, idOf(matchAttribute), matchValue);
			const wanted = { ...assignee(values), customAttributes: withKey(values.customAttributes, key) };
			const changed = async (present: JsonObject): Promise<JsonObject | undefined> => {
				const issueId = textAt(present, 'id') ?? '';
				const changes = changesOf(context.bodyOf(patchIssue, { ...wanted, issueId }), present);
				checkStatusOf(context, present, changes.get('status'));
				const given = Object.fromEntries(Object.entries(wanted).filter(([name]) => changes.has(name)));
				return changes.size === 0 ? undefined : asIssue(await context.call(patchIssue, { ...given, customAttributes: changes.get('customAttributes'), projectId: project, issueId }), present);
			};
			const found = await findOrCreate(context, {
				plural: 'issues',
				place: project,
				words: key.words,
				find: async () => await fitting(context.list(match, { projectId: project, ...key.filter }), key),
				again: async (before) => await madeBefore(context, project, before),
				named: (issue) => `#${textAt(issue, 'displayId') ?? '?'} ${textAt(issue, 'title') ?? ''}`,
				deleted: async () => (recreateDeleted === true ? undefined : (await fitting(context.list(match, { projectId: project, ...key.filter, deleted: true }), key))[0]),
				change: changed,
				create: async () => {
					if (matchOn === 'displayId') throw context.refusal(`There is no issue #${String(displayId)} in this project.`, 'The service numbers new issues itself: match on a custom attribute to create what is missing.');
					await checkNewStatus(context, project, context.bodyOf(postIssue, wanted).status);
					return asIssue(await context.call(postIssue, { ...wanted, published: wanted.published ?? true }), {});
				},
			});
			return receipted(found, issueReceipt);
		},
	},
});

function asIssue(reply: Json, otherwise: JsonObject): JsonObject {
	return isObject(reply) ? reply : otherwise;
}

function byTitle(wanted: string): Key {
	const plain = wanted.trim();
	return { words: `title is "${plain}"`, filter: { search: plain.slice(0, mostSearched) }, fits: (issue) => textAt(issue, 'title')?.trim() === plain };
}

function byNumber(wanted: number): Key {
	return { words: `number is ${wanted}`, filter: { displayIds: [String(wanted)] }, fits: (issue) => Number(issue.displayId) === wanted };
}

async function byAttribute(context: RunContext, projectId: string, id: string, given: string): Promise<Key> {
	const named = (definitions: readonly JsonObject[] | undefined): JsonObject | undefined => definitions?.find((one) => textAt(one, 'id') === id);
	// One reading serves all items of a run; only a fresh one tells that there is no such attribute.
	const definition = named(await context.recalled(getDefinitions, { projectId })) ?? named(await context.read(getDefinitions, { projectId }));
	if (!definition) throw context.refusal(`The project has no custom attribute ${id} for issues.`, 'Pick the Match Attribute from the list.');
	const field = fieldOf(definition);
	const option = field.options?.find((one) => one.value === given || one.label.toLowerCase() === given.trim().toLowerCase());
	if (field.type === 'choice' && !option) throw context.refusal(`The custom attribute "${field.label}" has no option "${given}".`, `There are: ${field.options?.map((one) => one.label).join(', ') ?? ''}.`);
	const value = option ? String(option.value) : given;
	return {
		words: `${field.label} is "${given}"`,
		// The service reads a comma as the end of one value: then every issue is looked at here.
		filter: value.includes(',') ? {} : { customAttributes: { [id]: value } },
		fits: (issue) => (listAt(issue, 'customAttributes') ?? []).some((one) => textAt(one, 'attributeDefinitionId') === id && textAt(one, 'value') === value),
		attribute: { id, value: field.type === 'number' ? Number(value) : value },
	};
}

/** The custom attributes to write, with the one that makes a new issue recognisable. */
function withKey(given: Json | undefined, key: Key): Json | undefined {
	if (!key.attribute) return given;
	const rows = isList(given) ? given : [];
	const { id, value } = key.attribute;
	return [...rows.filter((row) => textAt(row, 'attributeDefinitionId') !== id), { attributeDefinitionId: id, value }];
}

async function fitting(issues: AsyncIterable<JsonObject>, key: Key): Promise<readonly JsonObject[]> {
	return (await collected(issues)).filter((issue) => key.fits(issue));
}

/** What another run of this process made a moment ago, as it is now. */
async function madeBefore(context: RunContext, projectId: string, before: JsonObject): Promise<JsonObject | undefined> {
	const issueId = textAt(before, 'id');
	if (before.deleted === true || issueId === undefined) return undefined;
	const again = await context.call(getOne, { projectId, issueId });
	return isObject(again) && again.deleted !== true ? again : undefined;
}

/** What of the wanted members differs from the issue. Nobody can take an issue back once it is published. */
function changesOf(wanted: JsonObject, present: JsonObject): ReadonlyMap<string, Json> {
	const changes = new Map<string, Json>();
	for (const [name, value] of Object.entries(wanted)) {
		if (name === 'customAttributes') {
			const rows = (isList(value) ? value : []).filter((row) => !same(isObject(row) ? row.value : null, attributeOf(present, textAt(row, 'attributeDefinitionId'))));
			if (rows.length > 0) changes.set(name, rows);
		} else if (!(name === 'published' && value === false) && !same(value, present[name])) changes.set(name, value);
	}
	for (const [one, other] of [['assignedTo', 'assignedToType'], ['assignedToType', 'assignedTo']] as const) {
		const value = wanted[other];
		if (changes.has(one) && value !== undefined) changes.set(other, value);
	}
	return changes;
}

function attributeOf(issue: JsonObject, id: string | undefined): Json | undefined {
	const found = (listAt(issue, 'customAttributes') ?? []).find((one) => textAt(one, 'attributeDefinitionId') === id);
	return isObject(found) ? found.value : undefined;
}
