/** A known text, sealed under the master key. It shows at the start whether the server has the right key. */
export interface KeyCheckTable {
  id: string
  sealed_text: string
}
