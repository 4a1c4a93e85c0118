import { accounts } from './cintoo/accounts';
import { annotations } from './cintoo/annotations';
import { files } from './cintoo/files';
import { integrations } from './cintoo/integrations';
import { projects } from './cintoo/projects';
import { signIn } from './cintoo/sign-in';
import { tags } from './cintoo/tags';
import { values } from './cintoo/values';
import { views } from './cintoo/views';
import type { Contract } from './contract';

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
