import { boolean, choice, cursor, del, get, isObject, operation, patch, post, receipted, ref, returns, text, textAt, type InputOf, type Json, type JsonObject, type Pushed, type Resource, type RunContext } from '../vocabulary';
import { needs } from './families';
import { bare } from './ids';

/**
 * Hooks: what Autodesk sends by itself when something changes. They belong to whoever made them, live in the region
 * they were made in, and are listed nowhere else (Webhooks v1; aps-sdk-openapi, webhooks/webhooks.yaml).
 */
const base = '/webhooks/v1/systems/{system}';
const ofEvent = `${base}/events/{event}/hooks`;
const read = needs('webhooks', 'data:read');
const write = needs('webhooks', 'data:write');
const source = 'Autodesk Platform Services, Webhooks v1';

const system = choice(
	{
		data: 'Files (Data Management)',
		'autodesk.construction.issues': 'Issues',
		'autodesk.construction.reviews': 'Reviews',
		'autodesk.construction.cost': 'Cost Management',
		'adsk.c4r': 'Revit Cloud Worksharing',
	},
	{ required: true },
);
const event = text({ required: true, placeholder: 'e.g. issue.created-1.0' });
const hookId = text({ required: true, wire: 'hook_id', label: 'Webhook ID' });
const one = { system, event, hookId };

/** The next page is asked for by a value that stands in the link to it. */
function withCursor(reply: Json): Json {
	const next = textAt(reply, 'links.next');
	if (!isObject(reply) || next === undefined) return reply;
	return { ...reply, pageState: new URLSearchParams(next.slice(next.indexOf('?') + 1)).get('pageState') };
}

/** Pages of 200 each; how many is not for the caller to say. */
const page = cursor({ items: 'data', size: 200, limit: undefined, cursor: 'pageState', next: 'pageState' });

const getMany = operation({
	action: 'Get many webhooks',
	description: 'Retrieve the webhooks of this sign-in in its region',
	call: get(`${base}/hooks`),
	needs: read,
	input: { system, status: choice(['active', 'inactive']) },
	page,
	reshape: withCursor,
	returns: returns.records('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

const getOne = operation({
	action: 'Get webhook',
	description: 'Retrieve one webhook with its address and status',
	call: get(`${ofEvent}/{hook_id}`),
	needs: read,
	input: one,
	returns: returns.record(),
	repeat: 'safe',
	status: 'reference',
	source,
});

const autoReactivate = { wire: 'autoReactivateHook', label: 'Reactivate by Itself', description: 'Whether it goes on by itself after its address could not be reached' } as const;
const where = {
	callbackUrl: text({ required: true, label: 'Callback Address', placeholder: 'e.g. https://example.com/hook' }),
	project: ref('acc.project', { wire: 'scope.project', prefix: bare, description: 'For everything but files' }),
	folder: text({ wire: 'scope.folder', label: 'Folder URN', description: 'For files, those in its subfolders included' }),
	autoReactivate: boolean({ ...autoReactivate, default: true }),
	filter: text({ description: 'JSONPath that an event must match' }),
};
const wanted = { system, event, ...where };
const rules = [{ oneOf: ['project', 'folder'] }, { atMostOne: ['project', 'folder'] }];

const register = operation({
	action: 'Register webhook',
	description: 'Create a webhook; the answer has no body',
	call: post(ofEvent),
	needs: write,
	input: wanted,
	rules,
	returns: returns.nothing,
	receipt: { done: 'created' },
	repeat: 'never',
	hidden: true,
	status: 'reference',
	source,
});

const create = operation({
	action: 'Create webhook',
	description: 'Have an event sent to an address; those of issues take an administrator of the project',
	needs: write,
	input: wanted,
	rules,
	returns: returns.record(),
	receipt: { done: 'created', id: 'hookId' },
	repeat: 'never',
	status: 'reference',
	source,
	steps: {
		calls: [register, getMany],
		async run(context, input) {
			await context.call(register, input);
			return receipted({ done: 'created', record: await registered(context, input) }, { id: 'hookId' });
		},
	},
});

/** The id of a new hook stands in a header of the answer; the list tells it as well, and more. */
async function registered(context: RunContext, { system: of, event: name, callbackUrl, project, folder }: InputOf<typeof wanted>): Promise<JsonObject> {
	const scope = folder ?? (typeof project === 'string' ? project.replace(/^b\./, '') : null);
	for await (const hook of context.list(getMany, { system: of })) {
		if (textAt(hook, 'event') === name && textAt(hook, 'callbackUrl') === callbackUrl && isObject(hook.scope) && Object.values(hook.scope).includes(scope)) return hook;
	}
	return { system: of, event: name, callbackUrl };
}

const update = operation({
	action: 'Update webhook',
	description: 'Change a webhook, or have an inactive one go on',
	call: patch(`${ofEvent}/{hook_id}`),
	needs: write,
	input: {
		...one,
		newStatus: choice(['active', 'inactive'], { wire: 'status', label: 'Status' }),
		autoReactivate: boolean(autoReactivate),
		filter: where.filter,
		secret: text({ wire: 'token', secret: true, description: 'Signs what is sent; 32 to 64 letters and digits' }),
	},
	returns: returns.nothing,
	receipt: { done: 'updated' },
	repeat: 'safe',
	status: 'reference',
	source,
});

const remove = operation({
	action: 'Delete webhook',
	description: 'Have nothing more sent to its address',
	call: del(`${ofEvent}/{hook_id}`),
	needs: write,
	input: one,
	returns: returns.nothing,
	receipt: { done: 'deleted' },
	repeat: 'safe',
	destructive: true,
	status: 'reference',
	source,
});

export const webhook: Resource = {
	id: 'acc.webhook',
	label: 'Webhook',
	plural: 'Webhooks',
	area: 'admin',
	operations: { get: getOne, getMany, create, update, delete: remove, register },
};

const hooks: Pushed['hooks'] = { list: getMany, create: register, update, remove };

/** "Webhook API: ACC Issue released", aps.autodesk.com: for administrators of the project, in three regions; a change of status or assignee is an update. */
export const pushedIssues: Pushed = {
	system: 'autodesk.construction.issues',
	scope: { name: 'project', prefix: bare },
	events: { created: ['issue.created-1.0'], updated: ['issue.updated-1.0'], deleted: ['issue.deleted-1.0'], statusChanged: ['issue.updated-1.0'], closed: ['issue.updated-1.0'], assigned: ['issue.updated-1.0'] },
	regions: ['US', 'EMEA', 'AUS'],
	hooks,
};

/** Webhooks tutorial "Creating a Webhook (Forma Reviews)": in all regions, for those who take part in the review and administrators. */
export const pushedReviews: Pushed = {
	system: 'autodesk.construction.reviews',
	scope: { name: 'project', prefix: bare },
	events: { created: ['review.created-1.0'], closed: ['review.closed-1.0'] },
	hooks,
};

/** Webhooks reference, "Data Management Events": what happens in a folder and below it. */
export const pushedFiles: Pushed = {
	system: 'data',
	scope: { name: 'folder' },
	events: {
		created: ['dm.version.added', 'dm.version.copied', 'dm.version.moved'],
		updated: ['dm.version.added', 'dm.version.modified', 'dm.lineage.updated'],
		newVersion: ['dm.version.added'],
		renamed: ['dm.version.added', 'dm.version.modified', 'dm.lineage.updated'],
		moved: ['dm.version.moved'],
		deleted: ['dm.version.deleted', 'dm.version.moved.out'],
	},
	hooks,
};
