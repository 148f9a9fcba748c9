const letsIn = 'is not supported: it would let in answers that are not for this application'
const isHook = 'is not supported: onProviderSignOut tells the application who was signed out'

/** Options of omniauth-saml and ruby-saml that there are not, and why. */
export const refusedArgs: Readonly<Record<string, string>> = {
  skip_conditions: letsIn,
  skip_subject_confirmation: letsIn,
  skip_destination: letsIn,
  skip_recipient_check: letsIn,
  skip_audience: letsIn,
  skip_authnstatement: letsIn,
  matches_request_id: 'is not to be set: each answer is held against the request of its own sign-in',
  idp_cert_fingerprint_validator:
    'is not supported: expected the fingerprint as idp_cert_fingerprint, or the certificate as idp_cert',
  idp_slo_session_destroy: isHook,
  slo_relay_state_validator: 'is not supported: after signing out people are sent to places of this application alone',
  sp_cert_multi: 'is not supported: expected one certificate and private_key',
  certificate_new: 'is not supported: expected one certificate and private_key',
  authn_context_decl_ref: 'is not supported: expected authn_context',
  name_identifier_value_requested: 'is not supported: requests name nobody',
}

const ruby = 'has no effect: it is about how the Ruby library works'

/** Those that change nothing here. */
export const idleArgs: Readonly<Record<string, string>> = {
  idp_sso_service_binding: 'has no effect: requests go by redirect',
  idp_sso_target_binding: 'has no effect: requests go by redirect',
  sso_binding: 'has no effect: requests go by redirect',
  idp_slo_service_binding: 'has no effect: requests go by redirect',
  idp_slo_target_binding: 'has no effect: requests go by redirect',
  single_logout_service_url: 'has no effect: it lies beside the callback, with slo in place of callback',
  assertion_consumer_logout_service_url: 'has no effect: it lies beside the callback, with slo in place of callback',
  single_logout_service_binding: 'has no effect: POST and redirect are both received',
  slo_enabled: 'has no effect: signing out is received where idp_cert is there to verify it',
  slo_default_relay_state: 'has no effect: signOutUrl is told where to return to',
  sp_name_qualifier: ruby,
  sessionindex: ruby,
  name_identifier_value: ruby,
  compress_request: ruby,
  compress_response: ruby,
  double_quote_xml_attribute_values: ruby,
  soft: ruby,
  check_duplicated_attributes: ruby,
}
