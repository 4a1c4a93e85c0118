import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** Name of the switch by which a person lets an agent do what nobody can undo. */
export const allowDestructive = 'allowDestructive';

/** The switch, in the tool alone: off, and without the buttons that leave a value to an expression or to the agent. */
export function destructiveSwitch(resources: readonly string[]): readonly INodeProperties[] {
	if (resources.length === 0) return [];
	return [
		{
			displayName: 'Allow Destructive Operations',
			name: allowDestructive,
			type: 'boolean',
			noDataExpression: true,
			default: false,
			description: 'Whether the agent may do what cannot be undone, such as deleting; only then are such operations offered',
			displayOptions: { show: { '@tool': [true], resource: [...resources] } },
		},
	];
}

/**
 * Whether an agent runs the node. `isToolExecution()` tells it of tools that the agent calls itself; n8n's present agents
 * leave the call to the engine, where it says false (n8n-core 2.41, execute-context.js), so that the type has to tell:
 * n8n makes the tool of a node a type of its own whose name ends in `Tool`.
 */
export function isTool(context: IExecuteFunctions): boolean {
	return context.isToolExecution?.() || context.getNode().type.endsWith('Tool');
}

/** Whether the switch is on. What stands there as an expression does not count: an agent might have filled it in. */
export function mayDestroy(context: IExecuteFunctions): boolean {
	return context.getNode().parameters[allowDestructive] === true;
}
