import { accounts } from './accounts';
import { annotations } from './annotations';
import { files } from './files';
import { integrations } from './integrations';
import { projects } from './projects';
import { signIn } from './sign-in';
import { tags } from './tags';
import { values } from './values';
import { views } from './views';
import type { Contract } from '../contract';

/**
 * Every call of Cintoo API 2 and of the sign-in it shares with API 1.
 *
 * API 2 has no paging, no rate limit and no webhooks in any document; every list is a bare array of everything.
 */
export const cintooContracts: readonly Contract[] = [
	...signIn,
	...accounts,
	...projects,
	...files,
	...annotations,
	...views,
	...tags,
	...integrations,
	...values,
];
