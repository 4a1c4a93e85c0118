import { text } from '../vocabulary';

/** Where somebody is found, as the older account administration (`hq`) spells it. */
export const address = {
	addressLine1: text({ wire: 'address_line_1', maxLength: 255 }),
	addressLine2: text({ wire: 'address_line_2', maxLength: 255 }),
	city: text({ maxLength: 255 }),
	stateOrProvince: text({ wire: 'state_or_province', maxLength: 255 }),
	postalCode: text({ wire: 'postal_code', maxLength: 255 }),
	country: text({ maxLength: 255 }),
	phone: text({ maxLength: 255 }),
};
