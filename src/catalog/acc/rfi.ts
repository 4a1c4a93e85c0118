import { boolean, choice, choices, dynamic, operation, post, range, refs, returns, rows, text, textAt, texts, type Completion, type Resource } from '../vocabulary';
import { inProject } from './ids';
import { rfiNames, withNames } from './names';
import { impact, rfiStatuses } from './rfi-fields';
import { readRfis, rfiAttributesToFilter, rfiPage, rfis } from './rfi-setup';
import { closeRfi, createRfi, getRfi, patchRfi, postRfi, updateRfi } from './rfi-write';

/** A custom attribute by ids, as one text, becomes what the search takes; about anything else the service decides. */
const attributeById: Completion = {
	calls: [],
	async run(_context, input) {
		const { customAttributes: pair, ...rest } = input;
		if (typeof pair !== 'string' || pair.trim() === '' || rest.attributes !== undefined) return input;
		const [, id, value] = /^\s*([^:\s]+)\s*:\s*(.+?)\s*$/.exec(pair) ?? [];
		return { ...rest, attributes: id === undefined || value === undefined ? pair : { [id]: value } };
	},
};

const search = operation({
	action: 'Search RFIs',
	description: 'Retrieve RFIs of a project',
	call: post(`${rfis}/search:rfis`),
	needs: readRfis,
	input: {
		...inProject,
		search: text({ description: 'Text in title, question or official response' }),
		status: choices(rfiStatuses, { wire: 'filter.status' }),
		responseStatus: choices(['answered', 'unanswered'], { wire: 'filter.officialResponseStatus', label: 'Official Response' }),
		assignedTo: refs('acc.projectUser', { wire: 'filter.assignedTo' }),
		createdBy: refs('acc.projectUser', { wire: 'filter.createdBy' }),
		created: range('dateTime', { wire: 'filter.createdAt' }),
		updated: range('dateTime', { wire: 'filter.updatedAt' }),
		closed: range('dateTime', { wire: 'filter.closedAt' }),
		dueDate: range('dateTime', { wire: 'filter.dueDate' }),
		locationIds: refs('acc.location', { wire: 'filter.locations', label: 'Locations' }),
		costImpact: choices(impact, { wire: 'filter.costImpact' }),
		scheduleImpact: choices(impact, { wire: 'filter.scheduleImpact' }),
		// The values are set in Project Admin (line 11674).
		priority: texts({ wire: 'filter.priority', placeholder: 'e.g. High' }),
		disciplines: texts({ wire: 'filter.discipline' }),
		categories: texts({ wire: 'filter.category', description: 'Upper and lower case matter' }),
		reference: text({ wire: 'filter.reference', maxLength: 20, description: 'Reference number outside of ACC' }),
		types: refs('acc.rfiType', { wire: 'filter.rfiTypeId' }),
		typeIds: texts({ wire: 'filter.rfiTypeId', label: 'Type IDs' }),
		ids: texts({ wire: 'filter.id', label: 'IDs' }),
		attributes: dynamic(rfiAttributesToFilter, { wire: 'filter.customAttributes', label: 'Custom Attributes' }),
		customAttributes: text({ in: 'here', label: 'Custom Attribute by ID', placeholder: 'e.g. attribute ID: value ID' }),
		includeHidden: boolean({ wire: 'filter.includeHidden', description: 'Whether to return RFIs that are hidden from you as well' }),
		sort: rows(
			{
				field: choice(['createdAt', 'status', 'dueDate', 'title', 'location', 'updatedAt', 'closedAt', 'costImpact', 'scheduleImpact', 'priority', 'discipline', 'category', 'reference', 'customIdentifier', 'customAttribute'], { required: true }),
				order: choice({ ASC: 'Ascending', DESC: 'Descending' }, { default: 'ASC' }),
			},
			{ label: 'Sort By' },
		),
		fields: texts({ label: 'Fields to Return', description: 'All if left empty' }),
		...withNames,
	},
	rules: [{ atMostOne: ['types', 'typeIds'] }, { atMostOne: ['attributes', 'customAttributes'] }],
	completes: attributeById,
	page: rfiPage,
	beside: rfiNames,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC RFIs, line 11181',
});

export const rfi: Resource = {
	id: 'acc.rfi',
	label: 'RFI',
	plural: 'RFIs',
	area: 'rfi',
	operations: { get: getRfi, search, create: createRfi, update: updateRfi, post: postRfi, patch: patchRfi, close: closeRfi },
	lookup: {
		list: search,
		// The service's own search does not look at the number: all are read, as little of each as will do.
		with: { fields: ['id', 'customIdentifier', 'title', 'status'] },
		within: ['projectId'],
		value: 'id',
		label: (record) => [textAt(record, 'customIdentifier'), textAt(record, 'title')].filter((part) => part !== undefined && part !== '').join(' '),
		detail: (record) => textAt(record, 'status'),
		names: (record) => [textAt(record, 'customIdentifier'), textAt(record, 'title')],
		standing: (record) => (['closed', 'void'].includes(textAt(record, 'status') ?? '') ? 'inactive' : 'active'),
		url: /\/rfis\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i,
	},
	changes: {
		list: search,
		within: ['projectId'],
		since: 'updated',
		id: 'id',
		created: 'createdAt',
		updated: 'updatedAt',
		author: 'updatedBy',
		watch: {
			statusChanged: { label: 'Status Changed', description: 'The status of an RFI changed', read: (record) => textAt(record, 'status') ?? null },
			answered: { label: 'Answered', description: 'The official response was given or changed', read: (record) => textAt(record, 'officialResponse') ?? null, becomes: (now) => now !== null && now !== '' },
			closed: { label: 'Closed', description: 'An RFI was closed', read: (record) => textAt(record, 'status') ?? null, becomes: (now) => now === 'closed' },
		},
		filters: { status: choices(rfiStatuses, { label: 'Statuses' }), rfiTypeId: refs('acc.rfiType', { label: 'Types' }) },
		filterPaths: { status: 'status', rfiTypeId: 'rfiTypeId' },
	},
};
