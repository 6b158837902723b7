// The door of notices: have people told; what becomes of it.
export { noticesApi } from './api.ts'
export { watchBounces } from './bounces.ts'
export { type Due, dueFor, instantFor } from './instants.ts'
export { type Audience, type Notice, type NoticeRaised, notify } from './notify.ts'
export { noticesReactions } from './react.ts'
export { type NoticesDeps, noticesRoutes } from './routes.ts'
export { noticesWork } from './work.ts'
