import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { authenticationProperty, credentialsOf } from '../../src/n8n/credential';
import { propertiesOf } from '../../src/n8n/description';
import { execute } from '../../src/n8n/execute';
import { lookupsOf } from '../../src/n8n/lookups';
import { accService } from '../../src/n8n/services';

/** Autodesk Construction Cloud: administration, issues, RFIs, forms, files and whatever else its catalog lists. */
export class AutodeskConstructionCloud implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Autodesk Construction Cloud',
		name: 'autodeskConstructionCloud',
		icon: { light: 'file:../../icons/acc.svg', dark: 'file:../../icons/acc.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Work with projects, issues, RFIs, forms and files of Autodesk Construction Cloud',
		defaults: { name: 'Autodesk Construction Cloud' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: credentialsOf(accService),
		properties: [...authenticationProperty(accService), ...propertiesOf(accService.service, accService.services)],
	};

	methods = lookupsOf(accService);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, accService);
	}
}
