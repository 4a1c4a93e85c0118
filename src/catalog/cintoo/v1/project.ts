import { boolean, choices, constant, operation, ref, returns, rows, text, textAt, unpaged, type Resource } from '../../vocabulary';
import { isDeleted } from '../selection';
import { v1 } from './calls';
import { bare, byName, inAccount, inProject, labelled, many, one, plainId } from './references';

const getProjects = operation({
	...many,
	...v1.listProjects,
	action: 'Get many projects (API v1)',
	description: 'Retrieve the projects of an account with their work zones, deleted ones only if asked for',
	input: {
		...inAccount,
		workzoneId: text({ maxLength: 50, label: 'Work Zone ID', description: 'Only the project that owns this work zone' }),
		includeDeleted: boolean({ in: 'here', default: false, description: 'Whether to return deleted projects too' }),
	},
	select: (record, wanted) => wanted.includeDeleted === true || !isDeleted(record),
	source: 'Cintoo API 1, line 274',
});

const getProject = operation({ ...one, ...v1.getProject, action: 'Get project (API v1)', description: 'Retrieve one project with its work zones and who works in them', input: inProject, source: 'Cintoo API 1, line 349' });

const getWorkzones = operation({
	...many,
	...v1.getProject,
	action: 'Get work zones of project (API v1)',
	description: 'Retrieve the work zones of a project, each with its users and groups',
	input: inProject,
	page: unpaged('workzones'),
	returns: returns.records('workzones'),
	label: 'Get Work Zones',
	source: 'Cintoo API 1, lines 349 and 383',
});

const subscriptionId = ref('cintoo.v1Subscription', { required: true, ...bare('subscription') });

const patchProject = operation({
	...v1.patchProject,
	action: 'Patch project (API v1)',
	description: 'Replace the subscription of a project',
	needs: { token: 'user' },
	// The path of each step is the present subscription itself, not a pointer to it (lines 428 to 432).
	input: { ...inProject, steps: rows({ op: constant('replace'), from: { ...subscriptionId, wire: 'path' }, to: { ...subscriptionId, wire: 'value' } }, { required: true }) },
	returns: returns.nothing,
	repeat: 'never',
	receipt: { done: 'updated' },
	hidden: true,
	source: 'Cintoo API 1, line 422',
});

const updateSubscription = operation({
	action: 'Update subscription of project (API v1)',
	description: 'Put a project under another subscription of its account',
	needs: { token: 'user' },
	input: { ...inProject, subscriptionId },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'inferred',
	source: 'Cintoo API 1, lines 349 and 422',
	steps: {
		calls: [getProject, patchProject],
		async run(context, { subscriptionId: wanted, ...where }) {
			const present = textAt(await context.call(getProject, where), 'planId');
			if (present === undefined) throw context.refusal('Cintoo does not say under which subscription the project is.', 'Update the project through API 2 instead.');
			const done = present === plainId(wanted) ? 'unchanged' : 'updated';
			if (done === 'updated') await context.run(patchProject, { ...where, steps: [{ from: present, to: wanted }] });
			// What a success is answered with is lost (line 434 is a refusal): the project itself tells.
			const [after] = await context.run(getProject, where);
			return [{ json: { receipt: { done, id: textAt(after?.json, 'id') ?? null }, ...after?.json } }];
		},
	},
});

const category = { model: 'Model', scan: 'Scan', geoImage: '360 Image' } as const;

const getFiles = operation({
	...many,
	...v1.listFiles,
	action: 'Get many files (API v1)',
	description: 'Retrieve the models, scans and 360 images of a project',
	input: { ...inProject, category: choices(category, { label: 'Categories', description: 'All of them if left empty' }) },
	source: 'Cintoo API 1, lines 437 and 1208',
});

/** Projects, and what lies in them besides tags. */
export const projects: readonly Resource[] = [
	{
		id: 'cintoo.v1Project',
		...labelled('Project', 'Projects'),
		operations: { get: getProject, getMany: getProjects, getWorkzones, updateSubscription, patch: patchProject },
		lookup: { ...byName(getProjects, ['accountId']), standing: (record) => (isDeleted(record) ? 'deleted' : 'active') },
	},
	// A work zone is part of its project: there is no call of its own.
	{ id: 'cintoo.v1Workzone', ...labelled('Work Zone', 'Work Zones'), operations: {}, lookup: byName(getWorkzones, ['accountId', 'projectId']) },
	{ id: 'cintoo.v1File', ...labelled('File', 'Files'), operations: { getMany: getFiles }, lookup: { ...byName(getFiles, ['accountId', 'projectId']), detail: (record) => textAt(record, 'type') } },
];
