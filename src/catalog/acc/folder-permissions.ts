import { choice, collected, get, isObject, listAt, operation, post, refs, returns, rows, same, text, textAt, texts, unpaged, type JsonObject, type Output } from '../vocabulary';
import { plainProjectId } from './document-attributes';
import { needs } from './families';
import { folderId, inFolder } from './folder-calls';
import { listed } from './ids';
import { getOne as getProject } from './project';

/** Who may do what in a folder. What is inherited from the folders above cannot be taken away here. */

const permissions = '/bim360/docs/v1/projects/{project_id}/folders/{folder_id}/permissions';
const source = 'ACC Files, reference pages POST permissions:batch-create, batch-update, batch-delete';
const write = needs('documents', 'data:write');

export const getPermissions = operation({
	action: 'Get folder permissions',
	description: 'Retrieve who may do what in a folder',
	call: get(permissions),
	needs: needs('documents', 'data:read'),
	input: { projectId: plainProjectId, folderId },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'ACC Files, line 6215',
});

/** What each level of the folder's settings allows; `PUBLISH_MARKUP` is known to ACC only. */
const actionsOf = {
	view: ['VIEW', 'COLLABORATE'],
	download: ['VIEW', 'DOWNLOAD', 'COLLABORATE'],
	markup: ['VIEW', 'DOWNLOAD', 'COLLABORATE', 'PUBLISH_MARKUP'],
	upload: ['PUBLISH', 'VIEW', 'DOWNLOAD', 'COLLABORATE', 'PUBLISH_MARKUP'],
	edit: ['PUBLISH', 'VIEW', 'DOWNLOAD', 'COLLABORATE', 'PUBLISH_MARKUP', 'EDIT'],
	control: ['PUBLISH', 'VIEW', 'DOWNLOAD', 'COLLABORATE', 'PUBLISH_MARKUP', 'EDIT', 'CONTROL'],
	none: [],
} as const;
const levels = { view: 'View', download: 'Download', markup: 'Publish Markups', upload: 'Upload', edit: 'Edit', control: 'Manage', none: 'None of Its Own' } as const satisfies Record<keyof typeof actionsOf, string>;

const subject = { subjectId: text({ required: true }), subjectType: text({ required: true }) };
const granted = { ...subject, actions: texts({ required: true }) };

export const grant = operation({
	action: 'Grant permissions',
	description: 'Give permissions in a folder to those who have none of their own there',
	call: post(`${permissions}:batch-create`, { body: 'bare' }),
	needs: write,
	input: { projectId: plainProjectId, folderId, subjects: rows(granted, { required: true }) },
	returns: returns.records('results'),
	repeat: 'safe',
	receipt: { done: 'created' },
	hidden: true,
	status: 'reference',
	source,
});

export const regrant = operation({
	action: 'Change permissions',
	description: 'Replace the permissions that somebody has in a folder',
	call: post(`${permissions}:batch-update`, { body: 'bare' }),
	needs: write,
	input: grant.input,
	returns: returns.records('results'),
	repeat: 'safe',
	receipt: { done: 'updated' },
	hidden: true,
	status: 'reference',
	source,
});

export const revoke = operation({
	action: 'Revoke permissions',
	description: 'Take the permissions of somebody in a folder away',
	call: post(`${permissions}:batch-delete`, { body: 'bare' }),
	needs: write,
	input: { projectId: plainProjectId, folderId, subjects: rows(subject, { required: true }) },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'removed' },
	hidden: true,
	status: 'reference',
	source,
});

export const setPermissions = operation({
	action: 'Set folder permissions',
	description: 'Give people, roles or companies a level of access to a folder and below, one output each',
	needs: needs('documents', 'data:write', 'data:read'),
	input: {
		...inFolder,
		level: choice(levels, { required: true }),
		userIds: refs('acc.projectMember', { label: 'Users' }),
		roleIds: refs('acc.role'),
		companyIds: refs('acc.companyForProject'),
	},
	rules: [{ oneOf: ['userIds', 'roleIds', 'companyIds'] }],
	returns: returns.records(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'subjectId' },
	status: 'reference',
	source,
	steps: {
		calls: [getProject, getPermissions, grant, regrant, revoke],
		async run(context, { level, userIds, roleIds, companyIds, ...where }) {
			const acc = textAt(await context.call(getProject, { projectId: where.projectId }), 'platform') !== 'bim360';
			if (!acc && level === 'markup') throw context.refusal('Projects of BIM 360 have no permission to publish markups.', 'Choose Download or Upload.');
			const actions = actionsOf[level].filter((action) => acc || action !== 'PUBLISH_MARKUP');
			const present = new Map<string, JsonObject>();
			for await (const one of context.list(getPermissions, where)) present.set(textAt(one, 'subjectId') ?? '', one);

			const wanted = [['USER', userIds], ['ROLE', roleIds], ['COMPANY', companyIds]] as const;
			const subjects = wanted.flatMap(([subjectType, ids]) => listed(ids).map((subjectId) => ({ subjectId, subjectType })));
			const give = async (one: (typeof subjects)[number]): Promise<void> => {
				try {
					await context.call(grant, { ...where, subjects: [{ ...one, actions }] });
				} catch (error) {
					// The answer was lost and the second try refused, or somebody else was faster: what stands there is replaced.
					const now = (await collected(context.list(getPermissions, where))).find((other) => textAt(other, 'subjectId') === one.subjectId);
					const own = listAt(now, 'actions') ?? [];
					if (own.length === 0) throw error;
					if (!same([...actions], own)) await context.call(regrant, { ...where, subjects: [{ ...one, actions }] });
				}
			};
			const attempts = await context.each(subjects, async (one) => {
				const own = listAt(present.get(one.subjectId), 'actions') ?? [];
				if (same([...actions], own)) return 'unchanged';
				if (actions.length === 0) await context.call(revoke, { ...where, subjects: [one] });
				else if (own.length === 0) await give(one);
				else await context.call(regrant, { ...where, subjects: [{ ...one, actions }] });
				return actions.length === 0 ? 'removed' : own.length === 0 ? 'created' : 'updated';
			});
			return attempts.map((attempt, index): Output => {
				const one = subjects[index];
				const record = present.get(one?.subjectId ?? '');
				const name = textAt(record, 'name');
				const known = { ...one, ...(name === undefined ? {} : { name }) };
				if ('failure' in attempt) return context.failed(attempt.failure, name ?? one?.subjectId ?? '', known);
				return { json: { receipt: { done: attempt.value, id: one?.subjectId ?? null }, ...known, level, actions, inheritActions: isObject(record) ? (record.inheritActions ?? []) : [] } };
			});
		},
	},
});
