import type { OmniauthSettings } from './settings.ts'

export async function parseGitlabRb(
  text: string,
  options: { file: string },
): Promise<{ settings: OmniauthSettings; warnings: string[] }> {
  throw new Error(`not there yet: ${options.file} ${text.length}`)
}
