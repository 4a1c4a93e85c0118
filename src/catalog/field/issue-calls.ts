import { boolean, choice, collected, dynamic, isObject, number, operation, post, ref, refs, returns, rows, text, textAt, texts, type Batch, type JsonObject, type Output, type RunContext } from '../vocabulary';
import { hiddenFailure } from './failures';
import { issueFields, withNames } from './issue-field';
import { issueTypeField, namedInConditions, namedReferences, referenceNames } from './issue-references';
import { signedIn } from './needs';
import { inProject, namedFields, pages } from './references';

export const getOne = operation({
	action: 'Get issue',
	description: 'Retrieve one or more issues with all fields, comments and attachments; fails if one of them does not exist',
	call: post('/fieldapi/issues/v1/retrieve', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, issueIds: refs('field.issue', { required: true, wire: 'ids', label: 'Issues' }), namedFields, referenceNames },
	returns: returns.records(),
	repeat: 'safe',
	reshape: withNames,
	beside: namedReferences,
	source: 'BIM 360 Field API, line 1411',
});

const operators = {
	eq: 'Is',
	neq: 'Is Not',
	like: 'Contains',
	nlike: 'Does Not Contain',
	startswith: 'Starts With',
	nstartswith: 'Does Not Start With',
	endswith: 'Ends With',
	nendswith: 'Does Not End With',
	in: 'Is One Of',
	nin: 'Is None Of',
	geq: 'Is at Least (Number)',
	leq: 'Is at Most (Number)',
} as const;

/** What is searched for, and counted. */
export const wanted = {
	...inProject,
	filterId: ref('field.issueFilter', { wire: 'filter_id', label: 'Filter', description: 'Saved filter to start from; all issues if left empty' }),
	conditions: rows(
		{
			field: ref('field.issueField', { required: true, label: 'Field', description: 'Name or ID of a field, e.g. Status or f--status' }),
			operator: choice(operators, { required: true, default: 'eq' }),
			value: text({ when: { operator: ['eq', 'neq', 'like', 'nlike', 'startswith', 'nstartswith', 'endswith', 'nendswith'] }, description: 'Types, companies, areas and root causes by name or ID' }),
			values: texts({ required: true, when: { operator: ['in', 'nin'] } }),
			number: number({ required: true, when: { operator: ['geq', 'leq'] } }),
		},
		{ description: 'All of them must hold', encodeRow: condition },
	),
	sourceType: choice(['Task', 'Equipment'], { wire: 'source_type', label: 'Belongs To' }),
	sourceId: text({ wire: 'source_id', label: 'Belongs To ID', description: 'ID of the task or the piece of equipment' }),
};

/** `field,operator,value as JSON` (Field document, lines 1536 to 1553). */
export function condition({ field, operator, value, values, number: least }: JsonObject): string {
	const compared = values ?? least ?? value ?? '';
	return `${textAt(field, '') ?? ''},${textAt(operator, '') ?? ''},${JSON.stringify(compared)}`;
}

export const find = operation({
	action: 'Find issues',
	description: 'Find issues by a saved filter and by conditions',
	call: post('/fieldapi/issues/v1/search', { body: 'form' }),
	needs: signedIn,
	input: { ...wanted, namedFields, referenceNames },
	rules: [{ together: ['sourceType', 'sourceId'] }],
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	reshape: withNames,
	beside: namedReferences,
	hidden: true,
	source: 'BIM 360 Field API, line 1528',
});

/** Issues read in one call where they are wanted whole. */
const readTogether = 50;

export const search = operation({
	action: 'Search issues',
	description: 'Find issues by a saved filter and by conditions on any field; records hold only some of the fields unless they are wanted whole',
	needs: signedIn,
	input: { ...wanted, namedFields, referenceNames, whole: boolean({ default: false, label: 'Whole Records', description: 'Whether to read the issues with all fields, comments and attachments' }) },
	rules: [{ together: ['sourceType', 'sourceId'] }],
	completes: namedInConditions,
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, lines 1411 and 1528',
	steps: {
		calls: [find, getOne],
		limited: true,
		async *run(context, { whole, ...asked }) {
			const { projectId, namedFields: byName, referenceNames: byReference } = asked;
			const wholeOf = async (found: readonly JsonObject[]): Promise<readonly Output[]> =>
				await readWhole(context, found, async (part) => await collected(context.list(getOne, { projectId, issueIds: part.map((one) => textAt(one, 'id') ?? ''), namedFields: byName, referenceNames: byReference })));
			const partial: JsonObject[] = [];
			for await (const issue of context.list(find, asked)) {
				if (whole === true) partial.push(issue);
				else yield { json: issue };
				if (partial.length === readTogether) yield* await wholeOf(partial.splice(0));
			}
			yield* await wholeOf(partial);
		},
	},
});

/** The issues with all that the service knows of them. One call fails where a single issue is gone since (line 1421): then that one fails by itself. */
async function readWhole(context: RunContext, partial: readonly JsonObject[], read: (part: readonly JsonObject[]) => Promise<readonly JsonObject[]>): Promise<readonly Output[]> {
	const attempts = await context.together(partial, async (part) => {
		const byId = new Map((await read(part)).map((issue) => [textAt(issue, 'id'), issue]));
		return part.map((one) => byId.get(textAt(one, 'id')));
	});
	return attempts.map((attempt, index) => {
		const known = partial[index] ?? {};
		if ('value' in attempt && attempt.value) return { json: attempt.value };
		const failure = 'failure' in attempt ? attempt.failure : context.refusal('BIM 360 Field said nothing about this one.', 'Search again.');
		return context.failed(failure, textAt(known, 'id') ?? '', known);
	});
}

/** What one condition finds, for steps that go on to read the issues whole. */
export const match = operation({
	action: 'Match issues',
	description: 'Find the issues of which one field has a value',
	call: post('/fieldapi/issues/v1/search', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, conditions: texts({ required: true, list: 'json' }) },
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	hidden: true,
	source: 'BIM 360 Field API, line 1528',
});

/** Several issues in one JSON list; each answer carries the mark of its issue and its own errors (lines 1482 and 1517). */
const together: Batch = {
	list: 'issues',
	max: 50,
	match: 'temporary_id',
	results: '',
	refused: hiddenFailure,
	row({ [issueTypeField]: type, fields, ...members }) {
		const values = Object.entries({ ...(type === undefined ? {} : { [issueTypeField]: type }), ...(isObject(fields) ? fields : {}) });
		return { ...members, fields: values.map(([id, value]) => ({ id, value })) };
	},
};

const link = {
	name: text({ required: true }),
	path: text({ required: true, label: 'URL', placeholder: 'e.g. https://example.com/drawing.pdf' }),
	caption: text(),
	tags: text({ description: 'Separated by commas' }),
};

export const create = operation({
	action: 'Create issue',
	description: 'Create an issue from values by field name; at least type and description are needed',
	call: post('/fieldapi/issues/v1/create', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		issueTypeId: ref('field.issueType', { required: true, in: 'row', wire: issueTypeField, label: 'Issue Type' }),
		fields: dynamic(issueFields(true), { required: true, in: 'row', description: 'Values by the name of the field, or by its ID (f--… or cf--…)' }),
		uriReferences: rows(link, { in: 'row', wire: 'uri_references', label: 'Links' }),
	},
	batch: together,
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	source: 'BIM 360 Field API, line 1459',
});

export const update = operation({
	action: 'Update issue',
	description: 'Change the named fields of an issue; all others stay',
	call: post('/fieldapi/issues/v1/update', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		issueId: ref('field.issue', { required: true, in: 'row', wire: 'id', label: 'Issue' }),
		issueTypeId: ref('field.issueType', { in: 'row', wire: issueTypeField, label: 'Issue Type' }),
		fields: dynamic(issueFields(false), { in: 'row', description: 'Values by the name of the field, or by its ID (f--… or cf--…)' }),
		uriReferences: rows(
			{
				id: text({ label: 'ID', description: 'ID of a link to change or to remove; a link is added if left empty' }),
				name: text(),
				path: text({ label: 'URL', placeholder: 'e.g. https://example.com/drawing.pdf' }),
				caption: text(),
				tags: text({ description: 'Separated by commas' }),
				remove: boolean({ default: false, wire: 'delete', sends: { yes: '1', no: undefined }, description: 'Whether to remove the link with this ID' }),
			},
			{ in: 'row', wire: 'uri_references', label: 'Links' },
		),
	},
	rules: [{ oneOf: ['fields', 'issueTypeId', 'uriReferences'] }],
	batch: together,
	returns: returns.record(),
	// A link without an id would be added once more.
	repeat: 'never',
	receipt: { done: 'updated', id: 'id' },
	source: 'BIM 360 Field API, line 1493',
});
