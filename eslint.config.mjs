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
	['src/n8n', ['src/host', 'src/node-red', 'src/cli', 'src/contracts', 'src/sandbox']],
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

export default tseslint.config(
	{ ignores: ['dist/**', 'node_modules/**', 'test/hosts/**/node_modules/**', 'coverage/**'] },
	{
		files: ['**/*.ts'],
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
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport],
		rules: {
			// The package serves two hosts and three services, so it is no candidate for n8n Cloud: form-data and axios are real dependencies, n8n-workflow an optional peer.
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
			'@n8n/community-nodes/valid-peer-dependencies': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		// The community rules want NodeConnectionTypes.Main, these two the literal that it stands for.
		rules: { ...n8nNodesBase.configs.nodes.rules, 'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off', 'n8n-nodes-base/node-class-description-outputs-wrong': 'off' },
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		// The documentation address of a community package is a URL, which the rule for n8n's own repository forbids.
		rules: { ...n8nNodesBase.configs.credentials.rules, 'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off' },
	},
);
