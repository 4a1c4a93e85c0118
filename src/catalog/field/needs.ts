import type { Needs } from '../vocabulary';

/** A BIM 360 Field session; what its user may do follows from the roles in the project. */
export const signedIn: Needs = { token: 'ticket' };
