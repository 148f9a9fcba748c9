/** A PostgreSQL connection or, better, a pool, as `pg` has them. */
export interface PostgresHandle {
  query(text: string, values?: unknown[]): Promise<PostgresAnswer>
}

export interface PostgresAnswer {
  rows: unknown[]
  rowCount: number | null
}
