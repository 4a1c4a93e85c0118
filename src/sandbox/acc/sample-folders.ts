import { folderId, moment, stableId } from './sample-values';
import type { AccState } from './state';

/** What is set up for the documents of a project: attributes, a naming standard and the folder in which it holds, links between models. */
export function addDocumentSetup(state: AccState, projectId: string): void {
	state.documentAttributes.push(
		{ id: 1001, projectId, name: 'Purpose', type: 'array', arrayValues: ['For information', 'For construction', 'As built'] },
		{ id: 1002, projectId, name: 'Checked by', type: 'string' },
		{ id: 1003, projectId, name: 'Issued on', type: 'date' },
	);
	const namingStandardId = stableId(`naming standard ${projectId}`);
	state.namingStandards.push({
		id: namingStandardId,
		projectId,
		name: 'Default - ISO 19650',
		definition: {
			fields: [
				{ attributeId: 2001, name: 'Project', type: 'ALPHANUMERIC', optional: false, minLength: 2, maxLength: 6, defaultValue: 'HT' },
				{ attributeId: 2002, name: 'Originator', type: 'ARRAY', optional: false, options: [{ value: 'HAR', description: 'Harbor Construction' }, { value: 'APX', description: 'Apex MEP' }] },
				{ attributeId: 2003, name: 'Level', type: 'ARRAY', optional: true, options: [{ value: 'ZZ', description: 'Multiple levels' }, { value: '01', description: 'Level 1' }] },
				{ attributeId: 2004, name: 'Number', type: 'NUMERIC', optional: false, minLength: 4, maxLength: 4 },
			],
			metadata: [],
			delimiter: '-',
		},
	});
	state.folders.push({
		id: folderId(projectId, 'Issued'),
		projectId,
		name: 'Issued',
		parentId: folderId(projectId, 'Project Files'),
		hidden: false,
		namingStandardId,
		createdAt: moment(-190, 0),
	});
	for (const { id } of state.companies) state.folderPermissions.push({ folderId: folderId(projectId, 'Project Files'), subjectId: id, subjectType: 'COMPANY', actions: ['VIEW', 'DOWNLOAD', 'COLLABORATE'] });
	const model = state.versions.find(({ name, itemId }) => name === 'Tower.rvt' && state.items.some((item) => item.id === itemId && item.projectId === projectId));
	const linked = state.versions.filter(({ name, itemId }) => name === 'Site.dwg' && state.items.some((item) => item.id === itemId && item.projectId === projectId));
	if (model) state.linkedModels.set(model.id, linked.map(({ id }) => id));
}
