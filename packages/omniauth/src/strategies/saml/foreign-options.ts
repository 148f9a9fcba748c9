const acceptsForeign = 'is not supported: it would accept answers that are not for this application'
const replacedByHook = 'is not supported: use onProviderSignOut'

/** Options of omniauth-saml and ruby-saml that this strategy refuses, and why. */
export const refusedArgs: Readonly<Record<string, string>> = {
  skip_conditions: acceptsForeign,
  skip_subject_confirmation: acceptsForeign,
  skip_destination: acceptsForeign,
  skip_recipient_check: acceptsForeign,
  skip_audience: acceptsForeign,
  skip_authnstatement: acceptsForeign,
  matches_request_id: 'must not be set: each answer is checked against the request of its own sign-in',
  idp_cert_fingerprint_validator:
    'is not supported: expected the fingerprint as idp_cert_fingerprint, or the certificate as idp_cert',
  idp_slo_session_destroy: replacedByHook,
  slo_relay_state_validator: 'is not supported: after sign-out, the browser is sent only to pages of this application',
  sp_cert_multi: 'is not supported: expected one certificate and private_key',
  certificate_new: 'is not supported: expected one certificate and private_key',
  authn_context_decl_ref: 'is not supported: expected authn_context',
  name_identifier_value_requested: 'is not supported: requests do not name a person',
}

const ruby = 'has no effect: it belongs to the Ruby library'

/** Options that have no effect here, and why. */
export const idleArgs: Readonly<Record<string, string>> = {
  idp_sso_service_binding: 'has no effect: requests are always redirects',
  idp_sso_target_binding: 'has no effect: requests are always redirects',
  sso_binding: 'has no effect: requests are always redirects',
  idp_slo_service_binding: 'has no effect: requests are always redirects',
  idp_slo_target_binding: 'has no effect: requests are always redirects',
  single_logout_service_url: 'has no effect: its URL is the callback URL with slo instead of callback',
  assertion_consumer_logout_service_url: 'has no effect: its URL is the callback URL with slo instead of callback',
  single_logout_service_binding: 'has no effect: POST and redirect are both received',
  slo_enabled: 'has no effect: sign-out requests are accepted if idp_cert is set to verify them',
  slo_default_relay_state: 'has no effect: pass returnTo to signOutUrl',
  sp_name_qualifier: ruby,
  sessionindex: ruby,
  name_identifier_value: ruby,
  compress_request: ruby,
  compress_response: ruby,
  double_quote_xml_attribute_values: ruby,
  soft: ruby,
  check_duplicated_attributes: ruby,
}
