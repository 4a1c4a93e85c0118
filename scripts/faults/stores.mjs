import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '../prepare.mjs';
import { filesIn, freePort, until } from './node-red.mjs';

/** PostgreSQL and Redis for one run: on loopback, in a temporary folder, gone afterwards. What is missing is installed where Debian's packages are. */
export class Stores {
	folder = mkdtempSync(join(tmpdir(), 'aec-stores-'));
	output = '';
	children = [];

	async start() {
		const missing = Object.entries({ postgresql: databaseProgram('initdb'), 'redis-server': located('redis-server') }).flatMap(([name, path]) => (path === undefined ? [name] : []));
		if (missing.length > 0) installPackages(missing);
		await Promise.all([this.startDatabase(), this.startRedis()]);
	}

	/** What tells n8n to use them. */
	get settings() {
		return {
			EXECUTIONS_MODE: 'queue',
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(this.databasePort),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: 'n8n',
			DB_POSTGRESDB_PASSWORD: 'unused',
			DB_POSTGRESDB_POOL_SIZE: '10',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(this.redisPort),
		};
	}

	/** PostgreSQL refuses to run as root: the user its package made does. */
	async startDatabase() {
		this.databasePort = await freePort();
		const folder = join(this.folder, 'database');
		mkdirSync(folder);
		const as = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
		if (as.uid !== undefined) for (const path of [this.folder, folder]) chownSync(path, as.uid, as.gid);
		execFileSync(databaseProgram('initdb'), ['--pgdata', folder, '--username', 'n8n', '--auth', 'trust', '--encoding', 'UTF8', '--no-sync'], { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
		this.spawn(databaseProgram('postgres'), ['-D', folder, '-p', String(this.databasePort), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'], { ...as, cwd: folder });
		await until(() => spawnSync(databaseProgram('pg_isready'), ['--host', '127.0.0.1', '--port', String(this.databasePort)]).status === 0, () => this.output);
	}

	/** Keeps every command it is sent, to be searched. */
	async startRedis() {
		this.redisPort = await freePort();
		const folder = join(this.folder, 'redis');
		mkdirSync(folder);
		this.spawn(located('redis-server'), ['--port', String(this.redisPort), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes', '--aof-use-rdb-preamble', 'no']);
		await until(() => answers(this.redisPort), () => this.output);
	}

	spawn(program, args, options = {}) {
		const child = spawn(program, args, { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'], ...options });
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (this.output += chunk));
		this.children.push(child);
	}

	/** All that is kept, as text, by what it is. */
	texts() {
		const database = execFileSync(databaseProgram('pg_dump'), ['--host', '127.0.0.1', '--port', String(this.databasePort), '--username', 'n8n', 'postgres'], { encoding: 'latin1', maxBuffer: 1024 * 1024 * 1024 });
		return [['database', database], ...filesIn(join(this.folder, 'redis')).map((file) => ['Redis', readFileSync(file, 'latin1')]), ['logs of the stores', this.output]];
	}

	async discard() {
		await Promise.all(
			this.children.map(async (child) => {
				if (child.exitCode !== null || child.signalCode !== null) return;
				const gone = new Promise((resolve) => child.once('exit', resolve));
				// To PostgreSQL: at once, though in good order.
				child.kill('SIGINT');
				await gone;
			}),
		);
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

function installPackages(names) {
	if (located('apt-get') === undefined || process.getuid?.() !== 0) throw new Error(`Queue mode is tried with ${names.join(' and ')}: install ${names.length > 1 ? 'them' : 'it'}.`);
	console.error(`Installing ${names.join(' and ')} …`);
	// As in a rescue system, no service is started: this run starts its own.
	const options = { stdio: ['ignore', 'ignore', 2], env: { ...process.env, RUNLEVEL: '1', DEBIAN_FRONTEND: 'noninteractive' }, cwd: root };
	run('apt-get', ['update', '-qq'], options);
	run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], options);
}

/** Debian keeps the programs of a server apart from what is called by everybody. */
function databaseProgram(name) {
	const releases = '/usr/lib/postgresql';
	const found = existsSync(releases) ? readdirSync(releases).map((release) => join(releases, release, 'bin', name)).find(existsSync) : undefined;
	return found ?? located(name);
}

function located(program) {
	return (process.env.PATH ?? '').split(':').map((folder) => join(folder, program)).find(existsSync);
}

function idOf(which) {
	return Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }));
}

async function answers(port) {
	return await new Promise((resolve) => {
		const socket = createConnection({ host: '127.0.0.1', port });
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}
