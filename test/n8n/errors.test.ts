import type { INode } from 'n8n-workflow';
import { nodeError } from '../../src/n8n/errors';

const node: INode = { id: '1', name: 'Crates', type: 'crates', typeVersion: 1, position: [0, 0], parameters: {} };

it('hides the secrets in the words of a foreign error, and of what caused it', () => {
	const foreign = Object.assign(new Error('cannot reach https://user:canary@depot.example/x?ticket=canary', { cause: new Error('canary') }), { config: { headers: { authorization: 'Bearer canary' } } });
	const shown = nodeError(node, foreign, 2);
	expect(shown.message).toContain('depot.example');
	expect(shown.context.itemIndex).toBe(2);
	expect(JSON.stringify([shown, shown.message, shown.description, shown.stack, shown.cause])).not.toContain('canary');
});
