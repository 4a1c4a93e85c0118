import { accounts } from './accounts';
import { annotations } from './annotations';
import { files } from './files';
import { integrations } from './integrations';
import { projects } from './projects';
import { signIn } from './sign-in';
import { tags } from './tags';
import { v1Calls } from './v1';
import { values } from './values';
import { views } from './views';
import type { Contract } from '../contract';

/**
 * Every call of Cintoo API 2 and of the sign-in it shares with API 1, and what is left of the calls of API 1.
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
	...v1Calls,
];
