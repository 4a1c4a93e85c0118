import { acc } from './acc';
import { cintoo } from './cintoo';
import { field } from './field';
import type { Service } from './vocabulary';

/** The services of this package, in the order in which people meet them. */
export const services: readonly Service[] = [cintoo, acc, field];

export { acc, cintoo, field };
