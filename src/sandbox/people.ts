/**
 * The people and companies that all three services of the sandbox know.
 *
 * A flow between services finds a person by e-mail, so the cast is shared: the same human has another id in
 * each service. Everybody is invented; `.example` is a reserved domain (RFC 2606).
 */
export interface Company {
	/** Short key inside the sandbox, not an id of any service. */
	readonly key: CompanyKey;
	readonly name: string;
	readonly trade: string;
	/** UUID of the company in ACC. */
	readonly accId: string;
	/** UUID of the company in BIM 360 Field. */
	readonly fieldId: string;
}

export type CompanyKey = 'harbor' | 'apexmep' | 'steelworks';

export interface Person {
	readonly key: PersonKey;
	readonly firstName: string;
	readonly lastName: string;
	readonly email: string;
	readonly jobTitle: string;
	/** Undefined for somebody who works for none of the companies. */
	readonly company?: CompanyKey;
	/** Bare UUID; Cintoo shows it as `urn:cintoo:user:<uuid>`. */
	readonly cintooId: string;
	/** Twelve characters, as Autodesk numbers its users. */
	readonly autodeskId: string;
	readonly fieldId: string;
	/** The services in which this person has an account. */
	readonly knownTo: readonly ('cintoo' | 'acc' | 'field')[];
}

export type PersonKey = 'nora' | 'samir' | 'mei' | 'luis' | 'grace' | 'tom';

export const companies: Readonly<Record<CompanyKey, Company>> = {
	harbor: {
		key: 'harbor',
		name: 'Harbor Construction',
		trade: 'General Contractor',
		accId: '5c1f0a52-7d0e-4a6c-9f58-0b6c6f4f1a01',
		fieldId: '9d3b7c10-2f64-4b0e-8a11-6e1f5a9b0c01',
	},
	apexmep: {
		key: 'apexmep',
		name: 'Apex MEP',
		trade: 'Mechanical',
		accId: '5c1f0a52-7d0e-4a6c-9f58-0b6c6f4f1a02',
		fieldId: '9d3b7c10-2f64-4b0e-8a11-6e1f5a9b0c02',
	},
	steelworks: {
		key: 'steelworks',
		name: 'Northern Steelworks',
		trade: 'Structural Steel',
		accId: '5c1f0a52-7d0e-4a6c-9f58-0b6c6f4f1a03',
		fieldId: '9d3b7c10-2f64-4b0e-8a11-6e1f5a9b0c03',
	},
};

export const people: Readonly<Record<PersonKey, Person>> = {
	nora: {
		key: 'nora',
		firstName: 'Nora',
		lastName: 'Lindqvist',
		email: 'nora.lindqvist@harbor.example',
		jobTitle: 'VDC Manager',
		company: 'harbor',
		cintooId: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b01',
		autodeskId: 'NL7QK2VX9D4M',
		fieldId: 'c0a1e5b2-44d7-4f0a-b6d1-3f9e2a7c5101',
		knownTo: ['cintoo', 'acc', 'field'],
	},
	samir: {
		key: 'samir',
		firstName: 'Samir',
		lastName: 'Haddad',
		email: 'samir.haddad@harbor.example',
		jobTitle: 'Superintendent',
		company: 'harbor',
		cintooId: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b02',
		autodeskId: 'SH3MB8TC6W1R',
		fieldId: 'c0a1e5b2-44d7-4f0a-b6d1-3f9e2a7c5102',
		knownTo: ['cintoo', 'acc', 'field'],
	},
	mei: {
		key: 'mei',
		firstName: 'Mei',
		lastName: 'Tanaka',
		email: 'mei.tanaka@apexmep.example',
		jobTitle: 'MEP Lead',
		company: 'apexmep',
		cintooId: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b03',
		autodeskId: 'MT5YZ4LG2H8J',
		fieldId: 'c0a1e5b2-44d7-4f0a-b6d1-3f9e2a7c5103',
		knownTo: ['cintoo', 'acc', 'field'],
	},
	luis: {
		key: 'luis',
		firstName: 'Luis',
		lastName: 'Ortega',
		email: 'luis.ortega@steelworks.example',
		jobTitle: 'Steel Foreman',
		company: 'steelworks',
		cintooId: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b04',
		autodeskId: 'LO9FP7NA3K5S',
		fieldId: 'c0a1e5b2-44d7-4f0a-b6d1-3f9e2a7c5104',
		knownTo: ['cintoo', 'acc', 'field'],
	},
	grace: {
		key: 'grace',
		firstName: 'Grace',
		lastName: 'Okafor',
		email: 'grace.okafor@harbor.example',
		jobTitle: 'Safety Lead',
		company: 'harbor',
		cintooId: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b05',
		autodeskId: 'GO2WD6RE8U7B',
		fieldId: 'c0a1e5b2-44d7-4f0a-b6d1-3f9e2a7c5105',
		knownTo: ['cintoo', 'acc', 'field'],
	},
	tom: {
		key: 'tom',
		firstName: 'Tom',
		lastName: 'Bauer',
		email: 'tom.bauer@freelance.example',
		jobTitle: 'Laser Scanning Surveyor',
		cintooId: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b06',
		autodeskId: 'TB6CV1XJ4Q9Z',
		fieldId: 'c0a1e5b2-44d7-4f0a-b6d1-3f9e2a7c5106',
		knownTo: ['cintoo'],
	},
};

export const cast: readonly Person[] = Object.values(people);
