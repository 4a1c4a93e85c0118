import type { Area, Resource } from '../../vocabulary';
import { directory } from './directory';
import { projects } from './project';
import { tags } from './tag';

/** API 1, for tenants that still need it: apart from everything else, so that nobody takes one version for the other. */
export const v1Area: Area = { id: 'v1', label: 'API v1', description: 'The older version of the API, for tenants that still need it; where its document has lost a path, it is inferred' };

export const v1Resources: readonly Resource[] = [...directory, ...projects, ...tags];
