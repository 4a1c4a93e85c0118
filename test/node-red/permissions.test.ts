import { RunningNodeRed } from './support/node-red';

let red: RunningNodeRed;
beforeAll(async () => {
	red = await RunningNodeRed.start(undefined, {}, { reader: ['read'], writer: ['*'] });
});
afterAll(async () => await red?.discard());

const reading = ['catalog/cintoo', 'lookup/none/cintoo.project', 'fields/none/field.issue.create', 'check/none', 'oauth/status/none'];
const writing = ['oauth/start', 'oauth/finish', 'oauth/claim', 'oauth/token', 'oauth/sign-out'];

it.each([...reading.map((path) => ['GET', path]), ...writing.map((path) => ['POST', path])])('lets nobody %s %s without logging in', async (method, path) => {
	expect((await red.request(method ?? '', `aec-nodes/${path}`, method === 'POST' ? {} : undefined)).status).toBe(401);
	expect((await red.request(method ?? '', `aec-nodes/${path}`, method === 'POST' ? {} : undefined, 'made-up')).status).toBe(401);
});

it('lets those read who may read, and only those sign in who may change', async () => {
	const reader = await red.login('reader');
	const writer = await red.login('writer');
	expect((await red.request('GET', 'aec-nodes/catalog/cintoo', undefined, reader)).status).toBe(200);
	for (const path of reading.slice(1)) expect((await red.request('GET', `aec-nodes/${path}`, undefined, reader)).status).toBe(400);
	for (const path of writing) expect((await red.request('POST', `aec-nodes/${path}`, {}, reader)).status).toBe(401);
	for (const path of writing) expect([400, 409]).toContain((await red.request('POST', `aec-nodes/${path}`, {}, writer)).status);
});

it('decides on a call back by its state alone', async () => {
	expect((await red.request('GET', 'aec-nodes/oauth/callback?code=x&state=y')).status).toBe(400);
});

it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x', undefined])('takes nothing that a page of another site could have a browser post: %s', async (type) => {
	const writer = await red.login('writer');
	for (const path of writing) {
		const answer = await fetch(`${red.url}/aec-nodes/${path}`, { method: 'POST', headers: { authorization: `Bearer ${writer}`, ...(type === undefined ? {} : { 'content-type': type }) }, body: Buffer.from('{}') });
		expect([answer.status, await answer.text()]).toEqual([415, expect.stringContaining('application/json')]);
	}
	// Cintoo may send a person back by a form: the state decides.
	expect((await fetch(`${red.url}/aec-nodes/oauth/callback`, { method: 'POST', body: new URLSearchParams({ code: 'x', state: 'y' }) })).status).toBe(400);
});
