// How failed work is asked for, and run again.
import type { FastifyInstance } from 'fastify'
import { serve } from '../kernel/http.ts'
import { operationsApi as api } from './api.ts'
import { failedWork } from './failed-work.ts'
import { runAgain } from './run-again.ts'

export interface OperationsDeps {
  /** Kinds of work that a person settles on a page of their own once they are given up. */
  settledElsewhere: ReadonlySet<string>
}

export function operationsRoutes(app: FastifyInstance, { settledElsewhere }: OperationsDeps): void {
  serve(app, api.failedWork, { act: 'work.operate' }, ({ tx, query }) => failedWork(tx, query, settledElsewhere))
  serve(app, api.runAgain, { act: 'work.operate' }, ({ tx, params }) => runAgain(tx, params.workId, settledElsewhere))
}
