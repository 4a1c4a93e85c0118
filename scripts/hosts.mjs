import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { root, run } from './prepare.mjs';

/** The real hosts the package is tried in. Each lies in a folder of its own, installed on demand: n8n alone takes 3 GB. */
export const hostNames = ['n8n', 'node-red-4', 'node-red-5'];

export function folderOf(host) {
	return join(root, 'test', 'hosts', host);
}

/** The Node a host runs on: Node-RED 4 on the one that runs this, n8n and Node-RED 5 on the newer one they ask for. */
export function nodeOf(host) {
	return host === 'node-red-4' ? process.execPath : join(folderOf('node'), 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** The program a host is started with. */
export function programOf(host) {
	return host === 'n8n' ? join(folderOf(host), 'node_modules', 'n8n', 'bin', 'n8n') : join(folderOf(host), 'node_modules', 'node-red', 'red.js');
}

/** The environment in which a host, and the npm it calls, find the host's Node first. */
export function environmentOf(host, more = {}) {
	return { ...process.env, PATH: [dirname(nodeOf(host)), process.env.PATH].join(delimiter), ...more };
}

/** Installs what is missing of these hosts, or older than its lock file. */
export function installHosts(hosts = hostNames) {
	if (hosts.some((host) => nodeOf(host) !== process.execPath)) install('node', ['--ignore-scripts=false']);
	for (const host of hosts) install(host, ['--ignore-scripts'], host === 'n8n' ? buildDatabase : undefined);
}

/** n8n keeps everything in SQLite, whose binding is compiled for the Node that runs it. */
function buildDatabase(folder) {
	const headers = join(folderOf('node'), 'node_modules', 'node', 'node_modules', `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`);
	run('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false', '--loglevel=error'], { cwd: folder, env: environmentOf('n8n', { npm_config_nodedir: headers }), stdio: ['ignore', 2, 2] });
}

function install(name, options, after = () => undefined) {
	const folder = folderOf(name);
	const mark = join(folder, 'node_modules', '.installed');
	const wanted = createHash('sha256').update(readFileSync(join(folder, 'package-lock.json'))).digest('hex');
	if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
	console.error(`Installing ${name} for the tests in real hosts (once${name === 'n8n' ? ', about six minutes' : ''}) …`);
	rmSync(mark, { force: true });
	run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...options], { cwd: folder, env: name === 'node' ? process.env : environmentOf(name), stdio: ['ignore', 2, 2] });
	after(folder);
	writeFileSync(mark, wanted);
}
