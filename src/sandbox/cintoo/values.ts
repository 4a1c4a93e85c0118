import { permissionNames } from '../../contracts/cintoo/permissions';
import type { Handler } from '../service';
import { formats } from './file-formats';

const categoryNames = [...new Set(formats.map((format) => format.categoryType))];

/** A deprecated one stays on the projects that have it and can be given to no other (contract of spatialReference.getMany). */
export const spatialReferences = [
	{ authName: 'EPSG', code: '25832', name: 'ETRS89 / UTM zone 32N', type: 'PROJECTED_CRS', deprecated: false },
	{ authName: 'EPSG', code: '2154', name: 'RGF93 v1 / Lambert-93', type: 'PROJECTED_CRS', deprecated: false },
	{ authName: 'EPSG', code: '2992', name: 'NAD83 / Oregon GIC Lambert (ft)', type: 'PROJECTED_CRS', deprecated: false },
	{ authName: 'EPSG', code: '4326', name: 'WGS 84', type: 'GEOGRAPHIC_2D_CRS', deprecated: false },
	{ authName: 'EPSG', code: '5773', name: 'EGM96 height', type: 'VERTICAL_CRS', deprecated: false },
	{ authName: 'ESRI', code: '102726', name: 'NAD 1983 StatePlane Oregon North FIPS 3601 (US Feet)', type: 'PROJECTED_CRS', deprecated: false },
	{ authName: 'EPSG', code: '2085', name: 'NAD27 / Cuba Norte', type: 'PROJECTED_CRS', deprecated: true },
];

export const detectionClasses = [
	{ name: 'pump', category: 'piping' },
	{ name: 'valve', category: 'piping' },
	{ name: 'control_box', category: 'electrical' },
	{ name: 'cable_tray', category: 'electrical' },
	{ name: 'fire_extinguisher', category: 'safety' },
];

/** Fixed lists that belong to no account. */
export const valueHandlers: Readonly<Record<string, Handler>> = {
	'cintoo.permission.getMany': () => ({ status: 200, json: permissionNames.map((name) => ({ name })) }),
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
			categoryId: categoryNames.indexOf(categoryType) + 1,
			categoryName: categoryType,
			categoryDescription: categoryType,
			categoryType,
		})),
	}),
	'cintoo.spatialReference.getMany': () => ({ status: 200, json: spatialReferences }),
	'cintoo.aiDetectionClass.getMany': () => ({ status: 200, json: detectionClasses }),
};
