import type { Contract } from '../contract';
import { adminContracts } from './admin';
import { assetsContracts } from './assets';
import { authenticationContracts } from './authentication';
import { autospecsContracts } from './autospecs';
import { dataConnectorContracts } from './data-connector';
import { dataManagementContracts } from './data-management';
import { filesContracts } from './files';
import { formWriteContracts, formsContracts } from './forms';
import { issueWriteContracts, issuesContracts } from './issues';
import { locationsContracts } from './locations';
import { objectStorageContracts } from './object-storage';
import { packagesContracts } from './packages';
import { photosContracts } from './photos';
import { reviewsContracts } from './reviews';
import { rfiWriteContracts, rfisContracts } from './rfis';

/** Everything the documents say of Autodesk Construction Cloud and of the platform services under it. */
export const accContracts: readonly Contract[] = [
	...authenticationContracts,
	...dataManagementContracts,
	...objectStorageContracts,
	...adminContracts,
	...issuesContracts,
	...issueWriteContracts,
	...photosContracts,
	...assetsContracts,
	...rfisContracts,
	...rfiWriteContracts,
	...formsContracts,
	...formWriteContracts,
	...filesContracts,
	...packagesContracts,
	...reviewsContracts,
	...locationsContracts,
	...autospecsContracts,
	...dataConnectorContracts,
];
