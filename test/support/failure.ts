import { AecError } from '../../src/core/errors';

/** The error a promise ends with. Throws when it succeeds, and whatever is no failure of ours. */
export async function failureFrom(promise: Promise<unknown>): Promise<AecError> {
	try {
		await promise;
	} catch (error) {
		if (error instanceof AecError) return error;
		throw error;
	}
	throw new Error('It succeeded where a failure was expected.');
}
