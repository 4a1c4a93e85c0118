import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { debug, isRecord, RunningNodeRed, tab, type Flow } from './support/node-red';

let sandbox: Sandbox;
let red: RunningNodeRed;
let account: Readonly<Record<string, unknown>>;

beforeAll(async () => {
	sandbox = await startSandbox();
	red = await RunningNodeRed.start(undefined);
	const pair = sandbox.cintoo.issueTokens(people.nora.cintooId);
	const grant = await red.storeGrant({ accessToken: pair.access_token, refreshToken: pair.refresh_token, expiresAt: Date.now() + pair.expires_in * 1000 });
	account = { id: 'account', type: 'aec-cintoo-account', name: 'Nora', origin: 'custom', address: sandbox.origins.cintoo, credentials: { grant } };
});

afterAll(async () => {
	await red?.discard();
	await sandbox?.stop();
});

const inProject = { accountRef: { type: 'str', value: `urn:cintoo:account:${sampleIds.account}` }, projectRef: { type: 'str', value: `urn:cintoo:project:${sampleIds.harborTower}` } };

function action(id: string, operation: string, input: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}): Flow[number] {
	const [service, thing, name] = operation.split('.');
	return { id, type: `aec-${service}-${thing}`, version: 1, account: 'account', resource: `${service}.${thing}`, operation: name, input, returnAll: true, output: 'payload', deliver: 'array', wires: [[`${id}-out`]], ...more };
}

it('lists all records in one message', async () => {
	await red.deploy(tab(account, action('list', 'cintoo.annotation.getMany', inProject), debug('list-out')));
	const { payload } = await red.ask('list', 'list-out');
	expect(payload).toEqual(expect.arrayContaining([expect.objectContaining({ annotationType: 'Issue' })]));
});
