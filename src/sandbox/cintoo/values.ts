import { rolePermissions } from '../../contracts/cintoo/vocabulary';
import type { Handler } from '../service';
import { invalidInput } from './problem';

export interface FileFormat {
	readonly id: number;
	readonly extension: string;
	readonly categoryType: string;
	readonly description: string;
}

const formats: readonly FileFormat[] = [
	{ id: 1, extension: 'e57', categoryType: 'scan', description: 'ASTM E57 point cloud' },
	{ id: 2, extension: 'rcp', categoryType: 'scan', description: 'Autodesk ReCap project' },
	{ id: 3, extension: 'ifc', categoryType: 'model', description: 'Industry Foundation Classes' },
	{ id: 4, extension: 'rvt', categoryType: 'model', description: 'Autodesk Revit' },
	{ id: 5, extension: 'zip', categoryType: 'archive', description: 'Zip archive' },
	{ id: 6, extension: 'pdf', categoryType: 'document', description: 'PDF document' },
	{ id: 7, extension: 'xlsx', categoryType: 'document', description: 'Spreadsheet' },
	{ id: 8, extension: 'png', categoryType: 'media', description: 'PNG picture' },
	{ id: 9, extension: 'jpg', categoryType: 'media', description: 'JPEG picture' },
	{ id: 10, extension: 'mp4', categoryType: 'media', description: 'MPEG-4 video' },
	{ id: 11, extension: 'txt', categoryType: 'miscfile', description: 'Text' },
];

/** The format of a file by its extension. @throws Problem 400 for one that cannot be uploaded */
export function formatOf(extension: string): FileFormat {
	const format = formats.find((one) => one.extension === (extension === 'jpeg' ? 'jpg' : extension));
	if (format === undefined) throw invalidInput(`Files with the extension ${extension} cannot be uploaded.`);
	return format;
}

/** Fixed lists that belong to no account. */
export const valueHandlers: Readonly<Record<string, Handler>> = {
	'cintoo.permission.getMany': () => ({ status: 200, json: rolePermissions.map((name) => ({ name })) }),
	'cintoo.fileFormat.getMany': () => ({
		status: 200,
		json: formats.map(({ id, extension, categoryType, description }) => ({
			id,
			name: extension,
			description,
			extension,
			icon: categoryType,
			canBeUploaded: true,
			shareUrlType: categoryType,
			categoryId: formats.findIndex((one) => one.categoryType === categoryType) + 1,
			categoryName: categoryType,
			categoryDescription: categoryType,
			categoryType,
		})),
	}),
	'cintoo.spatialReference.getMany': () => ({
		status: 200,
		json: [
			{ authName: 'EPSG', code: '25832', name: 'ETRS89 / UTM zone 32N', type: 'projected', deprecated: false },
			{ authName: 'EPSG', code: '2992', name: 'NAD83 / Oregon GIC Lambert (ft)', type: 'projected', deprecated: false },
		],
	}),
	'cintoo.aiDetectionClass.getMany': () => ({ status: 200, json: [{ name: 'pump', category: 'piping' }, { name: 'valve', category: 'piping' }, { name: 'fire extinguisher', category: 'safety' }] }),
};
