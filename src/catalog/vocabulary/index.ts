export * from './context';
export * from './field';
export * from './find-or-create';
export * from './json';
export * from './operation';
export * from './resource';
export * from './same';
export * from './turns';
