import { choice, constant, date, dateTime, dynamic, get, isList, isObject, json, listAt, number, operation, post, range, ref, refs, returns, rows, text, textAt, texts, unpaged, type JsonObject, type Resource } from '../vocabulary';
import { customFields, customValues, namedValues, withNamedValues } from './custom-field';
import { hiddenFailure } from './failures';
import { signedIn } from './needs';
import { applicationVersion, guid, idOf, inProject, pages, withDeletion } from './references';
import { clock } from './server';

const read = post('/api/get_equipment', { body: 'form' });
const byIds = ['updatedownloaded', 'softdeletes'] as const;

const getMany = operation({
	action: 'Get many equipment',
	description: 'Retrieve the equipment of a project: all, what changed since a day, some of it, or that of a saved filter',
	call: read,
	needs: signedIn,
	input: {
		...inProject,
		selectBy: choice({ headers: 'Day of Change', updatedownloaded: 'Equipment', softdeletes: 'Equipment, Deleted Included', filter: 'Saved Filter' }, { default: 'headers', wire: 'step' }),
		changedSince: date({ wire: 'max_date', when: { selectBy: ['headers'] }, label: 'Changed Since', description: 'Those changed or deleted after this day; all if left empty' }),
		equipmentIds: refs('field.equipment', { required: true, wire: 'equipment_ids', when: { selectBy: byIds }, label: 'Equipment' }),
		onlyThese: constant(1, { wire: 'ids_only', when: { selectBy: byIds } }),
		filterId: ref('field.equipmentFilter', { required: true, wire: 'filter_id', when: { selectBy: ['filter'] }, label: 'Filter' }),
		details: choice({ none: 'None', some: 'Some', more: 'More', all: 'All' }, { default: 'all', description: 'How much to return of each; the document does not say what the steps between hold' }),
		applicationVersion,
		namedFields: withNamedValues,
	},
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	reshape: withDeletion,
	beside: namedValues,
	status: 'inferred',
	source: 'BIM 360 Field API, line 463; members of the reply as public clients show them',
});

const equipmentId = ref('field.equipment', { required: true, label: 'Equipment' });

const getOne = operation({
	action: 'Get equipment',
	description: 'Retrieve one piece of equipment with its custom fields, comments and attachments',
	call: read,
	needs: signedIn,
	input: {
		...inProject,
		equipmentId: ref('field.equipment', { ...equipmentId, required: true, wire: 'equipment_ids' }),
		step: constant('updatedownloaded'),
		onlyThis: constant(1, { wire: 'ids_only' }),
		details: constant('all'),
		applicationVersion,
		namedFields: withNamedValues,
	},
	returns: returns.record(),
	repeat: 'safe',
	ok: (reply) => (isList(reply) && reply.length === 0 ? { words: 'There is no such equipment in this project.' } : undefined),
	reshape: (reply) => (isList(reply) ? (reply[0] ?? null) : reply),
	beside: namedValues,
	status: 'inferred',
	source: 'BIM 360 Field API, line 463; members of the reply as public clients show them',
});

/** What the service knows of a piece of equipment (lines 510 to 530). */
const details = {
	name: text(),
	description: text({ multiline: true }),
	statusId: ref('field.equipmentStatus', { wire: 'equipment_status_id', label: 'Status' }),
	typeId: ref('field.equipmentType', { wire: 'equipment_type_id', label: 'Type' }),
	areaId: ref('field.area', { wire: 'area_id' }),
	serialNumber: text({ wire: 'serial_number' }),
	tagNumber: text({ wire: 'tag_number' }),
	barcode: text(),
	assetIdentifier: text({ wire: 'asset_identifier' }),
	purchaseOrder: text({ wire: 'purchase_order' }),
	submittal: text(),
	purchaseDate: date({ wire: 'purchase_date' }),
	installDate: date({ wire: 'install_date' }),
	warrantyStartDate: date({ wire: 'warranty_start_date' }),
	warrantyEndDate: date({ wire: 'warranty_end_date' }),
	expectedLife: number({ min: 0, wire: 'expected_life', description: 'In years' }),
	bimFileId: text({ wire: 'bim_file_id', label: 'BIM File ID' }),
	bimObjectId: text({ wire: 'bim_object_identifier', label: 'BIM Object ID' }),
};

const describe = operation({
	action: 'Describe equipment',
	description: 'The changes to a piece of equipment as the service writes them',
	call: post('/api/equipment', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		equipment: rows(
			{
				id: text({ required: true }),
				...details,
				source: constant('vfm'),
				updatedAt: dateTime({ wire: 'updated_at', format: 'field-local' }),
				comments: rows({ id: text({ required: true }), text: text({ required: true, wire: 'comment_text' }), objectId: text({ wire: 'object_id' }), createdAt: dateTime({ wire: 'created_at', format: 'field-local' }) }, { wire: 'comment' }),
			},
			{ required: true },
		),
	},
	returns: returns.value(),
	repeat: 'safe',
	hidden: true,
	source: 'BIM 360 Field API, line 502',
});

const send = operation({
	action: 'Send equipment',
	description: 'Write whole records of equipment',
	call: post('/api/equipment', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, equipment: json({ required: true }) },
	returns: returns.value(),
	repeat: 'safe',
	ok: hiddenFailure,
	hidden: true,
	source: 'BIM 360 Field API, line 502',
});

const update = operation({
	action: 'Update equipment',
	description: 'Change a piece of equipment; whatever is not named stays; equipment is created in BIM 360 Field itself',
	needs: signedIn,
	input: { ...inProject, equipmentId, ...details, fields: dynamic(customFields('EquipmentType'), { label: 'Custom Fields', description: 'Values by the name of the field' }), comment: text({ multiline: true, description: 'Comment to add; the same words are added once' }) },
	rules: [{ oneOf: [...Object.keys(details), 'fields', 'comment'] }],
	returns: returns.record(),
	// The whole record is written, comments and values under ids that follow from them.
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	source: 'BIM 360 Field API, line 502',
	steps: {
		calls: [getOne, describe, send],
		async run(context, { projectId, equipmentId: named, fields, comment, ...changes }) {
			const id = idOf(named);
			const present = await context.call(getOne, { projectId, equipmentId: id });
			const now = new Date(context.now()).toISOString();
			const comments = typeof comment === 'string' && comment.trim() !== '' ? [{ id: context.idFor('comment', id, comment.trim()), text: comment, objectId: id, createdAt: now }] : [];
			const described = context.bodyOf(describe, { projectId, equipment: [{ ...changes, id, updatedAt: now, comments }] });
			const values = customValues(context, { type: 'Equipment', id }, fields ?? {}, listAt(present, 'custom_field_values') ?? []);
			const first = listAt(described, 'equipment')?.[0];
			const record: JsonObject = { ...kept(present), ...(isObject(first) ? first : {}), ...(values.length === 0 ? {} : { custom_field_values: values }) };
			await context.call(send, { projectId, equipment: [record] });
			return [{ json: { receipt: { done: 'updated', id }, ...record } }];
		},
	},
});

/** What of a record is written back, since the service takes a whole one (line 506). The reply calls its id `equipment_id`. */
function kept(present: unknown): JsonObject {
	if (!isObject(present)) return {};
	const members = ['created_by', ...Object.entries(details).map(([key, field]) => field.wire ?? key)];
	return Object.fromEntries(members.flatMap((name) => (present[name] === undefined || present[name] === null ? [] : [[name, present[name]]])));
}

export const equipment: Resource = {
	id: 'field.equipment',
	label: 'Equipment',
	plural: 'Equipment',
	area: 'equipment',
	operations: { getMany, get: getOne, update, describe, send },
	lookup: {
		list: getMany,
		with: { details: 'some' },
		within: ['projectId'],
		value: 'equipment_id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => textAt(record, 'tag_number'),
		names: (record) => [textAt(record, 'name'), textAt(record, 'tag_number'), textAt(record, 'asset_identifier'), textAt(record, 'barcode')].filter((name) => name !== ''),
		standing: (record) => (record.deleted === true ? 'deleted' : 'active'),
		idPattern: guid,
	},
	changes: {
		list: getMany,
		within: ['projectId'],
		since: 'changedSince',
		// A day in the zone of the service, and only what came after it (line 484): two days reach back far enough everywhere.
		overlapMs: 2 * 86_400_000,
		id: 'equipment_id',
		created: 'created_at',
		updated: 'updated_at',
		clock,
		deleted: 'deleted',
		watch: {
			statusChanged: { label: 'Status Changed', description: 'The status of a piece of equipment changed', read: (record) => textAt(record, 'equipment_status_id') ?? null },
			commented: { label: 'Commented', description: 'A comment was added', read: (record) => listAt(record, 'comments')?.length ?? 0, becomes: (now, before) => Number(now) > Number(before) },
		},
		filters: { statusId: ref('field.equipmentStatus', { label: 'Status' }), typeId: ref('field.equipmentType', { label: 'Type' }), areaId: ref('field.area', { label: 'Area' }), tags: texts({ label: 'Tag Numbers' }) },
		filterPaths: { statusId: 'equipment_status_id', typeId: 'equipment_type_id', areaId: 'area_id', tags: 'tag_number' },
	},
};

const changes = '/api/v1/projects/{project_id}/equipment_changes';

const getManyChanges = operation({
	action: 'Get many equipment status changes',
	description: 'Retrieve which equipment of a project changed its status, when and by whom',
	call: get(changes),
	needs: signedIn,
	input: {
		...inProject,
		statuses: texts({ wire: 'status', description: 'Only changes to these' }),
		changed: range('dateTime', { ends: { from: 'start_dt', to: 'end_dt' }, description: 'Only changes in this time' }),
	},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 2023',
});

const getManyForEquipment = operation({
	action: 'Get many status changes of equipment',
	description: 'Retrieve the statuses that one piece of equipment went through',
	call: get(`${changes}/{equipment_id}`),
	needs: signedIn,
	input: { ...inProject, equipmentId: ref('field.equipment', { ...equipmentId, required: true, wire: 'equipment_id' }) },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 2042',
});

export const equipmentStatusChange: Resource = {
	id: 'field.equipmentStatusChange',
	label: 'Equipment Status Change',
	plural: 'Equipment Status Changes',
	area: 'equipment',
	operations: { getMany: getManyChanges, getManyForEquipment },
};
