/** Documented calls that are left out on purpose, each with its reason. */
export const omitted: readonly { readonly method: string; readonly path: string; readonly reason: string }[] = [
	{ method: 'GET', path: '/oauth/authorize', reason: 'sign-in, done by the credential' },
	{ method: 'POST', path: '/oauth/token', reason: 'sign-in, done by the credential' },
	{ method: 'POST', path: '/api/login', reason: 'sign-in, done by the credential' },
	{ method: 'POST', path: '/api/logout', reason: 'sign-in, done by the credential' },
	{ method: 'GET', path: '/api/accounts/{accountId}/projectsLastAccessedDate', reason: 'the document lost verb and path, and nothing in it says what they may have been: a call would be an invention' },
	{ method: 'GET', path: '/api/accounts/{accountId}/usersLastActivityDate', reason: 'the document lost verb and path, and nothing in it says what they may have been: a call would be an invention' },
	{ method: 'POST', path: '/api/accounts/{accountId}/projects/{projectId}/workzones/{workzoneId}/import', reason: 'the document lost verb and path, and nothing in it says what they may have been: a call would be an invention' },
	{ method: 'POST', path: '/api/accounts/{accountId}/projects/{projectId}/workzones/{workzoneId}/export', reason: 'the document lost verb and path, and nothing in it says what they may have been: a call would be an invention' },
	{ method: 'POST', path: '/api/companies', reason: 'deprecated: GET /fieldapi/companies/v1 takes its place' },
	{ method: 'POST', path: '/api/get_checklists', reason: 'deprecated: GET /fieldapi/checklists/v1 takes its place' },
	{ method: 'POST', path: '/api/issue_types', reason: 'deprecated: POST /fieldapi/issues/v1/types takes its place' },
	{ method: 'PUT', path: '/admin/v1/accounts/{account_id}/users/change_status', reason: 'the document does not state how its signature is made' },
];
