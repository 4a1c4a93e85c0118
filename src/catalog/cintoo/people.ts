import { boolean, isList, isObject, textAt, type Beside, type Json, type JsonObject } from '../vocabulary';
import { bareId } from './selection';
import { fullName, getMany } from './user';

/** The switch of the reads whose records name people by URN. */
export const withPeople = {
	withPeople: boolean({
		in: 'here',
		default: false,
		label: 'Show People by Name',
		description: 'Whether to add name and e-mail beside the URNs of people, as createdByPerson or assignedToPeople; those who have not accepted their invitation are anonymous',
	}),
};

/**
 * Adds `{ id, name, email }` beside every URN of a user, in the same object: `createdBy` → `createdByPerson`, `ownerId` → `ownerPerson`,
 * and a list of them beside a list: `assignedTo` → `assignedToPeople`, `userIds` → `userPeople`. Paths are the same in every
 * record, so that they can be mapped. Where name or e-mail is missing, `note` says why.
 */
export const peopleBeside: Beside = {
	on: 'withPeople',
	list: getMany,
	within: ['accountRef'],
	adds(listed, refusal) {
		const users = new Map(listed.map((user) => [bareId(textAt(user, 'id') ?? ''), user]));
		const strangers = refusal === undefined ? 'No longer a user of the account' : `Not shown: ${refusal}`;
		const person = (urn: string): JsonObject => {
			const user = users.get(bareId(urn));
			const name = user === undefined ? '' : fullName(user);
			const note = user === undefined ? strangers : name === '' ? 'Invitation not accepted yet: Cintoo hides who it is' : undefined;
			return { id: urn, name: name === '' ? null : name, email: textAt(user, 'email') || null, ...(note === undefined ? {} : { note }) };
		};
		return (record) => withPersons(record, person);
	},
};

function withPersons(record: JsonObject, person: (urn: string) => JsonObject): JsonObject {
	const result: Record<string, Json> = {};
	for (const [key, value] of Object.entries(record)) {
		result[key] = isObject(value) ? withPersons(value, person) : isList(value) && value.some(isObject) ? value.map((one) => (isObject(one) ? withPersons(one, person) : one)) : value;
		const stem = key.replace(/Ids?$/, '');
		if (isUser(value) && key !== 'id') result[`${stem}Person`] = person(value);
		// An empty list does not tell what it is a list of.
		else if (isList(value) && (value.length === 0 ? listsOfUsers.has(key) : value.every(isUser))) result[`${stem}People`] = value.filter(isUser).map(person);
	}
	return result;
}

const listsOfUsers: ReadonlySet<string> = new Set(['assignedTo', 'userIds']);

function isUser(value: Json): value is string {
	return typeof value === 'string' && /^urn:cintoo:user:/i.test(value);
}
