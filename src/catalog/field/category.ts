import { boolean, choice, date, dateTime, isObject, listAt, number, operation, post, returns, rows, same, text, textAt, unpaged, type Json, type JsonObject, type Lookup, type Resource } from '../vocabulary';
import { hiddenFailure } from './failures';
import { signedIn } from './needs';
import { guid, inProject } from './references';

const types = { RootCause: 'Root Causes', IssueType: 'Issue Types', TaskType: 'Task Types', EquipmentType: 'Equipment Types', EquipmentStatus: 'Equipment Statuses' } as const;

const getMany = operation({
	action: 'Get many categories',
	description: 'Retrieve the equipment types and statuses, root causes, issue types and task types of a project',
	call: post('/api/get_categories', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		kind: choice(types, { in: 'here', description: 'All if left empty' }),
		changedSince: date({ wire: 'categories_max_updated_at', label: 'Changed Since', description: 'Only those changed since this day' }),
	},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	reshape: (reply, { kind }) => entriesIn(reply).filter((entry) => kind === undefined || entry.category_type === kind),
	status: 'inferred',
	source: 'BIM 360 Field API, line 452; members of the reply as public clients show them',
});

/** Two lists become one: every entry with name and type of the category that it belongs to. */
function entriesIn(reply: Json): readonly JsonObject[] {
	const categories = new Map((listAt(reply, 'categories') ?? []).filter(isObject).map((one) => [textAt(one, 'category_id'), one]));
	return (listAt(reply, 'customizable_categories') ?? []).filter(isObject).map((entry) => {
		const category = categories.get(textAt(entry, 'category_id'));
		return { ...entry, category_name: category?.name ?? null, category_type: category?.category_type ?? null };
	});
}

const getBoth = operation({
	action: 'Get categories with their entries',
	description: 'Retrieve the categories of a project, those without entries included',
	call: post('/api/get_categories', { body: 'form' }),
	needs: signedIn,
	input: inProject,
	returns: returns.record(),
	repeat: 'safe',
	hidden: true,
	source: 'BIM 360 Field API, line 452',
});

const send = operation({
	action: 'Send categories',
	description: 'Create or change entries of categories by their IDs',
	call: post('/api/customizable_categories', { body: 'form' }),
	needs: signedIn,
	input: {
		entries: rows(
			{
				id: text({ required: true }),
				isNew: boolean({ required: true, wire: 'new_record' }),
				name: text({ required: true }),
				position: number({ integer: true }),
				categoryId: text({ required: true, wire: 'category_id' }),
				createdAt: dateTime({ wire: 'created_at', format: 'field' }),
				updatedAt: dateTime({ wire: 'updated_at', format: 'field' }),
			},
			{ required: true, wire: 'customizable_categories' },
		),
	},
	returns: returns.value(),
	repeat: 'safe',
	ok: hiddenFailure,
	hidden: true,
	source: 'BIM 360 Field API, line 489',
});

const upsert = operation({
	action: 'Create or update category entry',
	label: 'Create or Update',
	description: 'See to it that a category has an entry of this name, such as a root cause',
	needs: signedIn,
	input: {
		...inProject,
		kind: choice(types, { required: true, default: 'RootCause', description: 'The service means this for root causes' }),
		category: text({ required: true, description: 'Name or ID of the category that it belongs to', placeholder: 'e.g. Workmanship' }),
		name: text({ required: true }),
		newName: text({ description: 'To rename the entry' }),
		position: number({ integer: true, description: 'Place among the entries of its category' }),
	},
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	source: 'BIM 360 Field API, line 489',
	steps: {
		calls: [getBoth, send],
		async run(context, { projectId, kind, category, name, newName, position }) {
			const known = await context.call(getBoth, { projectId });
			const wanted = category.trim().toLowerCase();
			const ofKind = (listAt(known, 'categories') ?? []).filter((one) => textAt(one, 'category_type') === kind);
			const parent = ofKind.find((one) => textAt(one, 'category_id') === category.trim() || textAt(one, 'name')?.trim().toLowerCase() === wanted);
			const categoryId = textAt(parent, 'category_id');
			if (categoryId === undefined) throw context.refusal(`The project has no category "${category}" here.`, `There are: ${ofKind.map((one) => textAt(one, 'name')).join(', ')}.`);
			const present = entriesIn(known).find((one) => textAt(one, 'category_id') === categoryId && [name, newName].some((text) => text?.trim().toLowerCase() === textAt(one, 'name')?.trim().toLowerCase()));
			const id = textAt(present, 'customizable_category_id') ?? context.idFor('category', categoryId, name.trim().toLowerCase());
			const entry = { id, name: newName ?? name, position: position ?? (present === undefined ? undefined : Number(textAt(present, 'position') ?? 0)), categoryId };
			if (present !== undefined && same(entry.name, present.name) && same(entry.position, present.position)) return [{ json: { receipt: { done: 'unchanged', id }, ...present } }];
			const now = new Date(context.now()).toISOString();
			await context.call(send, { entries: [{ ...entry, isNew: present === undefined, updatedAt: now, ...(present === undefined ? { createdAt: now } : {}) }] });
			return [{ json: { receipt: { done: present === undefined ? 'created' : 'updated', id }, id, name: entry.name, category_id: categoryId } }];
		},
	},
});

export const category: Resource = {
	id: 'field.category',
	label: 'Category',
	plural: 'Categories',
	area: 'setup',
	description: 'Equipment types and statuses, root causes, issue types and task types',
	operations: { getMany, upsert, send, getBoth },
	lookup: lookupOf(),
};

/** Entries of one kind of category, to be picked from. */
function lookupOf(kind?: keyof typeof types): Lookup {
	return {
		list: getMany,
		...(kind === undefined ? {} : { with: { kind } }),
		within: ['projectId'],
		value: 'customizable_category_id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => textAt(record, 'category_name'),
		names: (record) => [textAt(record, 'name'), `${textAt(record, 'category_name') ?? ''} > ${textAt(record, 'name') ?? ''}`],
		idPattern: guid,
	};
}

const entry = (id: string, label: string, plural: string, kind: keyof typeof types): Resource => ({ id, label, plural, area: 'setup', operations: {}, lookup: lookupOf(kind) });

export const equipmentType = entry('field.equipmentType', 'Equipment Type', 'Equipment Types', 'EquipmentType');
export const equipmentStatus = entry('field.equipmentStatus', 'Equipment Status', 'Equipment Statuses', 'EquipmentStatus');
export const taskType = entry('field.taskType', 'Task Type', 'Task Types', 'TaskType');
