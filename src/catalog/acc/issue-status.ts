import { listAt, textAt, written, type Json, type RunContext } from '../vocabulary';
import { issueStatuses } from './choices';
import { getIssueProfile } from './issue-setup';

/** Refuses a status that whoever is signed in cannot give a new issue (`issues.new` of users/me, line 7900); asked once a run. */
export async function checkNewStatus(context: RunContext, projectId: string, status: Json | undefined): Promise<void> {
	const [profile] = await (context.recalled(getIssueProfile, { projectId }) ?? context.read(getIssueProfile, { projectId }));
	refuseUnless(context, listAt(profile, 'issues.new.permittedStatuses'), status, 'a new issue');
}

/** Refuses a status that an issue cannot get from whoever is signed in (line 8972); the one it has is no change. */
export function checkStatusOf(context: RunContext, issue: Json, status: Json | undefined): void {
	if (status !== textAt(issue, 'status')) refuseUnless(context, listAt(issue, 'permittedStatuses'), status, `the issue #${textAt(issue, 'displayId') ?? '?'}`);
}

function refuseUnless(context: RunContext, permitted: readonly Json[] | undefined, status: Json | undefined, what: string): void {
	if (typeof status !== 'string' || permitted === undefined || permitted.length === 0 || permitted.includes(status)) return;
	throw context.refusal(`You cannot give ${what} the status ${labelOf(status)}.`, `Possible for you: ${permitted.map((one) => labelOf(written(one))).join(', ')}.`);
}

function labelOf(status: string): string {
	return Object.entries(issueStatuses).find(([name]) => name === status)?.[1] ?? status;
}
