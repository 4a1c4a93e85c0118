import { boolean, cursor, del, file, get, offset, operation, post, put, ref, returns, rows, text, texts, textAt, bodyCursor, unpaged, number, listAt, isObject, type Lookup, type Resource, type Service } from '../../src/catalog/vocabulary';

const user = { token: 'user' } as const;
const source = 'made up for tests';

const sites = operation({ action: 'Get many sites', description: 'All sites', call: get('/sites'), needs: user, input: { search: text({ wire: 'q' }) }, page: unpaged('sites'), returns: returns.records('sites'), repeat: 'safe', source });
const halls = operation({ action: 'Get many halls', description: 'The halls of a site', call: get('/sites/{siteId}/halls'), needs: user, input: { siteId: ref('depot.site', { required: true }) }, page: unpaged(''), returns: returns.records(), repeat: 'safe', source });

const inSite = { siteId: ref('depot.site', { required: true }) };
const inCrate = { ...inSite, crateId: ref('depot.crate', { required: true }) };
const crates = '/sites/{siteId}/crates';

const get1 = operation({ action: 'Get crate', description: 'One crate', call: get(`${crates}/{crateId}`), needs: user, input: { ...inCrate, withLabels: boolean() }, returns: returns.record(), repeat: 'safe', source });

/** The operations of a service that does not exist: one of each archetype, small enough to be read at a glance. */
export const depot = {
	sites,
	halls,
	probe: operation({ action: 'Check sign-in', description: 'Who is signed in', call: get('/me'), needs: user, input: {}, returns: returns.record(), repeat: 'safe', source }),
	getMany: operation({ action: 'Get many crates', description: 'Crates by offset with a total', call: get(crates), needs: user, input: inSite, page: offset({ items: 'results', size: 100, total: 'total' }), returns: returns.records('results'), repeat: 'safe', source }),
	getPages: operation({ action: 'Get crate pages', description: 'Crates by page number with a total', call: get(crates), needs: user, input: inSite, page: offset({ items: 'results', size: 100, total: 'total', counts: 'page', offset: 'page', limit: 'size' }), returns: returns.records('results'), repeat: 'safe', source }),
	getShort: operation({ action: 'Get crates', description: 'Crates by offset until a short page', call: get(crates), needs: user, input: inSite, page: offset({ items: '', size: 100 }), returns: returns.records(), repeat: 'safe', source }),
	getCursor: operation({ action: 'Follow crates', description: 'Crates by cursor', call: get(crates), needs: user, input: inSite, page: cursor({ items: 'results', size: 50, next: 'next', cursor: 'cursor' }), returns: returns.records('results'), repeat: 'safe', source }),
	search: operation({ action: 'Search crates', description: 'Crates by a cursor in the body', call: post(`${crates}:search`), needs: user, input: { ...inSite, words: text() }, page: bodyCursor({ items: 'results', size: 50, next: 'next' }), returns: returns.records('results'), repeat: 'safe', source }),
	get: get1,
	create: operation({ action: 'Create crate', description: 'A new crate', call: post(crates), needs: user, input: { ...inSite, title: text({ required: true }), note: text({ clear: null }) }, returns: returns.record(), repeat: 'never', receipt: { done: 'created', id: 'id', number: 'number' }, source }),
	replace: operation({ action: 'Replace crate', description: 'The same crate anew', call: put(`${crates}/{crateId}`), needs: user, input: { ...inCrate, title: text() }, returns: returns.record(), repeat: 'safe', receipt: { done: 'updated', id: 'id' }, source }),
	update: operation({
		action: 'Update crate',
		description: 'Changes a crate; the service erases what is not named',
		call: put(`${crates}/{crateId}`),
		needs: user,
		input: { ...inCrate, title: text(), note: text({ clear: null }), labels: texts({ clear: [] }), attachments: texts({ clear: [] }) },
		returns: returns.record(),
		repeat: 'safe',
		receipt: { done: 'updated', id: 'id' },
		merge: { read: get1, with: { withLabels: true }, keep: { title: 'title', note: 'note', labels: 'labels', attachments: (record) => (listAt(record, 'attachments') ?? []).flatMap((one) => (isObject(one) ? [textAt(one, 'blob') ?? ''] : [])) } },
		source,
	}),
	delete: operation({ action: 'Delete crate', description: 'Takes a crate away', call: del(`${crates}/{crateId}`), needs: user, input: inCrate, returns: returns.nothing, repeat: 'safe', receipt: { done: 'deleted' }, source }),
	deleteKnown: operation({ action: 'Scrap crate', description: 'Takes a crate away; the service has a code for a missing one', call: del(`${crates}/{crateId}`), needs: user, input: inCrate, returns: returns.nothing, repeat: 'safe', receipt: { done: 'deleted', gone: 'no-crate' }, source }),
	download: operation({ action: 'Download label', description: 'The label as a file', call: get(`${crates}/{crateId}/label`), needs: user, input: inCrate, returns: returns.file, repeat: 'safe', source }),
	upload: operation({ action: 'Upload label', description: 'A label as a file', call: post(`${crates}/{crateId}/label`, { body: 'multipart' }), needs: user, input: { ...inCrate, title: text(), picture: file({ required: true }) }, returns: returns.record(), repeat: 'safe', source }),
	weigh: operation({
		action: 'Weigh crates',
		description: 'Many weights in one call',
		call: post('/sites/{siteId}/weights'),
		needs: user,
		input: { ...inSite, rows: rows({ mark: text(), weight: number({ required: true }) }, { required: true }) },
		returns: returns.records(),
		repeat: 'never',
		receipt: { done: 'created', id: 'id' },
		batch: { list: 'rows', max: 3, match: 'mark', results: '', refused: (result) => (textAt(result, 'error') === undefined ? undefined : { words: textAt(result, 'error') ?? '', permission: textAt(result, 'error') === 'not yours' }) },
		source,
	}),
} as const;

export const siteLookup: Lookup = {
	list: sites,
	within: [],
	value: 'id',
	label: (record) => textAt(record, 'name') ?? '',
	detail: (record) => textAt(record, 'number'),
	names: (record) => [textAt(record, 'name'), textAt(record, 'number')],
	standing: (record) => (record.state === 'deleted' ? 'deleted' : record.state === 'old' ? 'inactive' : 'active'),
	url: /\/app\/sites\/([^/?#]+)/,
};

const hallLookup: Lookup = { list: halls, within: ['siteId'], value: 'id', label: (record) => textAt(record, 'name') ?? '', names: (record) => [textAt(record, 'name')] };

const { halls: hallList, sites: siteList, probe, ...crateOperations } = depot;

export const resources: readonly Resource[] = [
	{ id: 'depot.site', label: 'Site', plural: 'Sites', area: 'depot', operations: { getMany: siteList, probe }, lookup: siteLookup },
	{ id: 'depot.hall', label: 'Hall', plural: 'Halls', area: 'depot', operations: { getMany: hallList }, lookup: hallLookup },
	{ id: 'depot.crate', label: 'Crate', plural: 'Crates', area: 'depot', operations: crateOperations },
];

/** The service around them; `more` changes what one test is about. */
export function depotService(more: Partial<Service> = {}): Service {
	return {
		id: 'cintoo',
		label: 'Depot',
		origins: { Depot: 'https://depot.example' },
		areas: [{ id: 'depot', label: 'Depot', description: 'Crates on sites' }],
		resources,
		watchedFirst: 'depot.crate',
		probe: depot.probe,
		readFailure: (body) => (isObject(body) ? { words: textAt(body, 'detail'), code: textAt(body, 'code'), permissions: (listAt(body, 'permissions') ?? []).map(String) } : { words: typeof body === 'string' && body !== '' ? body : undefined }),
		secretParams: ['ticket'],
		...more,
	};
}
