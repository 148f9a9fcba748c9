/**
 * A self-signed test certificate for localhost, valid until 2126, and its key. Use it only in tests on this machine.
 */
export const selfSigned: { readonly cert: string; readonly key: string } = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUF3seCrq2HA9UdZjBRxi4Qafm4KwwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNTA2NDQ0MloYDzIxMjYxMTAx
MDY0NDQyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQjWC48Sy35h6SOMMI9fwggrbI7POBODEJBcMkkdNpSSbPyALK311xQ
pXMroQUhnFUMqUbmt4usbz3VTwp8fz/bo28wbTAdBgNVHQ4EFgQUw1fmtzVnCZ4T
+CzHLo8UcRKKwHgwHwYDVR0jBBgwFoAUw1fmtzVnCZ4T+CzHLo8UcRKKwHgwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgYsevTqECApQ6zcTmKLe8FXNEK6t5uePWESMVoxPPsJQCIFWb
fJVo3bTA8Nu2bpM7oz62ZpwrZN/8K0hYcDWhk9w1
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg6Vts5kj0Etdf4Mpw
1CkF1kAvv0Zl15MqMdCN2nS8E2uhRANCAAQjWC48Sy35h6SOMMI9fwggrbI7POBO
DEJBcMkkdNpSSbPyALK311xQpXMroQUhnFUMqUbmt4usbz3VTwp8fz/b
-----END PRIVATE KEY-----`,
}
