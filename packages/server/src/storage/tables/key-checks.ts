/** A known text under the master key: whoever opens the database with another key learns it at the start. */
export interface KeyCheckTable {
  id: string
  sealed_text: string
}
