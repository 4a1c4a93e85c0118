/** Documented calls that are left out on purpose, each with its reason. */
export const omitted: readonly { readonly method: string; readonly path: string; readonly reason: string }[] = [
	{ method: 'GET', path: '/oauth/authorize', reason: 'sign-in, done by the credential' },
	{ method: 'POST', path: '/oauth/token', reason: 'sign-in, done by the credential' },
	{ method: 'POST', path: '/api/login', reason: 'sign-in, done by the credential' },
	{ method: 'POST', path: '/api/logout', reason: 'sign-in, done by the credential' },
];
