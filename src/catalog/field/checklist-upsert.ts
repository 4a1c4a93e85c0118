import { choice, dateTime, dynamic, isObject, json, listAt, number, operation, post, ref, returns, rows, text, textAt, texts, type Json, type JsonObject, type RunContext } from '../vocabulary';
import { getMany, getManyTemplates, getOne } from './checklist-reads';
import { customFields, customValues } from './custom-field';
import { hiddenFailure } from './failures';
import { signedIn } from './needs';
import { idOf, inProject } from './references';

const statuses = ['Open', 'Closed'] as const;

const head = {
	name: text({ description: 'The name of the template if left empty' }),
	identifier: text({ description: 'Number of the checklist as people know it' }),
	status: choice(statuses),
	checklistType: text({ wire: 'checklist_type', label: 'Type' }),
	priority: text(),
	tags: texts({ list: 'comma' }),
	description: text({ multiline: true }),
	areaId: ref('field.area', { wire: 'area_id' }),
	companyId: ref('field.company', { wire: 'company_id' }),
	sourceType: choice(['Task', 'Equipment'], { wire: 'source_type', label: 'Belongs To' }),
	sourceId: text({ wire: 'source_id', label: 'Belongs To ID', description: 'ID of the task or the piece of equipment' }),
};

const answer = {
	response: text({ description: 'Several answers joined by a bar, e.g. Owner|Engineer' }),
	comment: text(),
	specRef: text({ wire: 'spec_ref', label: 'Specification Reference' }),
	locationDetail: text({ wire: 'location_detail' }),
	companyId: ref('field.company', { wire: 'company_id' }),
	areaId: ref('field.area', { wire: 'area_id' }),
};

/** Ids missing from the reply were not uploaded, and nothing says why (line 396). */
const send = operation({
	action: 'Send checklists',
	description: 'Create or update checklists by their IDs',
	call: post('/api/checklists', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		checklists: rows(
			{
				id: text({ required: true }),
				templateId: text({ wire: 'template_id' }),
				...head,
				tags: text(),
				createdAt: dateTime({ wire: 'created_at', format: 'field' }),
				values: json({ wire: 'custom_field_values' }),
				items: rows({ id: text({ required: true }), templateItemId: text({ wire: 'template_item_id' }), checklistId: text({ wire: 'checklist_id' }), position: number({ integer: true }), ...answer }, { wire: 'checklist_items' }),
			},
			{ required: true },
		),
	},
	returns: returns.value(),
	repeat: 'safe',
	ok: hiddenFailure,
	hidden: true,
	status: 'inferred',
	source: 'BIM 360 Field API, line 391; the inner shape as a published library of the vendor shows it',
});

export const upsertCalls = { send };

export const upsertChecklist = operation({
	action: 'Create or update checklist',
	label: 'Create or Update',
	description: 'Start a checklist from a template, or answer questions of one; the same match value always means the same checklist',
	needs: signedIn,
	input: {
		...inProject,
		checklistId: ref('field.checklist', { label: 'Checklist', description: 'The checklist to change; the one that belongs to the match value if left empty' }),
		templateId: ref('field.checklistTemplate', { label: 'Template', description: 'Needed for a new checklist' }),
		matchValue: text({ description: 'The same value always means the same checklist; the identifier if left empty' }),
		...head,
		answers: rows({ question: text({ required: true, description: 'Its words, its number as shown, or its ID' }), ...answer }),
		fields: dynamic(customFields('Checklist'), { label: 'Custom Fields', description: 'Values by the name of the field' }),
	},
	rules: [{ oneOf: ['checklistId', 'matchValue', 'identifier'] }, { together: ['sourceType', 'sourceId'] }],
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id', number: 'identifier' },
	status: 'inferred',
	source: 'BIM 360 Field API, line 391; the inner shape as a published library of the vendor shows it',
	steps: {
		calls: [getOne, getMany, getManyTemplates, send],
		async run(context, { projectId, checklistId, templateId, matchValue, answers, fields, tags, ...given }) {
			const known = checklistId === undefined || checklistId === null ? undefined : idOf(checklistId);
			const id = known ?? context.idFor('checklist', idOf(projectId), matchValue ?? given.identifier ?? '');
			const present = known !== undefined || (await isThere(context, projectId, id)) ? await context.call(getOne, { projectId, checklistId: id }) : undefined;
			const template = present === undefined ? await templateOf(context, projectId, templateId) : undefined;
			const items = present === undefined ? itemsOfTemplate(context, id, template) : itemsOf(present);
			const answered = answersFor(context, items, answers ?? []);
			const fresh = present === undefined ? { name: textAt(template, 'name'), status: 'Open' as const, checklistType: textAt(template, 'checklist_type'), createdAt: new Date(context.now()).toISOString() } : headOf(present);
			const stated = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null));
			const values = fields === undefined || fields === null ? undefined : customValues(context, { type: 'CompletedChecklist', id }, fields, listAt(present, 'custom_field_values') ?? []);
			const checklist = {
				...fresh,
				...stated,
				id,
				templateId: textAt(present, 'template.id') ?? textAt(template, 'template_id'),
				...(tags === undefined || tags === null ? {} : { tags: tags.join(',') }),
				...(values === undefined ? {} : { values }),
				items: answered.map((item) => ({ ...item, checklistId: id })),
			};
			const reply = await context.call(send, { projectId, checklists: [checklist] });
			if (!JSON.stringify(reply).toLowerCase().includes(id.toLowerCase())) throw context.refusal('BIM 360 Field did not take the checklist, and gave no reason.', 'Check the template, the answers and your rights in the project.');
			const number = given.identifier ?? textAt(present, 'identifier');
			return [{ json: { receipt: { done: present === undefined ? 'created' : 'updated', id, ...(number === undefined ? {} : { number }) }, id, name: given.name ?? textAt(present ?? template, 'name') ?? null, items: answered.length } }];
		},
	},
});

async function isThere(context: RunContext, projectId: string | { readonly name: string }, id: string): Promise<boolean> {
	for await (const one of context.list(getMany, { projectId })) if (textAt(one, 'id') === id) return true;
	return false;
}

async function templateOf(context: RunContext, projectId: string | { readonly name: string }, templateId: string | { readonly name: string } | null | undefined): Promise<JsonObject> {
	if (templateId === undefined || templateId === null) throw context.refusal('There is no such checklist yet, and a new one needs a template.', 'Choose the Template.');
	for await (const one of context.list(getManyTemplates, { projectId, templateIds: [templateId] })) if (textAt(one, 'template_id') === idOf(templateId)) return one;
	throw context.refusal(`The project has no checklist template ${idOf(templateId)}.`, 'Pick the Template from the list.');
}

interface Item {
	readonly id: string;
	readonly templateItemId?: string;
	readonly position: number;
	readonly question: string;
	readonly shown: string;
	readonly response?: string;
	readonly comment?: string;
	readonly specRef?: string;
}

/** Adding or leaving out a question makes the service refuse the checklist, so all of them go along. */
function itemsOf(checklist: Json): readonly Item[] {
	const all = (listAt(checklist, 'sections') ?? []).flatMap((section) => listAt(section, 'items') ?? []).filter(isObject);
	return all.map((item, index) => itemOf(item, index, textAt(item, 'id') ?? '', textAt(item, 'template_item_id')));
}

function itemsOfTemplate(context: RunContext, checklistId: string, template: JsonObject | undefined): readonly Item[] {
	return (listAt(template, 'template_items') ?? []).filter(isObject).map((item, index) => {
		const templateItemId = textAt(item, 'template_item_id') ?? textAt(item, 'id') ?? '';
		return itemOf({ ...item, response: null, comment: null }, index, context.idFor('checklist item', checklistId, templateItemId), templateItemId);
	});
}

function itemOf(item: JsonObject, index: number, id: string, templateItemId: string | undefined): Item {
	const some = (key: string, value: string | undefined): JsonObject => (value === undefined || value === '' ? {} : { [key]: value });
	return {
		id,
		...(templateItemId === undefined ? {} : { templateItemId }),
		position: Number(textAt(item, 'position') ?? index + 1),
		question: textAt(item, 'question_text') ?? textAt(item, 'name') ?? '',
		shown: (textAt(item, 'display_number') ?? String(index + 1)).replace(/\.$/, ''),
		...some('response', textAt(item, 'response')),
		...some('comment', textAt(item, 'comment')),
		...some('specRef', textAt(item, 'spec_ref')),
	};
}

type Answer = { readonly question: string } & { readonly [K in keyof typeof answer]?: unknown };

/** The items with the answers given; an answer to a question that is not there is a mistake of the sender. */
function answersFor(context: RunContext, items: readonly Item[], answers: readonly Answer[]): readonly Omit<Item, 'question' | 'shown'>[] {
	const byItem = new Map<Item, object>();
	for (const { question, ...said } of answers) {
		const asked = question.trim();
		const item = items.find((one) => one.id === asked || one.templateItemId === asked) ?? items.find((one) => one.question.trim().toLowerCase() === asked.toLowerCase()) ?? items.find((one) => one.shown === asked.replace(/\.$/, ''));
		if (!item) throw context.refusal(`The checklist has no question "${asked}".`, `It asks: ${items.slice(0, 12).map((one) => one.question).join('; ')}.`);
		byItem.set(item, Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== null)));
	}
	return items.map((item) => {
		const { question: _question, shown: _shown, ...row } = item;
		return { ...row, ...byItem.get(item) };
	});
}

/** What a checklist says of itself, by our keys. */
function headOf(checklist: Json): JsonObject {
	const from: Readonly<Record<string, string>> = { name: 'name', identifier: 'identifier', status: 'status', checklistType: 'checklist_type', priority: 'priority', description: 'description', companyId: 'company.id', areaId: 'area_id' };
	return Object.fromEntries(Object.entries(from).flatMap(([key, path]) => {
		const value = textAt(isObject(checklist) ? checklist : undefined, path);
		return value === undefined || value === '' ? [] : [[key, value]];
	}));
}
