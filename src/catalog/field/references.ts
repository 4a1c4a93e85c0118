import { boolean, constant, dateTime, isList, isObject, offset, ref, written, type Json, type Page, type Reference } from '../vocabulary';

/** The project that nearly every call names, as a GUID. */
export const projectId = ref('field.project', { required: true, wire: 'project_id', label: 'Project' });
export const inProject = { projectId };

/**
 * Version of the calling application. Below the documented thresholds the service leaves records out without a word
 * (lines 63, 421, 473 and 633: more than 1.10, at least 4.7); the vendor's own library sends 10.0.
 */
export const applicationVersion = constant('10.0', { wire: 'application_version' });

/** Only what was created or changed after a moment. */
export const changedSince = (wire: string) => dateTime({ wire, format: 'field', label: 'Changed Since', description: 'Return only what was created or changed after this time' });

/** Pages by limit and offset without a total: a short page is the last. No maximum is stated (Field document, lines 434, 1457, 1655). */
export const pages: Page = offset({ items: '', size: 100 });

/** Adds the values of an issue under the names of its fields. */
export const namedFields = boolean({ default: true, in: 'here', label: 'Add Values by Name', description: 'Whether to add the values under the names of the fields, as "byName", beside the record as the service gives it' });

/** A GUID as BIM 360 Field writes its ids: 36 characters. */
export const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Records with `deleted` as yes or no: the document knows it as a yes or no, as a time and, of locations, as a number (lines 405, 420 and 1043). */
export function withDeletion(reply: Json): Json {
	if (!isList(reply)) return reply;
	return reply.map((record) => (isObject(record) && (record.deleted !== undefined || record.deleted_at !== undefined) ? { ...record, deleted: says(record.deleted) || says(record.deleted_at) } : record));
}

function says(value: Json | undefined): boolean {
	return value !== undefined && value !== null && !/^(?:false|0|)$/i.test(written(value).trim());
}

/** The id in a reference that was looked up by now. */
export function idOf(reference: Reference): string {
	return typeof reference === 'string' ? reference : reference.name;
}
