import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { at, boolean, choice, choices, constant, date, dateTime, del, dynamic, file, get, group, isObject, json, listAt, number, offset, operation, patch, post, range, ref, refs, returns, rows, text, textAt, texts, written, type Service } from '../../src/catalog/vocabulary';
import { execute } from '../../src/n8n/execute';
import { propertiesOf } from '../../src/n8n/description';
import { lookupsOf } from '../../src/n8n/lookups';

/** A made-up service with one field of every kind: a depot with yards and crates. */

const needs = { token: 'user' } as const;
const source = 'made up for tests';
const inYard = { yardId: ref('cintoo.yard', { required: true }) };

const yards = operation({ action: 'Get many yards', description: 'Lists yards', call: get('/yards'), needs, input: { search: text() }, page: offset({ items: 'items', size: 2, total: 'total' }), returns: returns.records(), repeat: 'safe', source });

const crates = operation({
	action: 'Get many crates',
	description: 'Lists crates',
	call: get('/yards/{yardId}/crates'),
	needs,
	input: { ...inYard, state: choices(['open', 'closed']), packed: range('date'), includeContents: boolean({ default: false }), keeperId: ref('cintoo.keeper') },
	page: offset({ items: 'items', size: 2, total: 'total' }),
	returns: returns.records(),
	repeat: 'safe',
	source,
});

const crate = operation({ action: 'Get crate', description: 'Reads one', call: get('/yards/{yardId}/crates/{crateId}'), needs, input: { ...inYard, crateId: ref('cintoo.crate', { required: true }) }, returns: returns.record(), repeat: 'safe', source });

const details = {
	packedOn: date({ clear: null }),
	due: dateTime({ clear: null }),
	weight: number({ min: 0 }),
	labels: texts({ clear: [] }),
	keepers: refs('cintoo.keeper'),
	size: group({ width: number({ required: true }), height: number({ required: true }) }),
	contents: rows({ name: text({ required: true }), keeperId: ref('cintoo.keeper'), kind: constant('thing') }),
	extra: json(),
	marks: dynamic({
		dependsOn: ['yardId'],
		load: async (context, input) => {
			const answer = await context.call(marks, { yardId: typeof input.yardId === 'string' ? input.yardId : '' });
			return (listAt(answer, 'items') ?? []).map((one) => {
				const options = listAt(one, 'options')?.map((option) => ({ value: written(option), label: written(option) }));
				return { id: textAt(one, 'id') ?? '', label: textAt(one, 'label') ?? '', ...(options ? { type: at(one, 'several') === true ? 'choices' : 'choice', options } : { type: 'text' }) };
			});
		},
		encode: (values) => values,
	}),
};

const marks = operation({ action: 'Get marks', description: 'Reads them', call: get('/yards/{yardId}/marks'), needs, input: inYard, returns: returns.record(), repeat: 'safe', hidden: true, source });

const create = operation({
	action: 'Create crate',
	description: 'Makes one',
	call: post('/yards/{yardId}/crates'),
	needs,
	input: { ...inYard, name: text({ required: true }), state: choice(['open', 'closed'], { required: true, default: 'open' }), reason: text({ required: true, when: { state: ['closed'] } }), ...details, form: constant('crate') },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	source,
});

const update = operation({ action: 'Update crate', description: 'Changes one', call: patch('/yards/{yardId}/crates/{crateId}'), needs, input: { ...inYard, crateId: ref('cintoo.crate', { required: true }), name: text(), state: number(), ...details }, returns: returns.record(), repeat: 'safe', receipt: { done: 'updated', id: 'id' }, source });

const remove = operation({ action: 'Delete crate', description: 'Deletes one', call: del('/yards/{yardId}/crates/{crateId}'), needs, input: { ...inYard, crateId: ref('cintoo.crate', { required: true }) }, returns: returns.nothing, repeat: 'safe', receipt: { done: 'deleted' }, destructive: true, source });

const many = operation({
	action: 'Weigh crates',
	description: 'Many in one call',
	call: post('/yards/{yardId}/weights'),
	needs,
	input: { ...inYard, weights: rows({ mark: text(), kilos: number({ required: true }) }, { required: true }) },
	returns: returns.records('items'),
	repeat: 'safe',
	batch: { list: 'weights', max: 100, match: 'mark', results: 'items', refused: (result) => (result.ok === false ? { words: textAt(result, 'words') ?? 'no' } : undefined) },
	source,
});

const upload = operation({ action: 'Upload photo', description: 'Sends a picture', call: post('/yards/{yardId}/photos', { body: 'multipart' }), needs, input: { ...inYard, caption: text(), picture: file({ required: true }) }, returns: returns.record(), repeat: 'safe', source });
const download = operation({ action: 'Download photo', description: 'Fetches a picture', call: get('/yards/{yardId}/photos/{photoId}'), needs, input: { ...inYard, photoId: text({ required: true }) }, returns: returns.file, repeat: 'safe', source });

const keepers = operation({ action: 'Get many keepers', description: 'Lists keepers', call: get('/yards/{yardId}/keepers'), needs, input: inYard, page: { style: 'none', items: 'items' }, returns: returns.records(), repeat: 'safe', source });

export const depot: Service = {
	id: 'cintoo',
	label: 'Depot',
	origins: { Depot: 'https://depot.example' },
	areas: [{ id: 'yard', label: 'Yard', description: 'Yards' }],
	resources: [
		{
			id: 'cintoo.crate',
			label: 'Crate',
			plural: 'Crates',
			area: 'yard',
			operations: { getMany: crates, get: crate, create, update, delete: remove, weigh: many, marks },
			lookup: { list: crates, within: ['yardId'], value: 'id', label: (record) => textAt(record, 'name') ?? '?', names: (record) => [textAt(record, 'name')] },
			changes: {
				list: crates,
				within: ['yardId'],
				id: 'id',
				created: 'createdAt',
				updated: 'updatedAt',
				author: 'by',
				deleted: 'absent',
				watch: { closed: { label: 'Closed', description: 'A crate was closed', read: (record) => textAt(record, 'state') ?? null, becomes: (now) => now === 'closed' } },
				filters: { state: choices(['open', 'closed']) },
				filterPaths: { state: 'state' },
			},
		},
		{ id: 'cintoo.yard', label: 'Yard', plural: 'Yards', area: 'yard', operations: { getMany: yards }, lookup: { list: yards, within: [], value: 'id', label: (record) => textAt(record, 'name') ?? '?', names: (record) => [textAt(record, 'name')], search: 'search', url: /\/yard\/(\w+)/ } },
		{ id: 'cintoo.photo', label: 'Photo', plural: 'Photos', area: 'yard', operations: { upload, download } },
		{ id: 'cintoo.keeper', label: 'Keeper', plural: 'Keepers', area: 'yard', operations: { getMany: keepers }, lookup: { list: keepers, within: ['yardId'], value: 'id', label: (record) => textAt(record, 'name') ?? '?', detail: (record) => textAt(record, 'detail'), names: (record) => [textAt(record, 'name')] } },
	],
	watchedFirst: 'cintoo.crate',
	probe: yards,
	readFailure: (body) => (isObject(body) ? { words: textAt(body, 'title'), code: textAt(body, 'code') } : {}),
	secretParams: [],
};

export const depotService = { service: depot, services: [depot], credential: 'cintooOAuth2Api' };

/** The node that the catalog of the depot gives. */
export class Depot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Depot',
		name: 'node',
		group: ['transform'],
		version: 1,
		description: 'A depot',
		defaults: { name: 'Depot' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: depotService.credential, required: true }],
		properties: propertiesOf(depot, [depot]),
	};

	methods = lookupsOf(depotService);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, depotService);
	}
}

export interface Seen {
	readonly method: string;
	/** Path and query. */
	readonly url: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: Buffer;
}

export interface Reply {
	readonly status?: number;
	readonly json?: unknown;
	readonly bytes?: Buffer;
	readonly headers?: Readonly<Record<string, string>>;
}

/** A depot on loopback: answers as told and remembers what came. Its token is right once it is `right`. */
export class DepotServer {
	readonly seen: Seen[] = [];
	/** How often a token was asked for. */
	refreshes = 0;
	accessToken = 'first';
	refuseRefresh = false;
	/** Answers without asking for a token. */
	open = false;
	origin = '';
	private readonly server = createServer((request, response) => {
		this.answer(request, response).catch(() => response.destroy());
	});

	constructor(public reply: (seen: Seen) => Reply | undefined) {}

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		const address = this.server.address();
		if (address !== null && typeof address !== 'string') this.origin = `http://127.0.0.1:${address.port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
		const seen: Seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) };
		if (seen.url === '/oauth/token') {
			this.refreshes++;
			this.send(response, this.refuseRefresh ? { status: 400, json: { error: 'invalid_grant', error_description: `Refused: ${seen.body.toString()}` } } : { json: { access_token: this.accessToken, refresh_token: `r${this.refreshes}`, token_type: 'Bearer', expires_in: 3600 } });
			return;
		}
		this.seen.push(seen);
		const authorized = this.open || seen.url.startsWith('/open/') || seen.headers.authorization === `Bearer ${this.accessToken}`;
		this.send(response, authorized ? (this.reply(seen) ?? { status: 404, json: { title: 'There is none' } }) : { status: 401, json: { title: 'Token is too old' } });
	}

	private send(response: ServerResponse, { status = 200, json, bytes, headers = {} }: Reply): void {
		const body = bytes ?? Buffer.from(JSON.stringify(json ?? {}));
		response.writeHead(status, { 'content-type': bytes ? 'application/octet-stream' : 'application/json', 'content-length': body.length, ...headers });
		response.end(body);
	}

	/** What a signed-in credential holds. */
	credentials(accessToken = this.accessToken): { site: string; address: string; grantType: string; accessTokenUrl: string; clientId: string; authentication: string; oauthTokenData: { access_token: string; refresh_token: string; user_id: string } } {
		return { site: 'other', address: this.origin, grantType: 'pkce', accessTokenUrl: `${this.origin}/oauth/token`, clientId: 'n8n', authentication: 'body', oauthTokenData: { access_token: accessToken, refresh_token: `r-${accessToken}`, user_id: 'u-nathan' } };
	}
}
