import type { Area, Changes, Resource, Service } from '../catalog/vocabulary';

/** Kebab case: `workZone` → `work-zone`. */
function kebab(name: string): string {
	return name
		.replace(/([a-z0-9])([A-Z])/g, '$1-$2')
		.replace(/[\s_]+/g, '-')
		.toLowerCase();
}

/** Node-RED type of an area's action node, e.g. `aec-cintoo-annotation`. Flows keep it for ever. */
export function areaType(service: Service, area: Area): string {
	// The config node has the name `account` already.
	return `aec-${service.id}-${area.id === 'account' ? 'admin' : kebab(area.id)}`;
}

/** Node-RED type of the trigger of a resource, e.g. `aec-acc-issue-trigger`. */
export function triggerType(service: Service, resource: Resource): string {
	return `aec-${service.id}-${kebab(resource.id.slice(service.id.length + 1))}-trigger`;
}

/** Node-RED type of a service's config node, e.g. `aec-field-account`. */
export function accountType(service: Service): string {
	return `aec-${service.id}-account`;
}

/** The operations of an area that a person may choose, under their ids. */
export function actionsOf(service: Service, area: Area): readonly { readonly id: string; readonly resource: Resource; readonly name: string }[] {
	return service.resources
		.filter((resource) => resource.area === area.id)
		.flatMap((resource) => Object.entries(resource.operations).filter(([, operation]) => !operation.hidden).map(([name]) => ({ id: `${resource.id}.${name}`, resource, name })));
}

/** Areas that have at least one operation. */
export function areasOf(service: Service): readonly Area[] {
	return service.areas.filter((area) => actionsOf(service, area).length > 0);
}

/** File name of a service's node set, as package.json lists it. */
export function setName(service: Service): string {
	return `aec-${service.id}`;
}

/** Resources whose changes can be watched. */
export function watchedOf(service: Service): readonly Resource[] {
	return service.resources.filter((resource) => resource.changes !== undefined);
}

/** Whether a change tells who made it, so that one's own can be left out. */
export function tellsAuthors({ author, creator }: Changes): boolean {
	return author !== undefined || creator !== undefined;
}
