import { NodeConnectionTypes, type EngineResponse, type IDataObject, type IExecuteFunctions, type INodeType, type NodeOutput } from 'n8n-workflow';

/** The tool that n8n makes of a node: a type of its own, whose name ends in `Tool` and which hands its output to an agent. */
export function toolOf(node: INodeType): INodeType {
	const { description } = node;
	return {
		description: { ...description, name: `${description.name}Tool`, inputs: [], outputs: [NodeConnectionTypes.AiTool] },
		async execute(this: IExecuteFunctions): Promise<NodeOutput> {
			return (await node.execute?.call(this)) ?? null;
		},
	};
}

/** `engine`: the agent asks the engine to run the tool, as n8n's present agents do. `agent`: it calls the tool itself, as earlier ones did. */
export type ToolPath = 'engine' | 'agent';

/** An agent that uses its tool once and gives what it was told, as text. */
export function agent(path: ToolPath, input: IDataObject): INodeType {
	const answer = (told: string): NodeOutput => [[{ json: { told } }]];
	return {
		description: { displayName: 'Agent', name: 'agent', group: ['transform'], version: 1, description: 'Uses its tool once', defaults: { name: 'Agent' }, inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool], outputs: [NodeConnectionTypes.Main], properties: [] },
		async execute(this: IExecuteFunctions, response?: EngineResponse): Promise<NodeOutput> {
			if (path === 'agent') {
				const [tool]: readonly unknown[] = [await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)].flat();
				try {
					if (!isInvokable(tool)) throw new Error('The agent has no tool.');
					return answer(String(await tool.invoke(input)));
				} catch (error) {
					return answer(error instanceof Error ? error.message : String(error));
				}
			}
			if (!response?.actionResponses.length) return { actions: [{ actionType: 'ExecutionNodeAction', nodeName: 'Node', input, type: NodeConnectionTypes.AiTool, id: 'call-1', metadata: { itemIndex: 0 } }], metadata: {} };
			const items = response.actionResponses[0]?.data.data?.ai_tool?.[0] ?? [];
			return answer(JSON.stringify(items.map(({ json }) => json)));
		},
	};
}

function isInvokable(value: unknown): value is { invoke(input: IDataObject): Promise<unknown> } {
	return typeof value === 'object' && value !== null && 'invoke' in value && typeof value.invoke === 'function';
}
