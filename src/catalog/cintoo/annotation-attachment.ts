import { boolean, files, isObject, listAt, numberAt, operation, returns, textAt, Turns, type AnyOperation, type FileInput, type Json, type JsonObject, type Output, type Reference, type RefField, type RunContext } from '../vocabulary';
import { blobNameOf } from './file-list';
import { permitted } from './needs';
import { inProject } from './references';
import { sendAttachments, sendFiles, uploadCalls } from './upload';

/** An annotation is changed by reading and replacing all of it: two at once would lose what the other attached. */
const turns = new Turns<void>();

/** Files for a field of an operation that attaches them. */
export const attached = files({ label: 'Files', description: 'Sent to the work zone of the annotation and attached' });

/** The blob names of attachments, as writes take them. */
export function blobNames(record: JsonObject): readonly string[] {
	return attachmentsOf(record).flatMap((file) => blobNameOf(file) ?? []);
}

function attachmentsOf(record: Json): readonly JsonObject[] {
	return (listAt(record, 'attachments') ?? []).flatMap((attachment) => (isObject(attachment) && isObject(attachment.file) ? [attachment.file] : []));
}

interface Place {
	readonly accountRef: Reference;
	readonly projectRef: Reference;
	readonly annotationRef: Reference;
}

/** Sends files to the work zone of an annotation; gives their blob names. Nothing is attached yet. */
export async function sendBeside(context: RunContext, read: AnyOperation, { annotationRef, ...where }: Place, given: readonly FileInput[]): Promise<readonly string[]> {
	if (given.length === 0) return [];
	const annotation = await context.call(read, { ...where, annotationRef });
	return await sendAttachments(context, { ...where, workzoneRef: workzoneOf(context, annotation) }, given);
}

function workzoneOf(context: RunContext, annotation: Json): string {
	const id = textAt(annotation, 'workzoneId');
	if (id === undefined) throw context.refusal('Cintoo does not say in which work zone the annotation is.', 'Upload the files as attachments and give their blob names.');
	return id;
}

/** Attaches files to an annotation, those that succeed together in one change. */
export const attachFiles = ({ read, update, reference }: { readonly read: AnyOperation; readonly update: AnyOperation; readonly reference: RefField<true> }) =>
	operation({
		action: 'Attach files to annotation',
		description: 'Send files to the work zone of an annotation and attach them to it; one output for each tells its blob name, or why it failed; what is attached already stays',
		label: 'Attach Files',
		needs: permitted('workzone:annotations:write', 'workzone:documents:write'),
		input: {
			...inProject,
			annotationRef: reference,
			files: files({ required: true }),
			asPicture: boolean({ default: false, description: 'Whether the first of the files also becomes the picture of the annotation' }),
			onlyOnce: boolean({ default: true, label: 'Skip If Already There', description: 'Whether to leave out a file when one of the same name and size is attached, so that running again adds nothing' }),
		},
		returns: returns.records(),
		// Told to attach in any case, a second run attaches again.
		repeat: 'never',
		unordered: true,
		receipt: { done: 'updated', id: 'id' },
		status: 'beta',
		source: 'Cintoo API 2, lines 1334, 1369, 1757 and 1840',
		steps: {
			calls: [read, ...uploadCalls, update],
			async run(context, { files: given, asPicture, onlyOnce, annotationRef, ...where }) {
				const annotation = await context.call(read, { ...where, annotationRef, includeAttachments: true });
				const id = textAt(annotation, 'id') ?? null;
				const to = { ...where, workzoneRef: workzoneOf(context, annotation) };
				const there = onlyOnce === false ? [] : attachmentsOf(annotation);
				const present = await Promise.all(given.map(async (file) => await standing(context, there, file)));
				const lacking = given.filter((_, index) => !present[index]);
				const sent = await sendFiles(context, to, lacking, true);
				const blobs = sent.flatMap((attempt) => ('value' in attempt ? (attempt.value.blobName ?? []) : []));
				if (blobs.length > 0) {
					await turns.take(`${id}`, async () => {
						const now = await context.call(read, { ...where, annotationRef, includeAttachments: true });
						const [picture] = blobs;
						await context.call(update, { ...where, annotationRef, attachments: [...blobNames(isObject(now) ? now : {}), ...blobs], ...(asPicture === true ? { imgBlobName: picture } : {}) });
					});
				}
				const results = sent.values();
				return given.map((file, index): Output => {
					const already = present[index];
					if (already) return { json: { receipt: { done: 'unchanged', id }, name: file.name, size: numberAt(already, 'size') ?? null, blobName: blobNameOf(already) ?? null } };
					const { value: attempt } = results.next();
					if (attempt && 'value' in attempt) {
						const { row, blobName } = attempt.value;
						return { json: { receipt: { done: 'updated', id }, name: row.name, size: row.size, md5: row.md5, blobName: blobName ?? null } };
					}
					return context.failed(attempt?.failure ?? context.refusal('Nothing is known of it.', 'Run it again.'), file.name, { name: file.name, blobName: null });
				});
			},
		},
	});

/** The attachment of the same name and size. */
async function standing(context: RunContext, attachments: readonly JsonObject[], file: FileInput): Promise<JsonObject | undefined> {
	const [first, ...more] = attachments.filter((one) => textAt(one, 'name') === file.name);
	if (!first) return undefined;
	const size = file.size ?? (await context.measure(file)).size;
	return [first, ...more].find((one) => numberAt(one, 'size') === size);
}
