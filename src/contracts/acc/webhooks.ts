import type { Contract, ContractPage, ContractParam } from '../contract';
import { adsRegion, byEither, inBody, query, referenced, REGIONS, reply } from './notation';

const OPENAPI = 'aps-sdk-openapi, webhooks/webhooks.yaml';

const region: readonly ContractParam[] = [adsRegion, query('region', 'enum', { values: REGIONS })];

const HOOK: readonly string[] = [
	'hookId', 'tenant', 'callbackUrl', 'createdBy', 'event', 'createdDate', 'lastUpdatedDate', 'system', 'creatorType', 'status', 'autoReactivateHook', 'hookExpiry', 'hookAttribute',
	'scope', 'urn', 'callbackWithEventPayloadOnly', '__self__',
];

const listing: readonly ContractParam[] = [...region, query('pageState'), query('status', 'enum', { values: ['active', 'inactive'] })];

/** 200 a page; how many is not for the caller to say. */
const paged: ContractPage = { style: 'cursor', in: 'query', cursor: 'pageState', defaultLimit: 200, maxLimit: 200, next: 'links.next' };

const changeable: readonly ContractParam[] = [
	inBody('autoReactivateHook', 'boolean'),
	inBody('filter'),
	inBody('hookAttribute', 'object'),
	inBody('hookExpiry', 'date-time', { nullable: true }),
	inBody('callbackWithEventPayloadOnly', 'boolean'),
];

const created: readonly ContractParam[] = [
	...region,
	inBody('callbackUrl', 'string', { required: true }),
	inBody('scope', 'object', { required: true, note: 'one of the members below' }),
	inBody('scope.folder'),
	inBody('scope.project'),
	inBody('scope.workflow'),
	...changeable,
	inBody('hubId'),
	inBody('projectId'),
	inBody('tenant'),
];

/** Hooks, and the secrets by which their deliveries are signed. */
export const webhooksContracts: readonly Contract[] = [
	referenced('acc.hook.getAll', 'GET', '/webhooks/v1/hooks', OPENAPI, {
		auth: byEither('data:read'),
		params: listing,
		reply: reply('page', [200, 204, 400, 401, 403], HOOK, 'data'),
		page: paged,
	}),
	referenced('acc.hook.getMany', 'GET', '/webhooks/v1/systems/{system}/hooks', OPENAPI, {
		auth: byEither('data:read'),
		params: listing,
		reply: reply('page', [200, 204, 400, 401, 403], HOOK, 'data'),
		page: paged,
		notes: ['only what the token made, and only in the region that is asked', '204 where there are none'],
	}),
	referenced('acc.hook.getOfEvent', 'GET', '/webhooks/v1/systems/{system}/events/{event}/hooks', OPENAPI, {
		auth: byEither('data:read'),
		params: [...listing, query('scopeName'), query('scopeValue')],
		reply: reply('page', [200, 204, 400, 401, 403], HOOK, 'data'),
		page: paged,
	}),
	referenced('acc.hook.get', 'GET', '/webhooks/v1/systems/{system}/events/{event}/hooks/{hook_id}', OPENAPI, {
		auth: byEither('data:read'),
		params: region,
		reply: reply('object', [200, 400, 401, 403, 404], HOOK),
	}),
	referenced('acc.hook.create', 'POST', '/webhooks/v1/systems/{system}/events/{event}/hooks', OPENAPI, {
		auth: byEither('data:write'),
		params: created,
		body: 'json',
		reply: reply('none', [201, 400, 401, 403, 404, 409]),
		notes: ['the address of the hook stands in the header Location', '409: there is such a hook', 'of issues: 403 for whoever is no administrator of the project ("Webhook API: ACC Issue released")'],
	}),
	referenced('acc.hook.update', 'PATCH', '/webhooks/v1/systems/{system}/events/{event}/hooks/{hook_id}', OPENAPI, {
		auth: byEither('data:write'),
		params: [...region, inBody('status', 'enum', { values: ['active', 'inactive'] }), inBody('token', 'string', { min: 32, maxLength: 64, note: 'letters and digits (UpdateWebhookInput of the manufacturing data API)' }), ...changeable],
		body: 'json',
		reply: reply('none', [200, 400, 401, 403, 404]),
	}),
	referenced('acc.hook.delete', 'DELETE', '/webhooks/v1/systems/{system}/events/{event}/hooks/{hook_id}', OPENAPI, {
		auth: byEither('data:write'),
		params: region,
		reply: reply('none', [204, 400, 401, 403, 404]),
	}),
	referenced('acc.hookToken.create', 'POST', '/webhooks/v1/tokens', OPENAPI, {
		auth: byEither('data:write'),
		params: [...region, inBody('token', 'string', { required: true })],
		body: 'json',
		reply: reply('object', [200, 400, 401, 403], ['status', 'detail']),
		notes: ['holds for all hooks of the user or of the application', '400: there is one'],
	}),
	referenced('acc.hookToken.update', 'PUT', '/webhooks/v1/tokens/@me', OPENAPI, {
		auth: byEither('data:write'),
		params: [...region, inBody('token', 'string', { required: true })],
		body: 'json',
		reply: reply('none', [204, 400, 401, 403, 404]),
		notes: ['takes up to ten minutes to act'],
	}),
	referenced('acc.hookToken.delete', 'DELETE', '/webhooks/v1/tokens/@me', OPENAPI, {
		auth: byEither('data:write'),
		params: region,
		reply: reply('none', [204, 400, 401, 403, 404]),
		notes: ['takes up to ten minutes to act'],
	}),
];
