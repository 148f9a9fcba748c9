import { defaultSettings } from '@poolhouse/omniauth'
import { type Html, html } from '@poolhouse/pages'
import type { ForgeConfiguration } from '#configuration/configuration'
import { placeText } from '#configuration/place-text'
import { type SettingRow, settingRows, valueText } from '#configuration/setting-rows'
import type { Site } from '#pages/frame/layout'
import { type AdminFrame, adminPage } from './shell.ts'

/** Every setting with its value in force, its default, and the file and line that set it. */
export function settingsPage(site: Site, frame: AdminFrame, configuration: ForgeConfiguration): string {
  const { source, warnings, settings, directory } = configuration
  return adminPage(site, frame, {
    title: 'Settings',
    section: '/admin/settings',
    body: html`<header class="page-head"><h1>Settings</h1>
<p class="quiet">These settings are in force. To change them, edit <code>${source}</code>, then run <code>npm run forge reconfigure</code>.</p></header>
${warningList(warnings)}
<section class="card card-flush" aria-label="Settings">
<table class="table">
<thead><tr><th scope="col">Setting</th><th scope="col">In force</th><th scope="col">Default</th><th scope="col">From</th></tr></thead>
<tbody>
${settingRows.map((row) => settingRow(row, configuration))}
<tr data-testid="setting-providers"><th scope="row"><code>${configuration.origin('providers').name}</code><span class="quiet">Providers that users can sign in with.</span></th>
<td data-label="In force"><strong>${valueText(settings.providers.map(({ name }) => name))}</strong></td><td data-label="Default">none</td><td data-label="From">${originText('providers', configuration)}</td></tr>
</tbody>
</table>
</section>
<p class="hint-line quiet">${directory === undefined ? 'Forge has no directory. To add one, start it with --directory.' : 'Forge has a directory. auto_link_ldap_user searches it.'}</p>`,
  })
}

export function warningList(warnings: readonly string[]): Html | undefined {
  if (warnings.length === 0) return undefined
  return html`<ul class="warnings" aria-label="Warnings">
${warnings.map((warning) => html`<li data-testid="warning">${warning}</li>`)}
</ul>`
}

function settingRow({ setting, meaning, read, also = [] }: SettingRow, configuration: ForgeConfiguration): Html {
  const [value, usual] = [valueText(read(configuration.settings)), valueText(read(defaultSettings))]
  const from = [setting, ...also].filter((name) => configuration.origin(name).place !== undefined)
  return html`<tr data-testid="setting-${setting}">
<th scope="row"><code>${configuration.origin(setting).name}</code><span class="quiet">${meaning}</span></th>
<td data-label="In force">${value === usual ? value : html`<strong>${value}</strong>`}</td>
<td data-label="Default">${usual}</td>
<td data-label="From">${from.length === 0 ? originText(setting, configuration) : from.map((name, index) => html`${index > 0 && ', '}${originText(name, configuration)}`)}</td>
</tr>
`
}

function originText(setting: string, { origin }: ForgeConfiguration): Html {
  const { place } = origin(setting)
  if (place === undefined) return html`<span class="quiet">default</span>`
  return html`<code>${placeText(place) ?? 'set'}</code>`
}
