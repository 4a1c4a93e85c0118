import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as n8nWorkflow from 'n8n-workflow';
import type { INodeType } from 'n8n-workflow';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { isList, parseJson } from '../../src/catalog/vocabulary';
import { literalSource } from '../../src/n8n/literal';
import { Depot } from './depot';
import { registeredNodes } from './registered';

const root = join(__dirname, '..', '..');

/** Path of a node's literal file. */
const literalOf = (file: string): string => file.replace(/^dist/, 'dist/lint').replace(/js$/, 'ts');

/** Every node that n8n is told to load: path of its literal file, class name, node. */
const nodes = registeredNodes.map(({ file, name, make }): readonly [path: string, name: string, node: INodeType] => [literalOf(file), name, make()]);

/** The description that the source gives when it is compiled and run. */
function described(name: string, source: string): unknown {
	const { outputText } = transpileModule(source, { compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 } });
	return JSON.parse(String(runInNewContext(`${outputText}; JSON.stringify(new ${name}().description)`, { exports: {}, require: () => n8nWorkflow })));
}

describe.each([...nodes, ['dist/lint/nodes/Depot/Depot.node.ts', 'Depot', new Depot()] as const])('%s', (_path, name, node) => {
	test('says what the node says', () => {
		expect(described(name, literalSource(name, node))).toEqual(JSON.parse(JSON.stringify(node.description)));
	});
});

describe('a literal', () => {
	const withSubtitle = (subtitle: string): INodeType => ({ description: { ...new Depot().description, subtitle } });

	test.each([`it's`, 'say "yes"', '\\', '\\\'', 'two\nlines', 'a\u2028b', '–…’'])('holds the text %j', (subtitle) => {
		expect(described('Depot', literalSource('Depot', withSubtitle(subtitle)))).toMatchObject({ subtitle });
	});

	test('is refused for what has none', () => {
		const node = withSubtitle('');
		const odd = { description: { ...node.description, requestDefaults: { body: new Date(0) } } };
		expect(() => literalSource('Depot', odd)).toThrow('requestDefaults.body has no literal (object)');
	});
});

describe('the lint rules', () => {
	/** Rules with a finding, by path, as eslint gives them with the project's own configuration. */
	function findings(files: readonly { readonly path: string; readonly text: string }[]): ReadonlyMap<string, readonly string[]> {
		const script = `
			import { text } from 'node:stream/consumers';
			import { ESLint } from 'eslint';
			const eslint = new ESLint();
			const found = [];
			for (const { path, text: source } of JSON.parse(await text(process.stdin))) {
				const [result] = await eslint.lintText(source, { filePath: path, warnIgnored: true });
				found.push([path, result.messages.map(({ ruleId, message }) => ruleId ?? message)]);
			}
			process.stdout.write(JSON.stringify(found));`;
		const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, input: JSON.stringify(files), encoding: 'utf8', env: { ...process.env, NODE_ENV: undefined } });
		const found = parseJson(output);
		const results = isList(found) ? found.filter((one) => isList(one)) : [];
		return new Map(results.flatMap(([path, rules]): [string, readonly string[]][] => (typeof path === 'string' && isList(rules) ? [[path, rules.filter((rule) => typeof rule === 'string')]] : [])));
	}

	/** The build puts the icons there that this rule looks for. */
	const needsBuild = '@n8n/community-nodes/icon-validation';

	test('read every literal, have nothing to say, and find what is wrong', () => {
		const [first] = nodes;
		if (!first) throw new Error('There are no nodes');
		const [path, name, node] = first;
		const faults: readonly (readonly [rule: string, from: RegExp, to: string])[] = [
			['n8n-nodes-base/node-param-default-wrong-for-limit', /(displayName: 'Limit',[^{]*\{[^}]*\},\s*default: )50/, '$140'],
			['n8n-nodes-base/node-param-description-boolean-without-whether', /'Whether to return all results/, "'Return all results"],
			['n8n-nodes-base/node-param-display-name-miscased', /displayName: 'Account'/, "displayName: 'account'"],
			['n8n-nodes-base/node-param-description-miscased-id', /'Retrieve the accounts that you belong to'/, "'Retrieve the id of accounts'"],
			['n8n-nodes-base/node-param-options-type-unsorted-items', /\{ name: 'Account', value: 'account' \},/, "{ name: 'Zoo', value: 'account' },"],
			['@n8n/community-nodes/node-usable-as-tool', /usableAsTool: true,/, ''],
			['@n8n/community-nodes/require-node-description-fields', /subtitle: .*,/, ''],
		];
		let broken = literalSource(name, node);
		for (const [rule, from, to] of faults) {
			expect([rule, from.test(broken)]).toEqual([rule, true]);
			broken = broken.replace(from, to);
		}
		const brokenPath = path.replace('nodes/', 'nodes/broken/');
		const found = findings([...nodes.map(([itsPath, itsName, itsNode]) => ({ path: itsPath, text: literalSource(itsName, itsNode) })), { path: brokenPath, text: broken }]);
		for (const [itsPath] of nodes) expect([itsPath, found.get(itsPath)?.filter((rule) => rule !== needsBuild)]).toEqual([itsPath, []]);
		expect(found.get(brokenPath)).toEqual(expect.arrayContaining(faults.map(([rule]) => rule)));
	});
});
