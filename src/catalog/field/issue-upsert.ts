import { collected, dynamic, findOrCreate, isObject, listAt, operation, receipted, ref, returns, text, textAt, written, type Json, type JsonObject, type RunContext } from '../vocabulary';
import { hiddenFailure } from './failures';
import { condition, create, getOne, match, update } from './issue-calls';
import { issueFields } from './issue-field';
import { issueTypeField } from './issue-references';
import { signedIn } from './needs';
import { idOf, inProject } from './references';

/** The service makes the ids of issues itself (line 1482): what makes a second run meet the first is the value of a field. */
export const upsertIssue = operation({
	action: 'Create or update issue',
	label: 'Create or Update',
	description: 'Find an issue by the value of one field; create it if there is none, else change only what differs',
	needs: signedIn,
	input: {
		...inProject,
		matchField: ref('field.issueField', { required: true, label: 'Match Field', description: 'Name or ID of the field that tells whether an issue is there already, e.g. a custom field for the ID in your own list' }),
		matchValue: text({ required: true, description: 'Its value; it is filled in on new issues' }),
		issueTypeId: ref('field.issueType', { required: true, label: 'Issue Type' }),
		fields: dynamic(issueFields(false), { description: 'Values by the name of the field, or by its ID (f--… or cf--…)' }),
	},
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	source: 'BIM 360 Field API, lines 1411 to 1553',
	steps: {
		calls: [match, getOne, create, update],
		async run(context, { projectId, matchField, matchValue, issueTypeId, fields }) {
			const project = idOf(projectId);
			const key = idOf(matchField);
			const value = matchValue.trim();
			const wanted: JsonObject = { [issueTypeField]: idOf(issueTypeId), ...fields, [key]: value };
			const read = async (ids: readonly string[]): Promise<readonly JsonObject[]> => (ids.length === 0 ? [] : (listAt(await context.call(getOne, { projectId: project, issueIds: ids }), '') ?? []).filter(isObject));
			const found = await findOrCreate(context, {
				plural: 'issues',
				place: project,
				words: `${key} is "${value}"`,
				async find() {
					const partial = await collected(context.list(match, { projectId: project, conditions: [condition({ field: key, operator: 'eq', value })] }));
					return (await read(partial.flatMap((one) => textAt(one, 'id') ?? []))).filter((issue) => alike(valuesOf(issue)[key], value));
				},
				again: async (before) => (await read([textAt(before, 'id') ?? '']))[0],
				named: (issue) => textAt(issue, 'id') ?? '?',
				async change(present) {
					const values = valuesOf(present);
					const { [issueTypeField]: type, ...differing } = Object.fromEntries(Object.entries(wanted).filter(([id, one]) => !alike(values[id], one)));
					if (type === undefined && Object.keys(differing).length === 0) return undefined;
					const issueId = textAt(present, 'id') ?? '';
					carriedOut(context, await context.call(update, { projectId: project, issueId, fields: differing, ...(typeof type === 'string' ? { issueTypeId: type } : {}) }));
					return { id: issueId, values: { ...values, ...differing, ...(type === undefined ? {} : { [issueTypeField]: type }) } };
				},
				async create() {
					const made = carriedOut(context, await context.call(create, { projectId: project, issueTypeId: idOf(issueTypeId), fields: { ...fields, [key]: value } }));
					return { id: textAt(made, 'id') ?? null, values: wanted };
				},
			});
			return receipted(found, { id: 'id' });
		},
	},
});

/** The values of an issue by the ids of their fields. */
function valuesOf(issue: JsonObject): JsonObject {
	return Object.fromEntries((listAt(issue, 'fields') ?? []).filter(isObject).map((one) => [textAt(one, 'id') ?? '', one.value ?? null]));
}

/** Numbers come back as texts and texts as numbers, and what is empty as null. */
function alike(one: Json | undefined, other: Json): boolean {
	return written(one ?? '').trim() === written(other ?? '').trim();
}

/** What became of the one row of a call; the service answers 200 also where it refuses. */
function carriedOut(context: Pick<RunContext, 'refusal'>, reply: Json): JsonObject {
	const [result] = (listAt(reply, '') ?? []).filter(isObject);
	const refused = result === undefined ? { words: 'It said nothing about the issue.' } : hiddenFailure(result);
	if (refused) throw context.refusal(`BIM 360 Field refused it: ${refused.words}`, refused.permission ? 'Ask a project administrator for the right.' : 'Correct what the message names.');
	return result ?? {};
}
