import { boolean, get, operation, ref, returns, unpaged, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { peopleBeside, withPeople } from './people';
import { inProject, project } from './references';
import { isDeleted, refersTo } from './selection';

const getMany = operation({
	action: 'Get many measurements',
	description: 'Retrieve the measurements of a project that you may see',
	call: get(`${project}/measurements`),
	needs: permitted('workzone:measurements:read'),
	input: {
		...inProject,
		workzoneId: ref('cintoo.workzone', { in: 'here', label: 'Work Zone', description: 'Only measurements of this work zone itself' }),
		includeDeleted: boolean({ in: 'here', default: false, description: 'Whether to return deleted measurements too' }),
		...withPeople,
	},
	page: unpaged(),
	select: (record, wanted) => refersTo(record, 'workzoneId', wanted.workzoneId) && (wanted.includeDeleted === true || !isDeleted(record)),
	beside: peopleBeside,
	returns: returns.records(),
	repeat: 'safe',
	status: 'inferred',
	source: 'Cintoo API 2, list of changes, line 140; OpenAPI 2.0.0, getMeasurements',
});

export const measurement: Resource = {
	id: 'cintoo.measurement',
	label: 'Measurement',
	plural: 'Measurements',
	area: 'workzone',
	operations: { getMany },
};
