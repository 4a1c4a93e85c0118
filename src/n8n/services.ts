import { acc, cintoo, field, services } from '../catalog';
import type { NodeService } from './connection';

export const cintooService: NodeService = { service: cintoo, services, credential: 'cintooOAuth2Api' };
export const accService: NodeService = { service: acc, services, credential: 'accOAuth2Api' };
export const fieldService: NodeService = { service: field, services, credential: 'bim360FieldApi' };
