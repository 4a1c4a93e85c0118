import { boolean, choice, del, get, isObject, listAt, number, operation, post, put, ref, returns, text, textAt, unpaged, type JsonObject, type Lookup, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { account, asUrn, inAccount, inProject, project } from './references';
import { bareId } from './selection';

const accountRead = permitted('account:integrations:read');
const accountWrite = permitted('account:integrations:write');
/** Held by whoever may write annotations on the root work zone (API 2, lines 289-291). */
const projectRead = permitted('project:integrations:read');
const projectWrite = permitted('project:integrations:write');

const hubs = `${account}/integrations/konekt`;
const integrationRef = ref('cintoo.konektHub', { required: true, label: 'Konekt Hub', ...asUrn('newforma-konekt-hub') });
const token = text({ required: true, secret: true, label: 'API Token', description: 'API token of Newforma Konekt' });
const hubOptions = {
	allowCreateNewUsersOnHub: boolean({ wire: 'options.allowCreateNewUsersOnHub', label: 'Create Users', description: 'Whether users may be created on the hub' }),
	syncStrategy: choice({ CONFIG_ON_PROJECT: 'As Each Project Says', BOTH_WAY: 'Both Ways', UPDATES_ONLY_FROM_KONEKT: 'From Konekt Only' }, { wire: 'options.syncStrategy', label: 'Synchronize' }),
};

const getHubs = operation({
	action: 'Get many Konekt hubs',
	description: 'Retrieve the Newforma Konekt hubs that an account is set up with',
	call: get(`${account}/integrations`),
	needs: accountRead,
	input: inAccount,
	page: unpaged('konekt'),
	returns: returns.records('konekt'),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 2470',
});

const getHub = operation({
	action: 'Get Konekt hub',
	description: 'Retrieve one Newforma Konekt hub of an account',
	call: get(`${hubs}/{integrationRef}`),
	needs: accountRead,
	input: { ...inAccount, integrationRef },
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 2645',
});

const createHub = operation({
	action: 'Create Konekt hub',
	description: 'Set an account up with a Newforma Konekt hub',
	call: post(hubs),
	needs: accountWrite,
	input: { ...inAccount, token, ...hubOptions },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, line 2607',
});

const updateHub = operation({
	action: 'Update Konekt hub',
	description: 'Change some options of a Newforma Konekt hub; the others stay',
	call: put(`${hubs}/{integrationRef}`),
	needs: accountWrite,
	input: { ...inAccount, integrationRef, ...hubOptions },
	merge: { read: getHub, keep: { allowCreateNewUsersOnHub: 'options.allowCreateNewUsersOnHub', syncStrategy: 'options.syncStrategy' } },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, line 2679',
});

const removeHub = operation({
	action: 'Delete Konekt hub',
	description: 'Take a Newforma Konekt hub out of an account',
	call: del(`${hubs}/{integrationRef}`),
	needs: accountWrite,
	input: { ...inAccount, integrationRef },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted', gone: 'integration-not-found' },
	destructive: true,
	status: 'beta',
	source: 'Cintoo API 2, line 2716',
});

const connectHub = operation({
	action: 'Connect Konekt hub',
	description: 'Give a Newforma Konekt hub a new API token',
	call: post(`${hubs}/{integrationRef}/connection`),
	needs: accountWrite,
	input: { ...inAccount, integrationRef, token },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, line 2724',
});

const disconnectHub = operation({
	action: 'Disconnect Konekt hub',
	description: 'Stop a Newforma Konekt hub without taking it out of the account',
	call: del(`${hubs}/{integrationRef}/connection`),
	needs: accountWrite,
	input: { ...inAccount, integrationRef },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'removed', gone: 'connection-not-found' },
	destructive: true,
	status: 'beta',
	source: 'Cintoo API 2, line 2759',
});

const hubLookup: Lookup = {
	list: getHubs,
	within: ['accountRef'],
	value: 'id',
	// Its URN alone names a hub (API 2, line 2649); by its bare id it is looked up.
	idPattern: /^urn:cintoo:\S+$/,
	label: (record) => textAt(record, 'name') ?? textAt(record, 'konektId') ?? '?',
	detail: (record) => textAt(record, 'link'),
	names: (record) => [textAt(record, 'name'), textAt(record, 'konektId'), bareId(textAt(record, 'id') ?? '')],
	standing: (record) => (record.connected === false ? 'inactive' : 'active'),
};

export const konektHub: Resource = {
	id: 'cintoo.konektHub',
	label: 'Konekt Hub',
	plural: 'Konekt Hubs',
	area: 'admin',
	operations: { get: getHub, getMany: getHubs, create: createHub, update: updateHub, delete: removeHub, connect: connectHub, disconnect: disconnectHub },
	lookup: hubLookup,
};

/** The same hubs by their ids on Konekt, where a project is linked; whoever may not list those of the account enters the id. */
export const konektSite: Resource = {
	id: 'cintoo.konektSite',
	label: 'Hub on Konekt',
	plural: 'Hubs on Konekt',
	area: 'project',
	operations: {},
	lookup: { ...hubLookup, value: 'konektId', idPattern: undefined },
};

const integrations = `${project}/integrations`;

const getIntegrations = operation({
	action: 'Get integrations of project',
	description: 'Retrieve how a project is linked to Newforma Konekt and Autodesk',
	call: get(integrations),
	needs: projectRead,
	input: inProject,
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 2521',
});

export const projectIntegration: Resource = { id: 'cintoo.projectIntegration', label: 'Project Integration', plural: 'Project Integrations', area: 'project', operations: { get: getIntegrations } };

const konekt = <const R extends boolean>(required: R) => ({
	hubId: ref('cintoo.konektSite', { required, label: 'Hub' }),
	konektProjectId: number({ required, label: 'Konekt Project ID', description: 'As the list of Konekt hubs of the account has it' }),
	allowInviteUsers: boolean({ wire: 'options.allowInviteUsers', default: required ? false : undefined, label: 'Invite Users', description: 'Whether users may be invited on Konekt' }),
	syncStrategy: choice({ BOTH_WAY: 'Both Ways', UPDATES_ONLY_FROM_KONEKT: 'From Konekt Only' }, { wire: 'options.syncStrategy', default: required ? 'BOTH_WAY' : undefined, label: 'Synchronize' }),
});

const getKonekt = operation({
	action: 'Get Konekt link of project',
	description: 'Retrieve how a project is linked to Newforma Konekt',
	call: get(`${integrations}/konekt`),
	needs: projectRead,
	input: inProject,
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 2767',
});

const createKonekt = operation({
	action: 'Link project to Konekt',
	description: 'Link a project to one on Newforma Konekt',
	call: post(`${integrations}/konekt`),
	needs: projectWrite,
	input: { ...inProject, ...konekt(true) },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'konektId' },
	status: 'beta',
	source: 'Cintoo API 2, line 2785',
});

const updateKonekt = operation({
	action: 'Update Konekt link of project',
	description: 'Change some settings of the link to Newforma Konekt; the others stay',
	call: put(`${integrations}/konekt`),
	needs: projectWrite,
	input: { ...inProject, ...konekt(false) },
	merge: { read: getKonekt, keep: { hubId: 'hubId', konektProjectId: 'konektId', allowInviteUsers: 'options.allowInviteUsers', syncStrategy: 'options.syncStrategy' } },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'konektId' },
	status: 'beta',
	source: 'Cintoo API 2, line 2810',
});

const removeKonekt = operation({
	action: 'Unlink project from Konekt',
	description: 'Take away the link of a project to Newforma Konekt',
	call: del(`${integrations}/konekt`),
	needs: projectWrite,
	input: inProject,
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted', gone: 'integration-not-found' },
	destructive: true,
	status: 'beta',
	source: 'Cintoo API 2, line 2835',
});

export const konektProject: Resource = { id: 'cintoo.konektProject', label: 'Konekt Link', plural: 'Konekt Links', area: 'project', operations: { get: getKonekt, create: createKonekt, update: updateKonekt, delete: removeKonekt } };

const autodesk = <const R extends boolean>(required: R) => ({
	autodeskHubId: ref('cintoo.autodeskHub', { required, label: 'Autodesk Hub' }),
	autodeskProjectId: ref('cintoo.autodeskPlace', { required, label: 'Autodesk Project' }),
});

const getAutodesk = operation({
	action: 'Get Autodesk link of project',
	description: 'Retrieve how a project is linked to Autodesk',
	call: get(`${integrations}/autodesk`),
	needs: projectRead,
	input: inProject,
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 2877',
});

const createAutodesk = operation({
	action: 'Link project to Autodesk',
	description: 'Link a project to one in Autodesk',
	call: post(`${integrations}/autodesk`),
	needs: projectWrite,
	input: { ...inProject, ...autodesk(true) },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'autodeskProjectId' },
	status: 'beta',
	source: 'Cintoo API 2, line 2892',
});

const updateAutodesk = operation({
	action: 'Update Autodesk link of project',
	description: 'Link a project to another one in Autodesk',
	call: put(`${integrations}/autodesk`),
	needs: projectWrite,
	input: { ...inProject, ...autodesk(false) },
	merge: { read: getAutodesk, keep: { autodeskHubId: 'autodeskHubId', autodeskProjectId: 'autodeskProjectId' } },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'autodeskProjectId' },
	status: 'beta',
	source: 'Cintoo API 2, line 2910',
});

const removeAutodesk = operation({
	action: 'Unlink project from Autodesk',
	description: 'Take away the link of a project to Autodesk',
	call: del(`${integrations}/autodesk`),
	needs: projectWrite,
	input: inProject,
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted', gone: 'integration-not-found' },
	destructive: true,
	status: 'beta',
	source: 'Cintoo API 2, line 2928',
});

export const autodeskProject: Resource = { id: 'cintoo.autodeskProject', label: 'Autodesk Link', plural: 'Autodesk Links', area: 'project', operations: { get: getAutodesk, create: createAutodesk, update: updateAutodesk, delete: removeAutodesk } };

const getConnection = operation({
	action: 'Get Autodesk connection',
	description: 'Retrieve as whom Cintoo acts in Autodesk for you, and the hubs and projects there',
	call: get('/api/2/integrations/autodesk/connection'),
	needs: { token: 'user' },
	input: {},
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 2937',
});

const getAutodeskHubs = operation({
	action: 'List Autodesk hubs',
	description: 'Retrieve the hubs that you reach in Autodesk, with their projects',
	call: get('/api/2/integrations/autodesk/connection'),
	needs: { token: 'user' },
	input: {},
	page: unpaged('hubs'),
	returns: returns.records('hubs'),
	repeat: 'safe',
	hidden: true,
	status: 'beta',
	source: 'Cintoo API 2, line 2937',
});

/** Hubs and projects in Autodesk have the same members; the former hold the latter. */
const inAutodesk = (nested?: Lookup['nested']): Lookup => ({
	list: getAutodeskHubs,
	within: [],
	value: 'autodeskId',
	label: (record) => textAt(record, 'name') ?? '?',
	detail: (record) => textAt(record, 'hub'),
	names: (record) => [textAt(record, 'name')],
	...(nested ? { nested } : {}),
});

/** Looked up where a project is linked. Whoever is not connected to Autodesk enters the ids. */
export const autodeskHub: Resource = { id: 'cintoo.autodeskHub', label: 'Autodesk Hub', plural: 'Autodesk Hubs', area: 'project', operations: {}, lookup: inAutodesk() };

export const autodeskPlace: Resource = {
	id: 'cintoo.autodeskPlace',
	label: 'Autodesk Project',
	plural: 'Autodesk Projects',
	area: 'project',
	operations: {},
	lookup: inAutodesk((hub) => (listAt(hub, 'projects') ?? []).filter(isObject).map((place): JsonObject => ({ ...place, hub: textAt(hub, 'name') ?? null }))),
};

const removeConnection = operation({
	action: 'Delete Autodesk connection',
	description: 'Stop Cintoo from acting in Autodesk for you, in all accounts and projects',
	call: del('/api/2/integrations/autodesk/connection'),
	needs: { token: 'user' },
	input: {},
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted' },
	destructive: true,
	status: 'beta',
	source: 'Cintoo API 2, line 2953',
});

const authorize = operation({
	action: 'Open Autodesk sign-in',
	description: 'Where a browser that is signed in to Cintoo is sent on to Autodesk',
	call: get('/api/2/integrations/autodesk/connection/url'),
	needs: { token: 'user' },
	input: { redirectUri: text({ required: true }) },
	returns: returns.nothing,
	repeat: 'safe',
	hidden: true,
	status: 'beta',
	source: 'Cintoo API 2, line 2959',
});

const getSignInLink = operation({
	action: 'Get link to connect Autodesk',
	description: 'Get the address that a person signed in to Cintoo opens in a browser to let Cintoo act in Autodesk',
	needs: { token: 'user' },
	input: { redirectUri: text({ required: true, label: 'Return To', placeholder: 'e.g. https://example.com', description: 'Page where the person lands afterwards' }) },
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 2959',
	steps: {
		calls: [authorize],
		run: async (context, input) => [{ json: { url: context.addressOf(authorize, input) } }],
	},
});

export const autodeskConnection: Resource = { id: 'cintoo.autodeskConnection', label: 'Autodesk Connection', plural: 'Autodesk Connections', area: 'admin', operations: { get: getConnection, delete: removeConnection, getSignInLink, getHubs: getAutodeskHubs, authorize } };
