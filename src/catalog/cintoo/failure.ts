import { isList, isObject, textAt, type Json, type ServiceWords } from '../vocabulary';

/**
 * The words of an error reply. API 2: `{ status, title, detail?, errorCode?, errorValues? }` (lines 175-196);
 * API 1: `{ code, message }`; removals of members in API 2: `{ status, type }` (lines 1111 and 1132).
 */
export function readFailure(body: Json | string): ServiceWords {
	if (!isObject(body)) return typeof body === 'string' && body.trim() !== '' ? { words: body.trim() } : {};
	const values = isObject(body.errorValues) ? body.errorValues : {};
	const permissions = isList(values.requiredPermissions) ? values.requiredPermissions.filter((one) => typeof one === 'string') : [];
	return {
		words: textAt(body, 'detail') ?? textAt(body, 'message') ?? textAt(body, 'title') ?? textAt(body, 'type'),
		code: textAt(body, 'errorCode') ?? textAt(body, 'code'),
		...(permissions.length === 0 ? {} : { permissions }),
	};
}

/** What helps with a code, beyond what its words say (API 2, lines 299-365; OpenAPI 2.0.0 for the others). */
const remedies: readonly (readonly [code: RegExp, remedy: string])[] = [
	[/^(deleted-project|project-deleted)$/, 'The project is deleted: restore it first, or choose another one.'],
	[/^deleted-/, 'What it belongs to is deleted: restore it in Cintoo, or choose another one.'],
	[/^project-not-deleted$/, 'Delete the project first; only a deleted one can be deleted for good.'],
	[/^project-active$/, 'The project is not deleted, there is nothing to restore.'],
	[/^not-member-of-project$/, 'The signed-in user is no member of this project: have them added to it in Cintoo.'],
	[/^not-contributor-of-project$/, 'The signed-in user has no role on this work zone: have them added to it in Cintoo.'],
	[/^invalid-([a-z-]+)-urn$/, 'The URN names a thing of another kind: pick it from the list, or copy the id of the right record.'],
	[/^invalid-([a-z-]+)-id$/, 'Give the URN of the record (urn:cintoo:…) or its UUID, not a number or a name.'],
	[/^project-max-annotations$/, 'A project holds 3000 annotations: delete some, or use another project.'],
	[/^capacity-exceeded-/, 'The subscription is full: free some of it, or ask the account owner for more.'],
	[/^subscription-not-active$/, 'The subscription has ended: choose an active one, or ask the account owner.'],
	[/^region-not-found$/, 'Choose one of the hosting regions of the account.'],
	[/^invalid-coordinates-transformation$/, 'Fill in the transformation that is active, and the spatial reference with it.'],
	[/^new-project-owner-not-manager$/, 'Make the new owner a project manager first.'],
	[/^update-project-ownership-or-subscription-forbidden$/, 'Only the account owner or an administrator may change owner and subscription of a project.'],
	[/^delete-account-owner-forbidden$/, 'The account owner cannot be removed.'],
	[/^(cannot-delete|cannot-update)-base-role$/, 'Roles that come with Cintoo cannot be changed: use one of your own.'],
	[/^role-used$/, 'The role is in use: give those members another one first.'],
	[/^users-not-in-groups$/, 'Leave out those who are not in the group.'],
	[/^expiration-date-in-past$/, 'Choose a date that is still to come; nothing was done.'],
	[/^user-email-not-found$/, 'Nobody is known under this e-mail address: invite them first.'],
];

/** A sentence that helps beyond the general remedy. */
export function remedy(_status: number, words: ServiceWords): string | undefined {
	const { code } = words;
	return code === undefined ? undefined : remedies.find(([pattern]) => pattern.test(code))?.[1];
}
