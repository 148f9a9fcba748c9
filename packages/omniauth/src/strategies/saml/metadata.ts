import { base64OfPem } from './certificates.ts'
import { postBinding, protocolNs, redirectBinding, signatureNs } from './names.ts'
import type { SamlOptions } from './options.ts'
import { escapeXml } from './xml.ts'

/** The URLs of this application as a service provider. */
export interface Addresses {
  readonly entityId: string
  readonly acsUrl: string
  readonly sloUrl: string
}

/**
 * The service provider metadata, which an administrator gives to the identity provider.
 * @see https://docs.oasis-open.org/security/saml/v2.0/saml-metadata-2.0-os.pdf section 2.4.4
 */
export function metadataXml(options: SamlOptions, { entityId, acsUrl, sloUrl }: Addresses): string {
  const { security, certificate, nameIdFormat } = options
  const services = [redirectBinding, postBinding].map(
    (binding) => `<md:SingleLogoutService Binding="${binding}" Location="${escapeXml(sloUrl)}"/>`,
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escapeXml(entityId)}">`,
    // A signature is always required. The configuration decides whether the assertion itself must have one.
    `<md:SPSSODescriptor AuthnRequestsSigned="${security.signRequests}" WantAssertionsSigned="${security.wantAssertionsSigned}" protocolSupportEnumeration="${protocolNs}">`,
    ...(certificate === undefined ? [] : ['signing', 'encryption'].map((use) => keyDescriptor(use, certificate))),
    ...(options.sloUrl === undefined ? [] : services),
    ...(nameIdFormat === undefined ? [] : [`<md:NameIDFormat>${escapeXml(nameIdFormat)}</md:NameIDFormat>`]),
    `<md:AssertionConsumerService Binding="${postBinding}" Location="${escapeXml(acsUrl)}" index="0" isDefault="true"/>`,
    ...attributeService(options),
    '</md:SPSSODescriptor>',
    '</md:EntityDescriptor>',
    '',
  ].join('\n')
}

function keyDescriptor(use: string, certificate: string): string {
  const value = base64OfPem(certificate)
  return (
    `<md:KeyDescriptor use="${use}"><ds:KeyInfo xmlns:ds="${signatureNs}"><ds:X509Data>` +
    `<ds:X509Certificate>${value}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`
  )
}

function attributeService({ requestAttributes, attributeServiceName }: SamlOptions): string[] {
  if (requestAttributes.length === 0) return []
  return [
    '<md:AttributeConsumingService index="1" isDefault="true">',
    `<md:ServiceName xml:lang="en">${escapeXml(attributeServiceName)}</md:ServiceName>`,
    ...requestAttributes.map(
      ({ name, nameFormat, friendlyName }) =>
        `<md:RequestedAttribute Name="${escapeXml(name)}" NameFormat="${escapeXml(nameFormat)}" FriendlyName="${escapeXml(friendlyName)}"/>`,
    ),
    '</md:AttributeConsumingService>',
  ]
}
