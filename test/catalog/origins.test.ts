import nock from 'nock';
import { services } from '../../src/catalog';
import type { Service } from '../../src/catalog/vocabulary';
import { bearer, connect, ticket } from '../support/connect';

/** What the cheapest read of each service is answered with. */
const replies: Readonly<Record<Service['id'], string>> = { cintoo: '[]', acc: '{"data":[]}', field: 'I;200;Successful' };

const places = services.flatMap((service) => Object.entries(service.origins).map(([name, origin]) => ({ service, name, origin })));

describe('the addresses of the real services', () => {
	beforeAll(() => nock.disableNetConnect());
	afterEach(() => nock.cleanAll());
	afterAll(() => {
		nock.enableNetConnect();
		nock.restore();
	});

	it.each(places)('$name is asked over https, with the sign-in', async ({ service, origin }) => {
		const { method, path } = service.probe.call ?? { method: 'GET', path: '/' };
		expect(new URL(origin).protocol).toBe('https:');
		const scope = service.id === 'field' ? nock(origin).post(path, /(^|&)ticket=canary(&|$)/) : nock(origin, { reqheaders: { authorization: 'Bearer canary' } }).get(path).query(true);
		const answered = scope.reply(200, replies[service.id], { 'content-type': service.id === 'field' ? 'text/plain' : 'application/json' });
		await connect(service, origin, service.id === 'field' ? ticket('canary') : bearer('canary')).probe();
		expect(method).toBe(service.id === 'field' ? 'POST' : 'GET');
		expect(answered.isDone()).toBe(true);
	});
});
