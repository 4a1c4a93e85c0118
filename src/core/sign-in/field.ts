import { createHash } from 'node:crypto';
import { parseJson, textAt } from '../../catalog/vocabulary';
import { ConnectionError, PermissionError, ReplyError, SignInError } from '../errors';
import { oneLine } from '../brief';
import { isPage, sentence } from '../failure';
import type { Clock, Session, Signature, TokenKind, Transport } from '../ports';
import { redactText } from '../redact';
import { isPassing, retryAfterMs } from '../retry';
import { textOf } from '../send';
import { answerOf, patiently } from './token-endpoint';

export interface FieldAccount {
	readonly origin: string;
	readonly by: FieldPassword | AutodeskSignIn;
}

export interface FieldPassword {
	readonly username: string;
	readonly password: string;
}

/** Single sign-on: a user's token of Autodesk stands for name and password (a later edition of the document; not in API 1.0). */
export interface AutodeskSignIn {
	/** The same for every connection that signs in as the same user, and for no other user: the ticket is kept by it. */
	readonly key: string;
	readonly session: Session;
}

interface Ticket {
	readonly value: string;
	/** ms since the epoch. */
	readonly at: number;
}

const tickets = new Map<string, Ticket>();
const logins = new Map<string, Promise<Ticket>>();
/** `proof` is a digest of what was refused. */
const refusals = new Map<string, { readonly proof: string; readonly error: SignInError | PermissionError; readonly at: number }>();

/** A ticket this young cannot have expired: a 401 with it speaks of a missing right (the document uses 401 for both, lines 10, 220, 244). ms. */
const youngTicket = 120_000;

/** For so long, in ms, what was refused is not tried again: a run over many items must not lock the account. A corrected password, or the token of another sign-in, is. */
const restAfterRefusal = 60_000;

/**
 * A BIM 360 Field session: one login per account and process, however many items and nodes run.
 * The ticket travels as an ordinary parameter (Field document, line 5) and lives in memory only.
 */
export class FieldSession implements Session {
	readonly tokens: readonly TokenKind[] = ['ticket'];
	private readonly key: string;

	constructor(
		private readonly account: FieldAccount,
		private readonly transport: Transport,
		private readonly clock: Pick<Clock, 'now' | 'sleep'>,
	) {
		this.key = digest([account.origin, 'key' in account.by ? account.by.key : [account.by.username, account.by.password]]);
	}

	async sign(): Promise<Signature> {
		const { by } = this.account;
		// A ticket does not outlive the sign-in it was made from.
		if ('key' in by && tickets.has(this.key)) await by.session.sign('user');
		const ticket = tickets.get(this.key) ?? (await this.login());
		return { param: { name: 'ticket', value: ticket.value } };
	}

	async renew(_token: TokenKind, refused: Signature): Promise<boolean> {
		const ticket = tickets.get(this.key);
		if (ticket && ticket.value !== refused.param?.value) return true;
		if (ticket && this.clock.now() - ticket.at < youngTicket) return false;
		tickets.delete(this.key);
		await this.login();
		return true;
	}

	async me(): Promise<string | undefined> {
		const { by } = this.account;
		return 'key' in by ? undefined : by.username;
	}

	/** Checks user name and password without keeping the ticket of an earlier login. Throws SignInError. */
	async check(): Promise<void> {
		tickets.delete(this.key);
		refusals.delete(this.key);
		await this.login();
	}

	private async login(): Promise<Ticket> {
		const running = logins.get(this.key);
		if (running) return await running;
		const started = patiently(this.clock, async () => await this.requestTicket())
			.then((ticket) => {
				tickets.set(this.key, ticket);
				return ticket;
			})
			.finally(() => logins.delete(this.key));
		logins.set(this.key, started);
		return await started;
	}

	private async requestTicket(): Promise<Ticket> {
		const { by } = this.account;
		if (!('key' in by)) return await this.exchange('/api/login', { username: by.username, password: by.password }, new SignInError('BIM 360 Field refused user name and password (401).', { status: 401, remedy: 'Correct them in the credential. Accounts with single sign-on need a password of their own in BIM 360 Field.' }));
		const refused = new SignInError('BIM 360 Field refused the Autodesk sign-in (401).', { status: 401, remedy: 'Sign in to Autodesk as a user of BIM 360 Field with the same e-mail address, or use a user name and password.' });
		const signature = await by.session.sign('user');
		try {
			return await this.exchange('/api/login_by_auth_token', { forge_token: tokenIn(signature) }, refused);
		} catch (error) {
			// An Autodesk token that was ended before its time looks like a user without access.
			if (error !== refused || !(await by.session.renew('user', signature))) throw error;
			return await this.exchange('/api/login_by_auth_token', { forge_token: tokenIn(await by.session.sign('user')) }, refused);
		}
	}

	/** Throws what the service said of the same proof a short while ago. */
	private async exchange(path: string, proof: Readonly<Record<string, string>>, refused: SignInError): Promise<Ticket> {
		const known = refusals.get(this.key);
		if (known && known.proof === digest(proof) && this.clock.now() - known.at < restAfterRefusal) throw known.error;
		refusals.delete(this.key);
		const rest = <Refusal extends SignInError | PermissionError>(error: Refusal): Refusal => {
			refusals.set(this.key, { proof: digest(proof), error, at: this.clock.now() });
			return error;
		};
		const content = new URLSearchParams({ ...proof, device_type: 'api', device_identifier: 'aec-nodes' }).toString();
		const response = await answerOf('BIM 360 Field', this.transport, {
			method: 'POST',
			url: `${this.account.origin.replace(/\/+$/, '')}${path}`,
			headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(content)) },
			body: { contentType: 'application/x-www-form-urlencoded', length: Buffer.byteLength(content), content },
			expect: 'text',
		});
		const body = await textOf(response);
		const { status } = response;
		if (status === 401) throw rest(refused);
		if (status === 426) throw rest(new PermissionError('BIM 360 Field does not let subcontractors sign in here (426).', { status, remedy: 'Use an account that is no subcontractor in its active project; trying again does not help.' }));
		if (status === 404 || status === 410 || isPage(response.headers['content-type'] ?? '', body)) throw new ReplyError(`BIM 360 Field does not answer as a service (${status}).`, { status, remedy: 'Check the address in the credential (US or EU). If BIM 360 Field has been closed for your account, use the issues, forms, photos and files of Autodesk Construction Cloud instead.' });
		if (status >= 500 || isPassing(status)) throw new ConnectionError(`BIM 360 Field is not available (${status}).`, false, { status, retryAfterMs: retryAfterMs(response.headers, this.clock.now()), remedy: 'Try again later.' });
		const reply = parseJson(body);
		const value = textAt(reply, 'ticket');
		if (status >= 300 || value === undefined || value === '') {
			// Beside the ticket stands a message, which is empty where all is well.
			const words = oneLine(redactText(textAt(reply, 'message') ?? (reply === undefined ? body : ''), Object.values(proof))).slice(0, 300);
			throw new ReplyError(`BIM 360 Field gave no session (${status})${words === '' ? '.' : `: ${sentence(words)}`}`, { status, ...(words === '' ? {} : { words }), remedy: words === '' ? 'Check the address in the credential.' : 'Do what the message says, or check the address in the credential.' });
		}
		return { value, at: this.clock.now() };
	}
}

function tokenIn({ headers }: Signature): string {
	return headers?.authorization?.replace(/^Bearer /, '') ?? '';
}

function digest(content: unknown): string {
	return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
