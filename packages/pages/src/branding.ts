/** How pages look beyond their words: what an administrator may change. */
export interface Branding {
  /** The name at the foot of each page. */
  readonly productName: string
}

/** Poolhouse's own look. */
export const poolhouseBranding: Branding = { productName: 'Poolhouse' }
