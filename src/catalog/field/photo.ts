import { operation, post, returns, texts, type Resource } from '../vocabulary';
import { signedIn } from './needs';
import { applicationVersion, changedSince, inProject, pages } from './references';
import { clock } from './server';

const getMany = operation({
	action: 'Get many photos',
	description: 'Retrieve what is known of the photos of a project; download the pictures themselves as files',
	call: post('/api/get_photos', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, changedSince: changedSince('max_updated_at'), applicationVersion },
	// Both limit and offset are required here (line 633); paging always sends both.
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 629',
});

export const photo: Resource = {
	id: 'field.photo',
	label: 'Photo',
	plural: 'Photos',
	area: 'photo',
	operations: { getMany },
	changes: {
		list: getMany,
		within: ['projectId'],
		since: 'changedSince',
		id: 'id',
		created: 'created_at',
		updated: 'updated_at',
		clock,
		watch: {},
		filters: { tags: texts() },
		filterPaths: { tags: 'tags' },
	},
};
