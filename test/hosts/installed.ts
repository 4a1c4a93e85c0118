import { join } from 'node:path';
import type { InstalledN8n } from './n8n-server';

const folder = (host: string, ...path: readonly string[]): string => join(__dirname, host, 'node_modules', ...path);

/** The newer Node that n8n and Node-RED 5 ask for. */
export const newerNode = folder('node', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

export const installedN8n: InstalledN8n = { node: newerNode, program: folder('n8n', 'n8n', 'bin', 'n8n') };
