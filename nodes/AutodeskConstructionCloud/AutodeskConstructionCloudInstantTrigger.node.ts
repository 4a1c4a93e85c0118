import { NodeConnectionTypes, type IHookFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription, type IPollFunctions, type IWebhookFunctions, type IWebhookResponseData } from 'n8n-workflow';
import { authenticationProperty, credentialsOf } from '../../src/n8n/credential';
import { receive, reconcile, webhookMethodsOf } from '../../src/n8n/instant';
import { lookupsOf } from '../../src/n8n/lookups';
import { accService } from '../../src/n8n/services';
import { triggerPropertiesOf } from '../../src/n8n/trigger';

const hooks = webhookMethodsOf(accService);

/** Starts a workflow at once when Autodesk tells of something. A poll now and then finds what was not told. */
export class AutodeskConstructionCloudInstantTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Autodesk Construction Cloud Instant Trigger',
		name: 'autodeskConstructionCloudInstantTrigger',
		icon: { light: 'file:../../icons/acc.svg', dark: 'file:../../icons/acc.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["watch"] + ": " + ($parameter["events"] || []).join(", ") }}',
		description: 'Starts a workflow at once when Autodesk Construction Cloud tells of a new or changed issue, file or review',
		defaults: { name: 'Autodesk Construction Cloud Instant Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		polling: true,
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' }],
		credentials: credentialsOf(accService),
		properties: [...authenticationProperty(accService), ...triggerPropertiesOf(accService.service, accService.services, 'listens')],
	};

	methods = lookupsOf(accService);

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await hooks.checkExists(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await hooks.create(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await hooks.delete(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, accService);
	}

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await reconcile(this, accService);
	}
}
