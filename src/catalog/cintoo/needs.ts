import type { Needs } from '../vocabulary';

/** A signed-in Cintoo user who holds any one of these permissions (`domain:resource:right`). */
export const permitted = (...permissions: readonly string[]): Needs => ({ token: 'user', permissions });
