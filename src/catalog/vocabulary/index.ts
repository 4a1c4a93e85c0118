export * from './context';
export * from './field';
export * from './json';
export * from './operation';
export * from './resource';
