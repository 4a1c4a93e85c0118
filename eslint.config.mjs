import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import importX from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

const root = dirname(fileURLToPath(import.meta.url));

/** Arrows of docs/ARCHITECTURE.md: a room on the left may not import from those on the right. */
const walls = [
	['src/catalog', ['src/core', 'src/host', 'src/n8n', 'src/node-red', 'src/cli', 'src/contracts', 'src/sandbox', 'nodes', 'credentials']],
	['src/core', ['src/host', 'src/n8n', 'src/node-red', 'src/cli', 'src/contracts', 'src/sandbox', 'nodes', 'credentials']],
	['src/host', ['src/n8n', 'src/node-red', 'src/cli', 'src/contracts', 'src/sandbox', 'nodes', 'credentials']],
	['src/n8n', ['src/host/axios-transport.ts', 'src/host/clock.ts', 'src/node-red', 'src/cli', 'src/contracts', 'src/sandbox']],
	['src/node-red', ['src/n8n', 'src/cli', 'src/contracts', 'src/sandbox', 'nodes', 'credentials']],
	['src/cli', ['src/n8n', 'src/node-red', 'nodes', 'credentials']],
	['src/contracts', ['src/catalog', 'src/core', 'src/host', 'src/n8n', 'src/node-red', 'src/cli', 'src/sandbox', 'nodes', 'credentials']],
	['src/sandbox', ['src/catalog', 'src/core', 'src/host', 'src/n8n', 'src/node-red', 'src/cli', 'nodes', 'credentials']],
	['nodes', ['src/host', 'src/node-red', 'src/cli', 'src/contracts', 'src/sandbox']],
	['credentials', ['src/host', 'src/node-red', 'src/cli', 'src/contracts', 'src/sandbox']],
].flatMap(([room, others]) => others.map((other) => ({ target: `./${room}`, from: `./${other}` })));

/** What catalog and core may not touch: the host brings the network, the clock and the files. */
const hostOnly = {
	'no-restricted-imports': ['error', { paths: ['axios', 'fs', 'node:fs', 'fs/promises', 'node:fs/promises', 'timers', 'node:timers', 'timers/promises', 'node:timers/promises', 'http', 'node:http', 'https', 'node:https', 'child_process', 'node:child_process', 'n8n-workflow', 'n8n-core', 'node-red'] }],
	'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'fetch'],
};

/**
 * Rules of n8n that are off, each with its reason: two rule sets that want the opposite, a rule made for n8n's own
 * repository, or one that contradicts what a service takes or the size of the forms. Every other finding is mended
 * where it comes from.
 */
const settled = {
	'@n8n/community-nodes/no-runtime-dependencies': 'The package serves two hosts, so it is no candidate for n8n Cloud: form-data and axios are real dependencies.',
	'@n8n/community-nodes/valid-peer-dependencies': 'n8n-workflow is an optional peer, or Node-RED would install n8n.',
	'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'Wants the literal that NodeConnectionTypes.Main stands for; the community rules want the name.',
	'n8n-nodes-base/node-class-description-outputs-wrong': 'The same.',
	'n8n-nodes-base/cred-class-field-documentation-url-miscased': "The documentation address of a community package is a URL; n8n's own repository has page names.",
	'n8n-nodes-base/node-param-operation-option-action-miscased': 'Writes names in small letters: Autodesk, Konekt, RFIs. test/n8n/description.test.ts holds sentence case, names excepted.',
	'n8n-nodes-base/node-param-color-type-unused': "n8n's colour picker gives capital digits, Cintoo takes small ones only.",
	'n8n-nodes-base/node-param-display-name-wrong-for-dynamic-multi-options': 'Fixed lists are loaded as well, for the size of the forms: "Sort By Names or IDs" would be wrong. Lists of records do end so, which test/n8n/description.test.ts holds.',
	'n8n-nodes-base/node-param-display-name-wrong-for-dynamic-options': 'The same: "Trade Name or ID" would be wrong.',
};
const off = Object.fromEntries(Object.keys(settled).map((rule) => [rule, 'off']));

export default tseslint.config(
	{ ignores: ['dist/*', '!dist/lint', 'node_modules/**', 'test/hosts/**/node_modules/**', 'coverage/**'] },
	{
		files: ['**/*.ts'],
		ignores: ['dist/**'],
		extends: [...tseslint.configs.recommendedTypeChecked],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
		plugins: { 'import-x': importX },
		settings: { 'import-x/resolver': { typescript: { project: './tsconfig.json' } } },
		rules: {
			'import-x/no-restricted-paths': ['error', { basePath: root, zones: walls }],
			'import-x/no-cycle': ['error', { ignoreExternal: true }],
			'no-console': 'error',
			eqeqeq: 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
			// A port's method may be async for the sake of the port.
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
		},
	},
	{ files: ['package.json'], languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } } },
	{ files: ['src/catalog/**/*.ts', 'src/core/**/*.ts'], rules: hostOnly },
	{ files: ['src/cli/**/*.ts', 'scripts/**'], rules: { 'no-console': 'off' } },
	// What the build writes out of the forms, see literalSource: nothing there is made by hand, so only n8n's rules look at it.
	{ files: ['dist/lint/**/*.ts'], languageOptions: { parser: tseslint.parser } },
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'dist/lint/**/*.ts', 'package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: off,
	},
	{ files: ['nodes/**/*.ts', 'dist/lint/**/*.ts'], rules: { ...n8nNodesBase.configs.nodes.rules, ...off } },
	{ files: ['credentials/**/*.ts'], rules: { ...n8nNodesBase.configs.credentials.rules, ...off } },
	{ files: ['package.json'], rules: { ...n8nNodesBase.configs.community.rules, ...off } },
);
