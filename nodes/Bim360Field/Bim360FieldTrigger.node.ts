import { NodeConnectionTypes, type INodeExecutionData, type INodeType, type INodeTypeDescription, type IPollFunctions } from 'n8n-workflow';
import { authenticationProperty, credentialsOf } from '../../src/n8n/credential';
import { lookupsOf } from '../../src/n8n/lookups';
import { fieldService } from '../../src/n8n/services';
import { poll, triggerPropertiesOf } from '../../src/n8n/trigger';

/** Starts a workflow when something is created, changed or deleted in BIM 360 Field. It asks the service at intervals. */
export class Bim360FieldTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'BIM 360 Field Trigger',
		name: 'bim360FieldTrigger',
		icon: { light: 'file:../../icons/field.svg', dark: 'file:../../icons/field.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["watch"] + ": " + ($parameter["events"] || []).join(", ") }}',
		description: 'Starts a workflow when a checklist or another record of BIM 360 Field is created or changes',
		defaults: { name: 'BIM 360 Field Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		polling: true,
		credentials: credentialsOf(fieldService),
		properties: [...authenticationProperty(fieldService), ...triggerPropertiesOf(fieldService.service, fieldService.services)],
	};

	methods = lookupsOf(fieldService);

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, fieldService);
	}
}
