import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { authenticationProperty, credentialsOf } from '../../src/n8n/credential';
import { propertiesOf } from '../../src/n8n/description';
import { execute } from '../../src/n8n/execute';
import { lookupsOf } from '../../src/n8n/lookups';
import { fieldService } from '../../src/n8n/services';

/** BIM 360 Field: issues, checklists, photos, attachments, tasks and whatever else its catalog lists. */
export class Bim360Field implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'BIM 360 Field',
		name: 'bim360Field',
		icon: { light: 'file:../../icons/field.svg', dark: 'file:../../icons/field.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Work with issues, checklists, photos and documents of BIM 360 Field',
		defaults: { name: 'BIM 360 Field' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: credentialsOf(fieldService),
		properties: [...authenticationProperty(fieldService), ...propertiesOf(fieldService.service, fieldService.services)],
	};

	methods = lookupsOf(fieldService);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, fieldService);
	}
}
