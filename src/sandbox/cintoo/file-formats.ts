import { invalidInput } from './problem';

/** A kind of file that the service knows. */
export interface FileFormat {
	readonly id: number;
	/** Empty for files of any other kind. */
	readonly extension: string;
	readonly categoryType: FileCategory;
	readonly description: string;
}

/** Categories of files, and what it takes to write one (Cintoo OpenAPI 2.0.0, updateFileName) and to move one (UpdateBulkFilesTransformation). */
export const categories = {
	scan: { toWrite: 'workzone:reality-data:write', toTransform: 'workzone:reality-data:transform' },
	geoImage: { toWrite: 'workzone:reality-data:write', toTransform: 'workzone:geoimages:transform' },
	sitemap: { toWrite: 'workzone:reality-data:write' },
	model: { toWrite: 'workzone:cad-model:write', toTransform: 'workzone:cad-model:transform' },
	modelReport: { toWrite: 'workzone:model-reports:write' },
	document: { toWrite: 'workzone:documents:write' },
	media: { toWrite: 'workzone:documents:write' },
	miscfile: { toWrite: 'workzone:documents:write' },
	archive: { toWrite: 'workzone:documents:write' },
	video3d: { toWrite: 'workzone:video3d:write', toTransform: 'workzone:video3d:transform' },
	gaussian: { toWrite: 'workzone:workzones:write' },
} as const;

export type FileCategory = keyof typeof categories;

/** Whether files of the category have a scale besides a position and a rotation. */
export function isScaled(category: FileCategory): boolean {
	return category === 'video3d';
}

const anyOther: FileFormat = { id: 22, extension: '', categoryType: 'miscfile', description: 'Any other file' };

export const formats: readonly FileFormat[] = [
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
	{ id: 11, extension: 'txt', categoryType: 'document', description: 'Text' },
	{ id: 12, extension: 'csv', categoryType: 'document', description: 'Comma-separated values' },
	{ id: 13, extension: 'docx', categoryType: 'document', description: 'Text document' },
	{ id: 14, extension: '360', categoryType: 'geoImage', description: '360° picture' },
	{ id: 15, extension: 'map', categoryType: 'sitemap', description: 'Site map' },
	{ id: 16, extension: 'cipm', categoryType: 'modelReport', description: 'Progress report' },
	{ id: 17, extension: 'obj', categoryType: 'model', description: 'Wavefront mesh' },
	{ id: 18, extension: 'fbx', categoryType: 'model', description: 'Filmbox mesh' },
	{ id: 19, extension: 'stl', categoryType: 'model', description: 'Stereolithography mesh' },
	{ id: 20, extension: 'usd', categoryType: 'model', description: 'Universal Scene Description' },
	{ id: 21, extension: 'ply', categoryType: 'gaussian', description: 'Gaussian splats' },
	anyOther,
];

/** The format of a file by its extension; one that is not listed is a file of any other kind (Cintoo OpenAPI 2.0.0, FileCategoryMiscFile). */
export function formatOf(extension: string): FileFormat {
	const name = extension === 'jpeg' ? 'jpg' : extension;
	return formats.find((format) => format.extension === name) ?? anyOther;
}

/** @throws Problem 400 where a character is in it that no file name may have (Cintoo OpenAPI 2.0.0, FileName) */
export function checkFileName(name: string): void {
	if (/[<>:;,?"*|\\/]/.test(name)) throw invalidInput('A file name cannot have one of <>:;,?"*|\\/ in it.');
}
