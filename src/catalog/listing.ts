import { besidesOf, isObject, placeOf, type AnyOperation, type Field, type FieldKind, type Fields, type Service } from './vocabulary';

/** One parameter an operation can send: its wire name (nested names dotted), where it travels and how a person fills it in. */
export interface ListedParam {
	readonly name: string;
	readonly in: 'path' | 'query' | 'header' | 'body' | 'form' | 'part';
	readonly kind: FieldKind;
}

export interface ListedCall {
	readonly method: string;
	readonly path: string;
	readonly params: readonly ListedParam[];
}

export interface ListedOperation {
	readonly id: string;
	readonly service: string;
	readonly area: string;
	readonly resource: string;
	readonly operation: string;
	readonly action: string;
	readonly status: string;
	readonly source: string;
	/** Every call the operation can send, its steps included. */
	readonly calls: readonly ListedCall[];
}

/** The catalog as plain data: what this package can send, taken from what it does send. */
export function listOperations(services: readonly Service[]): readonly ListedOperation[] {
	return services.flatMap((service) =>
		service.resources.flatMap((resource) =>
			Object.entries(resource.operations).map(([name, operation]) => ({
				id: `${resource.id}.${name}`,
				service: service.id,
				area: resource.area,
				resource: resource.id,
				operation: name,
				action: operation.action,
				status: operation.status ?? 'stable',
				source: operation.source,
				calls: callsOf(operation),
			})),
		),
	);
}

function callsOf(operation: AnyOperation, above: readonly AnyOperation[] = []): readonly ListedCall[] {
	if (above.includes(operation)) return [];
	const path = [...above, operation];
	const own = operation.call ? [{ method: operation.call.method, path: operation.call.path.replace(/[[\]]/g, ''), params: paramsOf(operation) }] : [];
	const others = [...(operation.merge ? [operation.merge.read] : []), ...besidesOf(operation).map(({ list }) => list), ...(operation.completes?.calls ?? []), ...(operation.steps?.calls ?? [])];
	return [...own, ...others.flatMap((other) => callsOf(other, path))];
}

function paramsOf(operation: AnyOperation): readonly ListedParam[] {
	const { call, needs } = operation;
	const inBody = call?.body === 'form' ? 'form' : call?.body === 'multipart' ? 'part' : 'body';
	const headers = [needs.region, needs.actAs].filter((name): name is string => name !== undefined);
	return [
		...headers.map((name): ListedParam => ({ name, in: 'header', kind: 'text' })),
		...Object.entries(operation.input).flatMap(([key, field]) => {
			const name = field.wire ?? key;
			const place = placeOf(operation, key, field);
			if (place === 'here') return [];
			if (place === 'row') return namesOf(field, call?.body === 'bare' ? name : `${operation.batch?.list ?? ''}.${name}`).map(([wire, kind]): ListedParam => ({ name: wire, in: inBody, kind }));
			return namesOf(field, call?.body === 'bare' && (field.kind === 'rows' || field.kind === 'group') ? '' : name).map(([wire, kind]): ListedParam => ({ name: wire, in: place === 'body' ? inBody : place, kind }));
		}),
	];
}

/** The wire names below a field: members of groups and rows each count, under the field's own name. */
function namesOf(field: Field, name: string): readonly (readonly [string, FieldKind])[] {
	const below = (fields: Fields): readonly (readonly [string, FieldKind])[] => Object.entries(fields).flatMap(([key, member]) => namesOf(member, [name, member.wire ?? key].filter((part) => part !== '').join('.')));
	if (field.kind === 'group' || field.kind === 'rows') return name === '' ? below(field.fields) : [[name, field.kind], ...below(field.fields)];
	if (field.kind === 'constant' && isObject(field.sends)) return [[name, 'constant'], ...Object.keys(field.sends).map((key): [string, FieldKind] => [`${name}.${key}`, 'constant'])];
	if (field.kind === 'range' && field.ends) return [field.ends.from, field.ends.to].map((end) => [end, 'range']);
	return [[name, field.kind]];
}
