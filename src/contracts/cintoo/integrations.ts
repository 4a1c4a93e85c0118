import type { Contract } from '../contract';
import { ACCOUNT, PROJECT, answers, api2, call, choice, decimal, flag, must, object, text } from './vocabulary';

const konektHubFields = ['id', 'konektId', 'beta', 'modificationInfo', 'link', 'options', 'name', 'connected', 'konektProjects', 'linkedProjects'];
const konektProjectFields = ['projectId', 'hubId', 'konektId', 'options', 'link', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'];
const autodeskProjectFields = ['projectId', 'autodeskHubId', 'autodeskProjectId', 'link', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'];

const hubOptions = [flag('options.allowCreateNewUsersOnHub'), choice('options.syncStrategy', ['CONFIG_ON_PROJECT', 'BOTH_WAY', 'UPDATES_ONLY_FROM_KONEKT'], { nullable: true })];
const projectOptions = [
	must(flag('options.allowInviteUsers', { note: 'required in OpenAPI 2.0.0' })),
	choice('options.syncStrategy', ['BOTH_WAY', 'UPDATES_ONLY_FROM_KONEKT'], { nullable: true, note: 'OpenAPI 2.0.0: that of the hub when left out' }),
];

/** Configuration of the links to Newforma Konekt and Autodesk. */
export const integrations: readonly Contract[] = [
	call('accountIntegration.getMany', 'GET', `${ACCOUNT}/integrations`, {
		permissions: ['account:integrations:read'],
		reply: { statuses: answers(200), kind: 'object', fields: ['konekt'] },
		source: api2(2470),
		evidence: 'inferred',
		notes: ['object keyed by product, not an array'],
	}),
	call('projectIntegration.getMany', 'GET', `${PROJECT}/integrations`, {
		permissions: ['project:integrations:read'],
		reply: { statuses: answers(200), kind: 'object', fields: ['konekt', 'autodesk'] },
		source: api2(2521),
		evidence: 'inferred',
		notes: ['object keyed by product, not an array'],
	}),
	call('konektHub.create', 'POST', `${ACCOUNT}/integrations/konekt`, {
		permissions: ['account:integrations:write'],
		body: [
			must(text('token', { min: 1, note: 'Newforma Konekt API token (secret)' })),
			object('options', { nullable: true }),
			...hubOptions,
		],
		sends: 'json',
		reply: { statuses: answers(201, 409), kind: 'object', fields: konektHubFields },
		source: api2(2607),
		evidence: 'inferred',
	}),
	call('konektHub.get', 'GET', `${ACCOUNT}/integrations/konekt/{integrationRef}`, {
		permissions: ['account:integrations:read'],
		reply: { statuses: answers(200), kind: 'object', fields: konektHubFields },
		source: api2(2645),
		evidence: 'inferred',
	}),
	call('konektHub.update', 'PUT', `${ACCOUNT}/integrations/konekt/{integrationRef}`, {
		permissions: ['account:integrations:write'],
		body: [
			must(object('options')),
			...hubOptions,
		],
		sends: 'json',
		reply: { statuses: answers(200), kind: 'object', fields: konektHubFields },
		source: api2(2679),
		evidence: 'inferred',
	}),
	call('konektHub.delete', 'DELETE', `${ACCOUNT}/integrations/konekt/{integrationRef}`, {
		permissions: ['account:integrations:write'],
		reply: { statuses: answers(204), kind: 'none' },
		source: api2(2716),
		evidence: 'inferred',
	}),
	call('konektHub.connect', 'POST', `${ACCOUNT}/integrations/konekt/{integrationRef}/connection`, {
		permissions: ['account:integrations:write'],
		body: [must(text('token', { min: 1, note: 'Newforma Konekt API token (secret)' }))],
		sends: 'json',
		reply: { statuses: answers(200), kind: 'object', fields: konektHubFields },
		source: api2(2724),
		evidence: 'inferred',
	}),
	call('konektHub.disconnect', 'DELETE', `${ACCOUNT}/integrations/konekt/{integrationRef}/connection`, {
		permissions: ['account:integrations:write'],
		reply: { statuses: answers(204), kind: 'none' },
		source: api2(2759),
		evidence: 'inferred',
	}),
	call('konektProject.get', 'GET', `${PROJECT}/integrations/konekt`, {
		permissions: ['project:integrations:read'],
		reply: { statuses: answers(200), kind: 'object', fields: konektProjectFields },
		source: api2(2767),
		evidence: 'inferred',
		notes: ['granted by workzone:annotations:write on the root work zone'],
	}),
	call('konektProject.create', 'POST', `${PROJECT}/integrations/konekt`, {
		permissions: ['project:integrations:write'],
		body: [
			must(text('hubId', { min: 1, note: 'hub id on Konekt' })),
			must(decimal('konektProjectId', { nullable: true, note: 'project id on Konekt; null in OpenAPI 2.0.0 only' })),
			must(object('options')),
			...projectOptions,
		],
		sends: 'json',
		reply: { statuses: answers(201, 409), kind: 'object', fields: konektProjectFields },
		source: api2(2785),
		evidence: 'inferred',
		notes: [
			'granted by workzone:annotations:write on the root work zone',
			'request konektProjectId comes back as konektId',
		],
	}),
	call('konektProject.update', 'PUT', `${PROJECT}/integrations/konekt`, {
		permissions: ['project:integrations:write'],
		body: [
			must(text('hubId', { min: 1, note: 'hub id on Konekt' })),
			must(decimal('konektProjectId', { nullable: true, note: 'project id on Konekt; null in OpenAPI 2.0.0 only' })),
			must(object('options')),
			...projectOptions,
		],
		sends: 'json',
		reply: { statuses: answers(200), kind: 'object', fields: konektProjectFields },
		source: api2(2810),
		evidence: 'inferred',
		notes: [
			'granted by workzone:annotations:write on the root work zone',
			'request konektProjectId comes back as konektId',
		],
	}),
	call('konektProject.delete', 'DELETE', `${PROJECT}/integrations/konekt`, {
		permissions: ['project:integrations:write'],
		reply: { statuses: answers(204), kind: 'none' },
		source: api2(2835),
		evidence: 'inferred',
		notes: ['granted by workzone:annotations:write on the root work zone'],
	}),
	call('autodeskProject.get', 'GET', `${PROJECT}/integrations/autodesk`, {
		permissions: ['project:integrations:read'],
		reply: { statuses: answers(200), kind: 'object', fields: autodeskProjectFields },
		source: api2(2877),
		evidence: 'inferred',
		notes: ['granted by workzone:annotations:write on the root work zone'],
	}),
	call('autodeskProject.create', 'POST', `${PROJECT}/integrations/autodesk`, {
		permissions: ['project:integrations:write'],
		body: [must(text('autodeskHubId')), must(text('autodeskProjectId'))],
		sends: 'json',
		reply: { statuses: answers(201, 409), kind: 'object', fields: autodeskProjectFields },
		source: api2(2892),
		evidence: 'inferred',
		notes: ['granted by workzone:annotations:write on the root work zone'],
	}),
	call('autodeskProject.update', 'PUT', `${PROJECT}/integrations/autodesk`, {
		permissions: ['project:integrations:write'],
		body: [must(text('autodeskHubId')), must(text('autodeskProjectId'))],
		sends: 'json',
		reply: { statuses: answers(200), kind: 'object', fields: autodeskProjectFields },
		source: api2(2910),
		evidence: 'inferred',
		notes: ['granted by workzone:annotations:write on the root work zone'],
	}),
	call('autodeskProject.delete', 'DELETE', `${PROJECT}/integrations/autodesk`, {
		permissions: ['project:integrations:write'],
		reply: { statuses: answers(204), kind: 'none' },
		source: api2(2928),
		evidence: 'inferred',
		notes: ['granted by workzone:annotations:write on the root work zone'],
	}),
	call('autodeskConnection.get', 'GET', '/api/2/integrations/autodesk/connection', {
		reply: { statuses: [200, 401, 404], kind: 'object', fields: ['email', 'userName', 'firstName', 'lastName', 'hubs'] },
		source: api2(2937),
		evidence: 'inferred',
		notes: ['not account scoped; per current user'],
	}),
	call('autodeskConnection.delete', 'DELETE', '/api/2/integrations/autodesk/connection', {
		reply: { statuses: [204, 400, 401], kind: 'none' },
		source: api2(2953),
		evidence: 'inferred',
		notes: [
			'curl at line 2956 lacks --request DELETE',
			'stops annotation sync to Autodesk for all accounts and projects of the user',
		],
	}),
	call('autodeskConnection.getAuthorizeUrl', 'GET', '/api/2/integrations/autodesk/connection/url', {
		query: [must(text('redirectUri', { note: 'where the user lands after success' }))],
		reply: { statuses: [302, 400, 401], kind: 'redirect' },
		source: api2(2959),
		evidence: 'inferred',
		notes: ['must be opened in a browser by a logged-in user; unusable from a server node'],
	}),
];
