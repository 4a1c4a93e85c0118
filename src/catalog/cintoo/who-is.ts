import { textAt, type CallContext } from '../vocabulary';
import { getMany as accounts } from './account';
import { asUser, fullName } from './user';

/** Name of a user of any account of whoever is signed in; e-mail address where there is no name. */
export async function whoIs(context: CallContext, id: string): Promise<string | undefined> {
	for await (const account of context.list(accounts, {})) {
		for await (const user of context.list(asUser.list, { accountRef: textAt(account, 'id') ?? '' })) {
			if (textAt(user, asUser.named) === id) return fullName(user) || textAt(user, 'email');
		}
	}
	return undefined;
}
