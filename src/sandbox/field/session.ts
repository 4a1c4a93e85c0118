import type { Caller, Handler, SandboxReply, SandboxRequest } from '../service';
import { given, refusal, userOf, type FieldContext } from './request';
import { stamp } from './stamp';
import type { FieldUser } from './state';

/** Hands out a ticket: 36 characters, valid until it is expired by logout or by the test switch. Several live side by side. */
export function openTicket(context: FieldContext, user: FieldUser): string {
	const ticket = context.world.uuid();
	context.state.tickets.set(ticket, { userId: user.id, expired: false });
	return ticket;
}

/** Who calls, by the ticket in form, query or multipart field. A missing and a dead ticket look alike (401). */
export function authenticate(context: FieldContext, request: Omit<SandboxRequest, 'caller'>): Caller | SandboxReply {
	if (request.contract.auth.kind === 'none') return { kind: 'anonymous' };
	const ticket = context.state.tickets.get(given(request, 'ticket') ?? '');
	if (ticket === undefined || ticket.expired) return refusal(request.contract.path, 401, 'Authentication failed');
	return { kind: 'user', userId: ticket.userId };
}

/** Signing in and out, and the calls that only prove the service is there. */
export function sessionHandlers(context: FieldContext, emailOf: (autodeskToken: string) => string | undefined): Record<string, Handler> {
	return {
		'field.session.login': (request) => {
			const name = (given(request, 'username') ?? '').toLowerCase();
			const user = [...context.state.users.values()].find((one) => one.email === name);
			if (user === undefined || user.password !== given(request, 'password')) return { status: 401, text: 'Invalid username or password' };
			if (user.memberships.get(user.activeProjectId)?.role === 'subcontractor') {
				return { status: 426, text: 'You are a subcontractor on your active project' };
			}
			return { status: 200, json: { ticket: openTicket(context, user), message: '', title: '' } };
		},
		'field.session.loginByAuthToken': (request) => {
			const email = emailOf(given(request, 'forge_token') ?? '');
			const user = [...context.state.users.values()].find((one) => one.email === email);
			if (user === undefined) return { status: 401, text: 'Invalid token' };
			return { status: 200, json: { ticket: openTicket(context, user), message: '', title: '' } };
		},
		'field.session.logout': (request) => {
			userOf(context, request);
			context.state.tickets.delete(given(request, 'ticket') ?? '');
			return { status: 200 };
		},
		'field.server.getCurrentDate': () => ({ status: 200, json: [{ current_date: stamp(context.world.now()) }] }),
		'field.server.ping': () => ({ status: 200, text: 'I;200;Successful' }),
	};
}
