import { basename, join } from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import manifest from '../../package.json';

/** A class that n8n is told to load. */
export interface Registered<T> {
	/** As the package names it, below `dist`. */
	readonly file: string;
	readonly name: string;
	readonly make: () => T;
}

export const registeredNodes: readonly Registered<INodeType>[] = manifest.n8n.nodes.map((file) => fromSource(file));
export const registeredCredentials: readonly Registered<ICredentialType>[] = manifest.n8n.credentials.map((file) => fromSource(file));

function fromSource<T>(file: string): Registered<T> {
	const name = basename(file).split('.')[0] ?? '';
	const made: unknown = jest.requireActual(join(__dirname, '..', '..', file.replace(/^dist\//, '').replace(/\.js$/, '.ts')));
	const Class = isModuleOf<T>(made) ? made[name] : undefined;
	if (!Class) throw new Error(`${file} has no class ${name}`);
	return { file, name, make: () => new Class() };
}

function isModuleOf<T>(value: unknown): value is Readonly<Record<string, new () => T>> {
	return typeof value === 'object' && value !== null;
}
