import { createHmac } from 'node:crypto';
import { isSigned } from '../../../src/core/pushed/signature';

const secret = 'awffbvdb3trf4fvdfbUyt39suHnbe5Mnrks3';
const body = Buffer.from('{"hook":{"event":"issue.created-1.0"},"title":"Türblatt – 3 mm"}', 'utf8');
const right = `sha1hash=${createHmac('sha1', secret).update(body).digest('hex')}`;

describe('a signature over the raw bytes', () => {
	it.each([
		['right', right, body, true],
		['right, in capitals', right.toUpperCase().replace('SHA1HASH', 'sha1hash'), body, true],
		['missing', undefined, body, false],
		['empty', '', body, false],
		['without a digest', 'sha1hash=', body, false],
		['cut short', right.slice(0, -1), body, false],
		['too long', `${right}00`, body, false],
		['of another kind', right.replace('sha1hash', 'sha256'), body, false],
		['of another secret', `sha1hash=${createHmac('sha1', 'another').update(body).digest('hex')}`, body, false],
		['of another body', right, Buffer.from(`${body.toString()} `), false],
		['of the same JSON written anew', right, Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1)), false],
		['all zeros', `sha1hash=${'0'.repeat(40)}`, body, false],
	])('%s', (_about, header, bytes, holds) => expect(isSigned(bytes, header, secret)).toBe(holds));

	it('agrees with the example of RFC 2202 (test case 2)', () => expect(isSigned(Buffer.from('what do ya want for nothing?'), 'sha1hash=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79', 'Jefe')).toBe(true));
});
