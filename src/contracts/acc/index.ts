import type { Contract } from '../contract';
import { adminContracts } from './admin';
import { adminWriteContracts } from './admin-writes';
import { assetsContracts, assetWriteContracts } from './assets';
import { authenticationContracts } from './authentication';
import { autospecsContracts } from './autospecs';
import { dataConnectorContracts, dataConnectorWriteContracts } from './data-connector';
import { dataManagementContracts } from './data-management';
import { filesContracts } from './files';
import { formWriteContracts, formsContracts, formsV2Contracts } from './forms';
import { issueWriteContracts, issuesContracts } from './issues';
import { locationsContracts } from './locations';
import { objectStorageContracts } from './object-storage';
import { packagesContracts } from './packages';
import { photosContracts } from './photos';
import { reviewsContracts } from './reviews';
import { rfiWriteContracts, rfisContracts } from './rfis';
import { webhooksContracts } from './webhooks';

/** Everything the documents say of Autodesk Construction Cloud and of the platform services under it. */
export const accContracts: readonly Contract[] = [
	...authenticationContracts,
	...dataManagementContracts,
	...objectStorageContracts,
	...adminContracts,
	...adminWriteContracts,
	...issuesContracts,
	...issueWriteContracts,
	...photosContracts,
	...assetsContracts,
	...assetWriteContracts,
	...rfisContracts,
	...rfiWriteContracts,
	...formsContracts,
	...formWriteContracts,
	...formsV2Contracts,
	...filesContracts,
	...packagesContracts,
	...reviewsContracts,
	...locationsContracts,
	...autospecsContracts,
	...dataConnectorContracts,
	...dataConnectorWriteContracts,
	...webhooksContracts,
];
