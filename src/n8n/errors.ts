import { jsonParse, NodeApiError, NodeOperationError, type INode, type INodeExecutionData, type JsonObject } from 'n8n-workflow';
import { AecError, CancelledError, ConnectionError, RateLimitError, SignInError, UnavailableError } from '../core/errors';
import { redactText } from '../core/redact';

type NodeFailure = NodeApiError['failure'];

/** Any failure as n8n shows it: what happened, what to do, at which item. */
export function nodeError(node: INode, error: unknown, itemIndex?: number): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		if (itemIndex !== undefined) error.context.itemIndex ??= itemIndex;
		return error;
	}
	if (!(error instanceof AecError)) return new NodeOperationError(node, redactText(error instanceof Error ? error.message : String(error)), { itemIndex });
	const { facts } = error;
	const options = { message: error.message, description: facts.remedy, itemIndex, failure: failureOf(error) };
	const result = facts.status === undefined ? new NodeOperationError(node, error.message, options) : new NodeApiError(node, detailsOf(error), { ...options, httpCode: String(facts.status) });
	// n8n replaces messages in which it finds words such as ENOENT by its own; ours says more.
	result.message = error.message;
	result.description = facts.remedy;
	result.context.data = detailsOf(error);
	return result;
}

/**
 * What an item tells about its failure, when the workflow goes on: what happened, what to do, and the facts.
 *
 * An item with an `error` goes to the error output in every release, but n8n then puts that error's message in place of
 * its data. The facts therefore stay with items of the regular output only: n8n before 2.36 takes an item with `details`
 * and without `error` for a success.
 */
export function failedItem(error: NodeApiError | NodeOperationError, item: number, toErrorOutput: boolean): INodeExecutionData {
	const details: unknown = error.context.data;
	const explanation = error.description ? `${error.message} ${error.description}` : error.message;
	if (toErrorOutput) error.message = explanation;
	return { json: { error: explanation, ...(isDetails(details) ? { details } : {}) }, ...(toErrorOutput ? { error } : {}), pairedItem: { item } };
}

/** Whether the run itself was cancelled, so that no item is to be continued with. */
export function isCancelled(error: unknown): boolean {
	return error instanceof CancelledError;
}

function isDetails(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function detailsOf(error: AecError): JsonObject {
	const { operation, status, code, words, requiredPermissions, made } = error.facts;
	const facts = { kind: error.kind, operation, status, code, words, requiredPermissions: requiredPermissions && [...requiredPermissions], made: made && Object.keys(made).length > 0 ? { ...made } : undefined };
	return jsonParse<JsonObject>(JSON.stringify(facts));
}

/** Why, in n8n's terms; it spaces out the polls of a trigger by it. */
function failureOf(error: AecError): NodeFailure {
	if (error instanceof RateLimitError) return { cause: 'rate-limited', retryAfterMs: error.facts.retryAfterMs };
	if (error instanceof UnavailableError || error instanceof ConnectionError) return { cause: 'temporarily-unavailable', retryAfterMs: error.facts.retryAfterMs };
	if (error instanceof SignInError) return { cause: 'credential-invalid' };
	return undefined;
}
