/** What an administrator can change about the look of the pages. */
export interface Branding {
  /** The name at the bottom of each page. */
  readonly productName: string
}

/** The default branding. */
export const poolhouseBranding: Branding = { productName: 'Poolhouse' }
