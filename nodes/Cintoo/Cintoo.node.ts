import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { authenticationProperty, credentialsOf } from '../../src/n8n/credential';
import { propertiesOf } from '../../src/n8n/description';
import { execute } from '../../src/n8n/execute';
import { lookupsOf } from '../../src/n8n/lookups';
import { cintooService } from '../../src/n8n/services';

/** Cintoo: projects, work zones, annotations, files, tags and whatever else its catalog lists. */
export class Cintoo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Cintoo',
		name: 'cintoo',
		icon: { light: 'file:../../icons/cintoo.svg', dark: 'file:../../icons/cintoo.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Work with projects, work zones, annotations and files of Cintoo',
		defaults: { name: 'Cintoo' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: credentialsOf(cintooService),
		properties: [...authenticationProperty(cintooService), ...propertiesOf(cintooService.service, cintooService.services)],
	};

	methods = lookupsOf(cintooService);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, cintooService);
	}
}
