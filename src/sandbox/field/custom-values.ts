import { isRecord, textMember } from './request';
import type { FieldCustomValue } from './state';

/** Takes over the values of custom fields that a client sent with a record, by their ids. */
export function takeValues(values: FieldCustomValue[], sent: unknown): void {
	const rows: readonly unknown[] = Array.isArray(sent) ? sent : [];
	for (const row of rows) {
		const id = isRecord(row) ? textMember(row, 'id') : undefined;
		const definitionId = isRecord(row) ? textMember(row, 'custom_field_definition_id') : undefined;
		if (!isRecord(row) || id === undefined) continue;
		const known = values.find((one) => one.id === id);
		if (known !== undefined) known.value = row['value'] ?? null;
		else if (definitionId !== undefined) values.push({ id, definitionId, value: row['value'] ?? null });
	}
}

/** The values as a record shows them. */
export function valueRecords(values: readonly FieldCustomValue[], container: { readonly type: string; readonly id: string }): readonly object[] {
	return values.map((one) => ({ id: one.id, custom_field_definition_id: one.definitionId, container_id: container.id, container_type: container.type, value: one.value }));
}
