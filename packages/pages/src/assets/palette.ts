/** The colours of the pages, named by their purpose. */
export interface Palette {
  readonly canvas: string
  readonly water: string
  readonly surface: string
  readonly edge: string
  readonly field: string
  readonly 'field-edge': string
  readonly ink: string
  readonly muted: string
  readonly accent: string
  readonly 'accent-hover': string
  readonly 'on-accent': string
  readonly link: string
  readonly focus: string
  readonly error: string
  readonly 'error-surface': string
  readonly 'error-edge': string
  readonly success: string
  readonly 'success-surface': string
  readonly 'success-edge': string
}

export const light: Palette = {
  canvas: '#edf4f6',
  water: '#cfe6eb',
  surface: '#ffffff',
  edge: '#d5e1e6',
  field: '#ffffff',
  'field-edge': '#78909b',
  ink: '#0e2530',
  muted: '#4a606b',
  accent: '#0b6575',
  'accent-hover': '#084f5c',
  'on-accent': '#ffffff',
  link: '#0a6173',
  focus: '#0a7fa6',
  error: '#94201c',
  'error-surface': '#fdf1f0',
  'error-edge': '#e9bab6',
  success: '#0c5a3d',
  'success-surface': '#ecf7f1',
  'success-edge': '#b3dbc6',
}

export const dark: Palette = {
  canvas: '#0a151b',
  water: '#0f2a33',
  surface: '#12212a',
  edge: '#233742',
  field: '#0c1920',
  'field-edge': '#658190',
  ink: '#e7f0f3',
  muted: '#a5b8c1',
  accent: '#62cfdb',
  'accent-hover': '#8adee7',
  'on-accent': '#04242b',
  link: '#7ad9e3',
  focus: '#9be7f0',
  error: '#ffbcb4',
  'error-surface': '#351a1b',
  'error-edge': '#74383a',
  success: '#97dfb8',
  'success-surface': '#11291f',
  'success-edge': '#2b5f48',
}

/** The palette as custom properties, for one rule. */
export function customProperties(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ')
}
