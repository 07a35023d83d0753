import type { QueryConfig } from 'pg'

/** The same query, given up after this many milliseconds without a result: the driver knows how, its types do not. */
export const givenUpAfter = (ms: number, query: QueryConfig): QueryConfig => Object.assign(query, { query_timeout: ms })
