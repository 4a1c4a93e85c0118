import { NodeConnectionTypes, type INodeExecutionData, type INodeType, type INodeTypeDescription, type IPollFunctions } from 'n8n-workflow';
import { authenticationProperty, credentialsOf } from '../../src/n8n/credential';
import { lookupsOf } from '../../src/n8n/lookups';
import { cintooService } from '../../src/n8n/services';
import { poll, triggerPropertiesOf } from '../../src/n8n/trigger';

/** Starts a workflow when something is created, changed or deleted in Cintoo. It asks the service at intervals. */
export class CintooTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Cintoo Trigger',
		name: 'cintooTrigger',
		icon: { light: 'file:../../icons/cintoo.svg', dark: 'file:../../icons/cintoo.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["watch"] + ": " + ($parameter["events"] || []).join(", ") }}',
		description: 'Starts a workflow when an annotation, a file or a project of Cintoo is created or changes',
		defaults: { name: 'Cintoo Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		polling: true,
		credentials: credentialsOf(cintooService),
		properties: [...authenticationProperty(cintooService), ...triggerPropertiesOf(cintooService.service, cintooService.services)],
	};

	methods = lookupsOf(cintooService);

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, cintooService);
	}
}
