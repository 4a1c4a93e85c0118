import type { INodeType } from 'n8n-workflow';

/** Columns before an object or a list is broken into lines. */
const width = 120;

const fixed = /^[A-Za-z_$][\w$]*$/;

/**
 * A node class as TypeScript source with its whole description written out, its form included. The form is made from
 * the catalog; lint rules read sources, so this is the file they read. The methods of a
 * webhook's life cycle are there by name: the rules want all of them. The same node gives the same text. Throws a TypeError for a value that has no literal, such as a function.
 */
export function literalSource(name: string, node: INodeType): string {
	const members = Object.entries(node.description).map(([key, value]) => `\t\t${key}: ${key === 'inputs' || key === 'outputs' ? connections(value) : literal(value, 2, key)},\n`);
	return [
		`import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';\n\n`,
		`export class ${name} implements INodeType {\n\tdescription: INodeTypeDescription = {\n`,
		...members,
		'\t};\n',
		...lifeCycle(node),
		'}\n',
	].join('');
}

function lifeCycle({ webhookMethods }: INodeType): readonly string[] {
	if (!webhookMethods) return [];
	const groups = Object.entries(webhookMethods).map(([group, methods]) => `\t\t${group}: {\n${Object.keys(methods).map((method) => `\t\t\tasync ${method}(): Promise<boolean> {\n\t\t\t\treturn true;\n\t\t\t},\n`).join('')}\t\t},\n`);
	return ['\n\twebhookMethods = {\n', ...groups, '\t};\n'];
}

/** Sources name the kind of a connection, and a rule wants it so. */
function connections(value: unknown): string {
	if (!Array.isArray(value) || value.some((one) => one !== 'main')) throw new TypeError('Only main connections have a literal');
	return `[${value.map(() => 'NodeConnectionTypes.Main').join(', ')}]`;
}

function literal(value: unknown, depth: number, path: string): string {
	if (typeof value === 'string') return quoted(value);
	if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
	if (Array.isArray(value)) return enclosed('[', value.map((entry, index) => literal(entry, depth + 1, `${path}[${index}]`)), ']', depth);
	if (isRecord(value)) {
		const members = Object.entries(value).filter(([, member]) => member !== undefined);
		return enclosed('{', members.map(([key, member]) => `${fixed.test(key) ? key : quoted(key)}: ${literal(member, depth + 1, `${path}.${key}`)}`), '}', depth);
	}
	throw new TypeError(`${path} has no literal (${typeof value})`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** On one line where it fits, else an entry a line. */
function enclosed(open: string, entries: readonly string[], close: string, depth: number): string {
	const space = open === '{' && entries.length > 0 ? ' ' : '';
	const line = `${open}${space}${entries.join(', ')}${space}${close}`;
	if (line.length <= width && !line.includes('\n')) return line;
	const indent = '\t'.repeat(depth);
	return `${open}\n${entries.map((entry) => `${indent}\t${entry},\n`).join('')}${indent}${close}`;
}

function quoted(text: string): string {
	return `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}
