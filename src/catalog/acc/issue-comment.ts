import { get, operation, post, returns, text, type Resource } from '../vocabulary';
import { counted, sortByMinus } from './choices';
import { commentOnce, onlyOnce } from './comment-once';
import { needs } from './families';
import { inProject } from './ids';
import { issueId, issues } from './issue-calls';
import { people, withNames } from './names';

const comments = `${issues}/{issueId}/comments`;

const getMany = operation({
	action: 'Get many issue comments',
	description: 'Retrieve the comments of an issue',
	call: get(comments),
	needs: needs('issues', 'data:read'),
	input: { ...inProject, issueId, sort: sortByMinus(['createdAt', 'updatedAt', 'createdBy']), ...withNames },
	page: counted(100),
	beside: people,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Issues, line 9138',
});

const body = text({ required: true, minLength: 1, maxLength: 10_000, multiline: true, label: 'Comment' });

const postComment = operation({
	action: 'Post issue comment',
	description: 'Add a comment to an issue',
	call: post(comments),
	needs: needs('issues', 'data:write'),
	input: { ...inProject, issueId, body },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	hidden: true,
	status: 'reference',
	source: 'APS Issues v1, reference pages',
});

const create = operation({
	action: 'Create issue comment',
	description: 'Add a comment to an issue, by default only if the same words do not stand there yet',
	needs: needs('issues', 'data:write'),
	input: { ...inProject, issueId, body, onlyOnce },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	status: 'reference',
	source: 'APS Issues v1, reference pages',
	steps: {
		calls: [getMany, postComment],
		async run(context, { onlyOnce: once, ...input }) {
			const present = once === false ? undefined : context.list(getMany, { projectId: input.projectId, issueId: input.issueId });
			return await commentOnce(input.body, present, async () => await context.call(postComment, input));
		},
	},
});

export const issueComment: Resource = {
	id: 'acc.issueComment',
	label: 'Issue Comment',
	plural: 'Issue Comments',
	area: 'issue',
	operations: { getMany, create, post: postComment },
};
