import { isList, operation, post, returns, type Resource } from '../vocabulary';
import { hiddenFailure } from './failures';
import { signedIn } from './needs';

/** Answers the text `I;200;Successful` (line 994). */
export const ping = operation({
	action: 'Ping server',
	description: 'Check that BIM 360 Field answers and that the sign-in is valid',
	call: post('/fieldapi/admin/v1/ping', { body: 'form' }),
	needs: signedIn,
	input: {},
	returns: returns.text,
	repeat: 'safe',
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 978',
});

/** The clock by which the service dates its records. */
export const getCurrentDate = operation({
	action: 'Get current date',
	description: 'Read the clock of the service',
	call: post('/api/get_current_date', { body: 'form' }),
	needs: signedIn,
	input: {},
	returns: returns.record(),
	repeat: 'safe',
	// A list of one record by the text, a date by the Return line (lines 441 to 447).
	reshape: (reply) => (isList(reply) ? (reply[0] ?? null) : typeof reply === 'string' ? { current_date: reply } : reply),
	source: 'BIM 360 Field API, line 438',
});

/** What "from now" means for the triggers. */
export const clock = { read: getCurrentDate, path: 'current_date' };

export const server: Resource = {
	id: 'field.server',
	label: 'Server',
	plural: 'Servers',
	area: 'server',
	operations: { ping, getCurrentDate },
};
