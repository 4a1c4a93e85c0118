import { unreachable } from '../../../src/core/pushed/callback';

const service = 'https://developer.api.autodesk.com';

describe('an address at which deliveries shall arrive', () => {
	it.each(['https://n8n.example.com/webhook/x', 'http://203.0.113.7:5678/webhook/x', 'https://[2001:db8::1]/x', 'https://172.32.0.1/', 'https://100.128.0.1/', 'https://localhost.example.com/'])('%s can be reached', (address) => expect(unreachable(address, service)).toBeUndefined());

	it.each(['http://localhost:5678/x', 'http://127.0.0.1/x', 'http://[::1]/x', 'http://10.1.2.3/x', 'http://172.16.0.1/', 'http://172.31.255.1/', 'http://192.168.1.9:1880/', 'http://169.254.1.1/', 'http://100.64.0.1/', 'http://[fd00::1]/', 'http://[fe80::1]/', 'http://[::ffff:192.168.0.1]/', 'http://n8n:5678/x', 'http://homeassistant.local:1880/', 'http://red.internal/', 'http://0.0.0.0/'])('%s cannot', (address) => expect(unreachable(address, service)).toContain('cannot be reached from outside'));

	it.each(['', 'flows.example.com', 'ftp://flows.example.com/'])('%j is none', (address) => expect(unreachable(address, service)).toContain('missing'));

	it('on this machine, a service on this machine reaches it', () => expect(unreachable('http://127.0.0.1:1880/x', 'http://127.0.0.1:4000')).toBeUndefined());
});
