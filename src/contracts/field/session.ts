import type { Contract } from '../contract';
import { array, empty, fieldCall, must, noted, object, plain, text } from './call';

/** Signing in and out, and the calls that only prove the service is there. */
export const fieldSession: readonly Contract[] = [
	fieldCall('POST /api/login', {
		id: 'field.session.login',
		line: 3,
		auth: 'none',
		params: {
			username: must(noted(text, 'the e-mail address')),
			password: must(text),
			device_type: text,
			device_identifier: text,
		},
		reply: object('ticket', 'message', 'title'),
		statuses: [200, 401, 426],
		notes: [
			'426 refuses a subcontractor of the active project for good (line 11).',
			'message and title beside the ticket are known from public clients; the document promises the ticket alone.',
		],
	}),
	fieldCall('POST /api/logout', {
		id: 'field.session.logout',
		line: 21,
		project: 'optional',
		reply: empty,
		notes: [
			'project_id is not marked optional; public clients leave it out.',
			'The reply has no body (line 26).',
		],
	}),
	fieldCall('POST /api/get_current_date', {
		id: 'field.server.getCurrentDate',
		line: 438,
		reply: array('current_date'),
		notes: ['An array of records by the text, a date by the Return line.'],
	}),
	fieldCall('POST /fieldapi/admin/v1/ping', {
		id: 'field.server.ping',
		line: 978,
		reply: plain,
		statuses: [200, 401, 500],
		notes: ['Answers the text I;200;Successful (line 994).'],
	}),
];

/** Signing in by a token of Autodesk, for accounts with single sign-on: in a later edition of the document only, so it counts apart. */
export const fieldTokenSignIn: Contract = {
	...fieldCall('POST /api/login_by_auth_token', {
		id: 'field.session.loginByAuthToken',
		line: 0,
		auth: 'none',
		params: {
			forge_token: must(noted(text, 'a 3-legged token of Autodesk Platform Services')),
			device_type: text,
			device_identifier: text,
		},
		reply: object('ticket', 'message', 'title'),
		statuses: [200, 401],
	}),
	source: 'BIM 360 Field API, a later edition of the same page (bim360field.autodesk.com/apidoc)',
	evidence: 'reference',
};
