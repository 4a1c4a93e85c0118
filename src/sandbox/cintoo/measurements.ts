import type { Handler } from '../service';
import { inProject, permissionsOf, type CintooContext } from './access';
import { measurementShape } from './shapes';

/** Measurements, which people draw in the viewer: they can be read only. Deleted ones are in the list (Cintoo OpenAPI 2.0.0, Measurement). */
export function measurementHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	return {
		'cintoo.measurement.getMany': (request) => {
			const { project, may } = inProject(context, request, 'list-measurements');
			const own = [...context.state.measurements.values()].filter((measurement) => measurement.projectId === project.id && may(permissionsOf(request), measurement.workzoneId));
			return { status: 200, json: own.map(measurementShape) };
		},
	};
}
