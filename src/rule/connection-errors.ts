/**
 * What stands behind a ConnectionErrorCode and what to do, in our words, after the KMS API (CustomKeyStoresListEntry) and the
 * troubleshooting pages of key stores in the KMS Developer Guide.
 */
const advice: Readonly<Record<string, string>> = {
  CLUSTER_NOT_FOUND:
    'the cluster cannot be found under its id: make a cluster from a backup of it and give its id to the key store',
  INSUFFICIENT_CLOUDHSM_HSMS:
    'the cluster has no active HSM: add one, and a second one in another Availability Zone',
  INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET:
    'a private subnet of the cluster has no free address for the connection: free one',
  INTERNAL_ERROR: 'AWS KMS could not finish the request: try again',
  INVALID_CREDENTIALS:
    'AWS KMS has another password for kmsuser than the cluster: give the key store the right one',
  NETWORK_ERRORS:
    'network errors keep AWS KMS from the cluster or proxy: wait and connect again, and look at the security group',
  SUBNET_NOT_FOUND:
    'a subnet of the cluster was deleted: make a cluster from a backup in subnets that exist, and give its id to the key store',
  USER_LOCKED_OUT:
    'kmsuser is locked out after too many wrong passwords: set a new password in the cluster and give it to the key store',
  USER_LOGGED_IN:
    'kmsuser is logged in to the cluster elsewhere, so AWS KMS cannot rotate its password: log it out',
  USER_NOT_FOUND:
    'the cluster has no crypto user called kmsuser: make one, and give its password to the key store',
  XKS_PROXY_ACCESS_DENIED:
    'the proxy refuses AWS KMS: compare the authentication credential of the key store with that of the proxy',
  XKS_PROXY_INVALID_CONFIGURATION:
    'the proxy says that it is set up wrongly: look at its external key manager and its path',
  XKS_PROXY_INVALID_RESPONSE:
    'AWS KMS cannot read what the proxy answers: look at its log, and ask its vendor',
  XKS_PROXY_INVALID_TLS_CONFIGURATION:
    'the TLS of the proxy does not suit: its certificate must be valid, of a public authority and for its host name',
  XKS_PROXY_NOT_REACHABLE:
    'AWS KMS does not reach the proxy: look at its address, its path, its firewall and whether it runs',
  XKS_PROXY_TIMED_OUT:
    'the proxy answers too late: look at the load of the proxy and at the way to the external key manager',
  XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION:
    'the VPC endpoint service does not meet the demands of a proxy: look at its load balancer, its private DNS name and its permissions',
  XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND:
    'AWS KMS does not find the VPC endpoint service: it must exist in this Region, and allow AWS KMS to use it',
};

/** The codes that are known here. */
export const connectionErrorCodes = Object.keys(advice);

/** What a code means; null for one that AWS added later. */
export function explainConnectionError(code: string): string | null {
  return Object.hasOwn(advice, code) ? (advice[code] ?? null) : null;
}
