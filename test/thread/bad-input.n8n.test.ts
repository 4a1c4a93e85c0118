import { Engine, storeFilesOutsideMemory, type Outcome } from '../n8n/engine';
import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { AccOAuth2Api } from '../../credentials/AccOAuth2Api.credentials';
import { Bim360FieldApi } from '../../credentials/Bim360FieldApi.credentials';
import { CintooOAuth2Api } from '../../credentials/CintooOAuth2Api.credentials';
import { AutodeskConstructionCloud } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloud.node';
import { Bim360Field } from '../../nodes/Bim360Field/Bim360Field.node';
import { Cintoo } from '../../nodes/Cintoo/Cintoo.node';
import { services } from '../../src/catalog';
import { isObject, operationsOf } from '../../src/catalog/vocabulary';
import { clock } from '../../src/n8n/clock';
import { placesOf } from '../../src/n8n/placement';
import { CONFIDENTIAL_CLIENT } from '../../src/sandbox/acc';
import { people, type Person } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { secretsOf, serviceOf, troubles, type Given, type Trouble } from './troubles';

/** The form of the node, filled in. */
function parametersOf({ operation: name, input }: Trouble): INodeParameters {
	const [service = '', resource = '', operation = ''] = name.split('.');
	const found = services.find(({ id }) => id === service);
	const known = found && operationsOf(found).get(name)?.operation;
	if (!known) throw new Error(`There is no operation ${name}.`);
	const parameters: INodeParameters = { resource, operation, returnAll: true };
	for (const [key, place] of placesOf(operation, known)) {
		const given = input[key];
		if (!given) continue;
		if (place === 'own') parameters[key] = parameterOf(given, known.input[key]?.kind === 'dynamic');
		else parameters[place] = { ...(isObject(parameters[place]) ? parameters[place] : {}), [key]: parameterOf(given, false) };
	}
	return parameters;
}

function parameterOf(given: Given, dynamic: boolean): INodeParameters[string] {
	switch (given.as) {
		case 'id':
			return { __rl: true, mode: 'id', value: given.value };
		case 'item id':
			return { __rl: true, mode: 'id', value: '={{ $json.value }}' };
		case 'item text':
			return '={{ $json.value }}';
		case 'item file':
			return 'data';
		case 'fields': {
			const value = Object.fromEntries(Object.entries(given.value).map(([key, one]) => [key, parameterOf(one, false)]));
			return dynamic ? { mappingMode: 'defineBelow', value } : { value };
		}
		default:
			return given.value;
	}
}

const shown = ({ json }: INodeExecutionData): string => (typeof json.error === 'string' ? json.error : '');

describe('what bad input gets in n8n', () => {
	let sandbox: Sandbox;
	let pauses: jest.SpyInstance;

	beforeAll(async () => {
		await storeFilesOutsideMemory();
		pauses = jest.spyOn(clock, 'sleep').mockResolvedValue(undefined);
	});
	afterAll(() => pauses.mockRestore());
	// Each trouble finds the sample as it was made: what one run leaves behind must not help the next.
	beforeEach(async () => {
		sandbox = await startSandbox();
	});
	afterEach(async () => await sandbox.stop());

	/** A node of ours with a fresh sign-in. */
	function engineFor(trouble: Trouble): Engine {
		const person: Person = people[trouble.person ?? 'nora'];
		const { origins, cintoo, acc } = sandbox;
		const account = (credentials: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject => ({ site: 'other', ...credentials });
		switch (serviceOf(trouble)) {
			case 'cintoo':
				return new Engine({ node: new Cintoo(), credentialType: new CintooOAuth2Api(), credentials: account({ address: origins.cintoo, grantType: 'pkce', accessTokenUrl: `${origins.cintoo}/oauth/token`, clientId: 'n8n', authentication: 'body', oauthTokenData: { ...cintoo.issueTokens(person.cintooId) } }) });
			case 'acc':
				return new Engine({ node: new AutodeskConstructionCloud(), credentialType: new AccOAuth2Api(), credentials: account({ address: origins.acc, region: 'US', grantType: 'authorizationCode', accessTokenUrl: `${origins.acc}/authentication/v2/token`, clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret, authentication: 'header', oauthTokenData: { ...acc.issueTokens(person.autodeskId) } }) });
			case 'field':
				return new Engine({ node: new Bim360Field(), credentialType: new Bim360FieldApi(), credentials: account({ address: origins.field, username: person.email, password: trouble.password ?? 'sandbox' }) });
		}
	}

	async function itemsOf(engine: Engine, trouble: Trouble): Promise<readonly INodeExecutionData[]> {
		const values = trouble.items(sandbox).slice(0, 3);
		return await Promise.all(values.map(async (value, index): Promise<INodeExecutionData> => ({ json: { value }, binary: { data: await engine.store(Buffer.from(`file ${index}`), `plan ${index}.txt`, 'text/plain') } })));
	}

	function hidesSecrets(outcome: Outcome): void {
		const everything = inspect(outcome, { depth: 12, showHidden: true, maxStringLength: null, maxArrayLength: null }) + inspect(outcome.error, { depth: 12, showHidden: true, maxStringLength: null });
		for (const secret of secretsOf(sandbox)) expect(everything).not.toContain(secret);
	}

	test.each(troubles)('$name', async (trouble) => {
		const engine = engineFor(trouble);
		const items = await itemsOf(engine, trouble);
		const parameters = parametersOf(trouble);
		const before = trouble.witness?.(sandbox) ?? 0;
		trouble.arrange?.(sandbox);
		const outcome = await engine.run({ parameters, items, onError: 'continueRegularOutput' });
		expect(outcome.error).toBeUndefined();
		hidesSecrets(outcome);

		const [out = []] = outcome.outputs;
		const failed = out.filter((item) => 'error' in item.json);
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual(trouble.fails.map((item) => ({ item })));
		expect(new Set(out.map(({ pairedItem }) => JSON.stringify(pairedItem))).size).toBe(3);
		for (const item of failed) {
			if (trouble.message) expect(shown(item)).toMatch(trouble.message);
			if (trouble.remedy) expect(shown(item)).toMatch(trouble.remedy);
			expect(item.json.details).toMatchObject({ operation: trouble.operation, ...(trouble.kind === undefined ? {} : { kind: trouble.kind }), ...(trouble.permissions === undefined ? {} : { requiredPermissions: trouble.permissions }) });
		}
		if (trouble.grows !== undefined) expect((trouble.witness?.(sandbox) ?? 0) - before).toBe(trouble.grows);

		sandbox.faults.clear();
		if (trouble.growsAgain !== undefined || trouble.recovers === true) {
			const then = trouble.witness?.(sandbox) ?? 0;
			const again = await engine.run({ parameters, items });
			expect(again.error).toBeUndefined();
			if (trouble.growsAgain !== undefined) expect((trouble.witness?.(sandbox) ?? 0) - then).toBe(trouble.growsAgain);
		}
		expect(sandbox.acc.refreshReplays()).toBe(0);
	});

	const oneBad = troubles.filter(({ fails }) => fails.length === 1);

	test.each(oneBad)('$name: the error output gets the failed item, the other output the rest', async (trouble) => {
		const engine = engineFor(trouble);
		const items = await itemsOf(engine, trouble);
		trouble.arrange?.(sandbox);
		const { outputs, error } = await engine.run({ parameters: parametersOf(trouble), items, onError: 'continueErrorOutput' });
		expect(error).toBeUndefined();
		expect(outputs[1]?.map(({ pairedItem }) => pairedItem)).toEqual(trouble.fails.map((item) => ({ item })));
		expect(new Set(outputs[0]?.map(({ pairedItem }) => JSON.stringify(pairedItem)))).toEqual(new Set([JSON.stringify({ item: 0 }), JSON.stringify({ item: 2 })]));
		const [failed] = outputs[1] ?? [];
		expect(failed && shown(failed)).toMatch(trouble.message ?? /./);
		expect(failed && shown(failed)).toMatch(trouble.remedy ?? /./);
	});

	test.each(oneBad)('$name: where the workflow shall stop, the error names the item', async (trouble) => {
		const engine = engineFor(trouble);
		const items = await itemsOf(engine, trouble);
		trouble.arrange?.(sandbox);
		const outcome = await engine.run({ parameters: parametersOf(trouble), items });
		hidesSecrets(outcome);
		expect(outcome.error?.message).toMatch(trouble.message ?? /./);
		expect(outcome.error?.context).toMatchObject({ itemIndex: trouble.fails[0] });
	});
});
