import { NodeConnectionTypes, type INodeExecutionData, type INodeType, type INodeTypeDescription, type IPollFunctions } from 'n8n-workflow';
import { authenticationProperty, credentialsOf } from '../../src/n8n/credential';
import { lookupsOf } from '../../src/n8n/lookups';
import { accService } from '../../src/n8n/services';
import { poll, triggerPropertiesOf } from '../../src/n8n/trigger';

/** Starts a workflow when something is created, changed or deleted in Autodesk Construction Cloud. It asks the service at intervals. */
export class AutodeskConstructionCloudTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Autodesk Construction Cloud Trigger',
		name: 'autodeskConstructionCloudTrigger',
		icon: { light: 'file:../../icons/acc.svg', dark: 'file:../../icons/acc.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["watch"] + ": " + ($parameter["events"] || []).join(", ") }}',
		description: 'Starts a workflow when an issue, an RFI, a form or another record of Autodesk Construction Cloud is created or changes',
		defaults: { name: 'Autodesk Construction Cloud Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		polling: true,
		credentials: credentialsOf(accService),
		properties: [...authenticationProperty(accService), ...triggerPropertiesOf(accService.service, accService.services)],
	};

	methods = lookupsOf(accService);

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, accService);
	}
}
