import * as catalog from '../catalog';
import { nodeSet } from './node-set';

/** What the files of the node sets export. */
export const cintoo = nodeSet(catalog.cintoo, catalog.services);
export const acc = nodeSet(catalog.acc, catalog.services);
export const field = nodeSet(catalog.field, catalog.services);
