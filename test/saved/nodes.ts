import { NodeHelpers, type INode, type INodeParameters, type INodeType } from 'n8n-workflow';
import { AutodeskConstructionCloud } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloud.node';
import { AutodeskConstructionCloudInstantTrigger } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloudInstantTrigger.node';
import { AutodeskConstructionCloudTrigger } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloudTrigger.node';
import { Bim360Field } from '../../nodes/Bim360Field/Bim360Field.node';
import { Bim360FieldTrigger } from '../../nodes/Bim360Field/Bim360FieldTrigger.node';
import { Cintoo } from '../../nodes/Cintoo/Cintoo.node';
import { CintooTrigger } from '../../nodes/Cintoo/CintooTrigger.node';

/** What n8n puts before the name of a node of this package. */
export const prefix = '@aec-nodes/n8n-nodes-aec.';

/** The nodes of this package, by the type that a workflow holds. */
export const ours: Readonly<Record<string, INodeType>> = Object.fromEntries(
	[new Cintoo(), new CintooTrigger(), new AutodeskConstructionCloud(), new AutodeskConstructionCloudTrigger(), new AutodeskConstructionCloudInstantTrigger(), new Bim360Field(), new Bim360FieldTrigger()].map((type) => [prefix + type.description.name, type]),
);

/** All parameters of a saved node: n8n leaves out those that are as they were. `pollTimes` is n8n's own. */
export function parametersOf({ description }: INodeType, node: INode): INodeParameters {
	const { pollTimes: _pollTimes, ...given } = node.parameters;
	return NodeHelpers.getNodeParameters(description.properties, given, true, false, node, description) ?? {};
}
