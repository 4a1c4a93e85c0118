import type { Field, Fields, Input, InputValue } from '../catalog/vocabulary';
import { asChoices, asList, isInput, optionOf } from './encode';

/**
 * An input with its values in the form their fields declare: a choice by its value although its label was given, a
 * number although it came as text, lists as lists. `when` compares such values, and operations in several steps read
 * them themselves. What does not fit stays as it is, for the check of the input to name.
 */
export function asDeclared(fields: Fields, input: Input): Input {
	const result: Record<string, Input[string]> = { ...input };
	for (const [key, field] of Object.entries(fields)) {
		const given = result[key];
		if (given === '') delete result[key];
		else if (given !== undefined && given !== null) result[key] = declared(field, given);
	}
	return result;
}

function declared(field: Field, given: Exclude<InputValue, null>): InputValue {
	switch (field.kind) {
		case 'text':
			return typeof given === 'number' || typeof given === 'boolean' ? String(given) : given;
		case 'number':
			return typeof given === 'string' && given.trim() !== '' && Number.isFinite(Number(given)) ? Number(given) : given;
		case 'boolean':
			return given === 'true' ? true : given === 'false' ? false : given;
		case 'choice':
			return optionOf(field.options, given)?.value ?? given;
		case 'choices':
			return asChoices(field.options, given).map((one) => optionOf(field.options, one)?.value ?? one);
		case 'texts':
		case 'refs':
			return asList(given).map((one) => (typeof one === 'number' ? String(one) : one));
		case 'rows':
			return asList(given).map((row) => (isInput(row) ? asDeclared(field.fields, row) : row));
		case 'group':
			return isInput(given) ? asDeclared(field.fields, given) : given;
		default:
			return given;
	}
}
