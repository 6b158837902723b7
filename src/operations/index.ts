// The door of operations: background work that failed, for those who run the organization's side of it.
export { operationsApi } from './api.ts'
export { operationsRoutes } from './routes.ts'
