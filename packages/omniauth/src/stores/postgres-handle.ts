/** A pool or a connection of `pg`. A pool is better. */
export interface PostgresHandle {
  query(text: string, values?: unknown[]): Promise<PostgresAnswer>
}

export interface PostgresAnswer {
  rows: unknown[]
  rowCount: number | null
}
