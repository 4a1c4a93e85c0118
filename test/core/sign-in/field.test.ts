import { FieldSession } from '../../../src/core/sign-in/field';
import { SignInError } from '../../../src/core/errors';
import type { Clock } from '../../../src/core/ports';
import { broken, CountingSession, ScriptedTransport, type Answer } from '../scripted';
import { failureFrom } from '../../support/failure';

/** Pauses take no time. */
const clockOf = (clock: { readonly time: number }): Pick<Clock, 'now' | 'sleep'> => ({ now: () => clock.time, sleep: async () => undefined });

let accounts = 0;
function account(answer: (index: number) => Answer | Promise<Answer>): { make: () => FieldSession; transport: ScriptedTransport; clock: { time: number } } {
	const transport = new ScriptedTransport(async (_, index) => await answer(index));
	const clock = { time: 1e12 };
	const password = `p&${++accounts}`;
	return { transport, clock, make: () => new FieldSession({ origin: 'https://field.example/', by: { username: 'mei@site.example', password } }, transport, clockOf(clock)) };
}
const tickets = (index: number): Answer => ({ json: { ticket: `t${index}` } });
const signature = (value: string): { param: { name: string; value: string } } => ({ param: { name: 'ticket', value } });

it('logs in once for many calls and connections', async () => {
	const { make, transport } = account(tickets);
	expect(await Promise.all([make().sign(), make().sign(), make().sign()])).toEqual([signature('t0'), signature('t0'), signature('t0')]);
	expect(await make().sign()).toEqual(signature('t0'));
	expect(transport.requests).toHaveLength(1);
	expect(transport.request(0)).toMatchObject({ method: 'POST', url: 'https://field.example/api/login' });
	expect(Object.fromEntries(new URLSearchParams(transport.request(0).sent))).toMatchObject({ username: 'mei@site.example', password: `p&${accounts}` });
});

it('does not try a refused password again for every item, but after a while and when it is asked to check', async () => {
	const { make, transport, clock } = account(() => ({ status: 401 }));
	for (let item = 0; item < 3; item++) expect(await failureFrom(make().sign())).toMatchObject({ kind: 'sign-in' });
	expect(transport.requests).toHaveLength(1);
	expect(await failureFrom(make().check())).toMatchObject({ kind: 'sign-in' });
	expect(transport.requests).toHaveLength(2);
	clock.time += 61_000;
	expect(await failureFrom(make().sign())).toMatchObject({ kind: 'sign-in' });
	expect(transport.requests).toHaveLength(3);
});

it('keeps accounts apart', async () => {
	const one = account(() => ({ json: { ticket: 'one' } }));
	const two = account(() => ({ json: { ticket: 'two' } }));
	expect([await one.make().sign(), await two.make().sign()]).toEqual([signature('one'), signature('two')]);
});

it('takes a 401 with a young ticket for a missing right', async () => {
	const { make, transport, clock } = account(tickets);
	await make().sign();
	clock.time += 60_000;
	expect(await make().renew('ticket', signature('t0'))).toBe(false);
	expect(transport.requests).toHaveLength(1);
	expect(await make().sign()).toEqual(signature('t0'));
});

it('renews an expired ticket once for all that were refused, late ones included', async () => {
	const { make, transport, clock } = account(tickets);
	await make().sign();
	clock.time += 3_600_000;
	expect(await Promise.all(Array.from({ length: 10 }, () => make().renew('ticket', signature('t0'))))).toEqual(Array.from({ length: 10 }, () => true));
	expect(await make().renew('ticket', signature('t0'))).toBe(true);
	expect(transport.requests).toHaveLength(2);
	expect(await make().sign()).toEqual(signature('t1'));
});

it('checks anew although a ticket is there', async () => {
	const { make, transport } = account((index) => (index === 0 ? tickets(0) : { status: 401 }));
	await make().sign();
	expect(await failureFrom(make().check())).toMatchObject({ kind: 'sign-in' });
	expect(transport.requests).toHaveLength(2);
});

it.each<[string, Answer, string, string]>([
	['a wrong password', { status: 401, json: { message: 'x' } }, 'sign-in', 'refused user name and password'],
	['a subcontractor', { status: 426 }, 'permission', 'subcontractors'],
	['a closed service', { status: 410 }, 'unexpected-reply', '410'],
	['a wrong address', { status: 404 }, 'unexpected-reply', '404'],
	['a web page', { headers: { 'content-type': 'text/html' }, body: '<html>' }, 'unexpected-reply', 'does not answer as a service'],
	['a web page in disguise', { headers: { 'content-type': 'application/json' }, body: '<!doctype html>' }, 'unexpected-reply', 'does not answer as a service'],
	['a failing service', { status: 503 }, 'connection', '503'],
	['a busy service', { status: 429 }, 'connection', '429'],
	['no ticket', { json: {} }, 'unexpected-reply', 'gave no session'],
	['an empty ticket', { json: { ticket: '' } }, 'unexpected-reply', 'gave no session'],
	['a redirect', { status: 302, headers: { location: 'https://evil.example' } }, 'unexpected-reply', '302'],
])('says what stands behind %s', async (_, answer, kind, said) => {
	const { make } = account(() => answer);
	const error = await failureFrom(make().sign());
	expect(error.kind).toBe(kind);
	expect(error.message).toContain(said);
	expect(error.facts.remedy).toBeTruthy();
});

it('repeats what the service says where it gives no ticket, without the password', async () => {
	const secret = 'correct&horse';
	const session = new FieldSession({ origin: 'https://field.example', by: { username: 'mei', password: secret } }, new ScriptedTransport(() => ({ json: { ticket: '', message: `The password ${secret}\nhas expired` } })), clockOf({ time: 1e12 }));
	const error = await failureFrom(session.sign());
	expect(error.message).toBe('BIM 360 Field gave no session (200): The password [hidden] has expired.');
	expect(JSON.stringify(error.facts)).not.toContain(secret);
	const refused = await failureFrom(new FieldSession({ origin: 'https://field.example', by: { username: 'mei', password: `${secret}2` } }, new ScriptedTransport(() => ({ status: 403, body: 'API access is switched off for this account' })), clockOf({ time: 1e12 })).sign());
	expect(refused.message).toBe('BIM 360 Field gave no session (403): API access is switched off for this account.');
});

it.each<[string, Answer]>([
	['no answer', broken(false)],
	['a failing service', { status: 503 }],
	['a busy one', { status: 429, headers: { 'retry-after': '2' } }],
])('asks again after %s', async (_, hiccup) => {
	const { make, transport } = account((index) => (index === 0 ? hiccup : tickets(index)));
	expect(await make().sign()).toEqual(signature('t1'));
	expect(transport.requests).toHaveLength(2);
});

it('gives up after a few tries, and tries again for the next', async () => {
	const { make, transport } = account((index) => (index < 4 ? { status: 503 } : tickets(index)));
	expect(await failureFrom(make().sign())).toMatchObject({ kind: 'connection' });
	expect(transport.requests).toHaveLength(4);
	expect(await make().sign()).toEqual(signature('t4'));
});

describe('single sign-on', () => {
	const session = new CountingSession();
	let users = 0;
	const signedOn = (answer: (index: number) => Answer): { make: () => FieldSession; transport: ScriptedTransport } => {
		const transport = new ScriptedTransport((_, index) => answer(index));
		const key = `autodesk ${++users}`;
		return { transport, make: () => new FieldSession({ origin: 'https://field.example', by: { key, session } }, transport, clockOf({ time: 1e12 })) };
	};

	it('gives a token of Autodesk for a ticket', async () => {
		const { make, transport } = signedOn(tickets);
		expect(await Promise.all([make().sign(), make().sign()])).toEqual([signature('t0'), signature('t0')]);
		expect(transport.requests).toHaveLength(1);
		expect(transport.request(0).url).toBe('https://field.example/api/login_by_auth_token');
		expect(new URLSearchParams(transport.request(0).sent).get('forge_token')).toMatch(/^token-\d$/);
	});

	it('renews the token once when it is refused, then says what to do', async () => {
		const { make, transport } = signedOn((index) => (index === 0 ? { status: 401 } : tickets(index)));
		expect(await make().sign()).toEqual(signature('t1'));
		const [first, second] = transport.requests.map(({ sent }) => new URLSearchParams(sent).get('forge_token'));
		expect(first).not.toBe(second);
		const never = signedOn(() => ({ status: 401 }));
		expect(await failureFrom(never.make().sign())).toMatchObject({ kind: 'sign-in', message: 'BIM 360 Field refused the Autodesk sign-in (401).' });
		expect(never.transport.requests).toHaveLength(2);
	});

	it('uses no ticket of a sign-in that has ended', async () => {
		let ended = false;
		class EndingSession extends CountingSession {
			override async sign(): Promise<{ headers: Record<string, string> }> {
				if (ended) throw new SignInError('Nobody is signed in.');
				return await super.sign();
			}
		}
		const transport = new ScriptedTransport((_, index) => tickets(index));
		const made = new FieldSession({ origin: 'https://field.example', by: { key: 'one who leaves', session: new EndingSession() } }, transport, clockOf({ time: 1e12 }));
		expect(await made.sign()).toEqual(signature('t0'));
		ended = true;
		expect(await failureFrom(made.sign())).toMatchObject({ kind: 'sign-in', message: 'Nobody is signed in.' });
		expect(transport.requests).toHaveLength(1);
	});

	it('offers a refused token once, and that of another sign-in at once', async () => {
		const refusing = new CountingSession(['user'], false);
		const transport = new ScriptedTransport(() => ({ status: 401 }));
		const make = (): FieldSession => new FieldSession({ origin: 'https://field.example', by: { key: 'one account', session: refusing } }, transport, clockOf({ time: 1e12 }));
		await failureFrom(make().sign());
		await failureFrom(make().sign());
		expect(transport.requests).toHaveLength(1);
		refusing.renewals++;
		await failureFrom(make().sign());
		expect(transport.requests).toHaveLength(2);
	});
});
