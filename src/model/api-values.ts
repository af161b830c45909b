// The words are those of the KMS and CloudHSM APIs (KeyMetadata, CustomKeyStoresListEntry, Cluster),
// in camelCase. A value that AWS adds later is read as unknown.

export const keySpecs = [
  'SYMMETRIC_DEFAULT',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'ECC_NIST_P256',
  'ECC_NIST_P384',
  'ECC_NIST_P521',
  'ECC_SECG_P256K1',
  'ECC_NIST_EDWARDS25519',
  'HMAC_224',
  'HMAC_256',
  'HMAC_384',
  'HMAC_512',
  'SM2',
  'ML_DSA_44',
  'ML_DSA_65',
  'ML_DSA_87',
  'ML_KEM_512',
  'ML_KEM_768',
  'ML_KEM_1024',
] as const;
export const keyUsages = [
  'ENCRYPT_DECRYPT',
  'SIGN_VERIFY',
  'GENERATE_VERIFY_MAC',
  'KEY_AGREEMENT',
  'ENCAPSULATE_DECAPSULATE',
] as const;
export const origins = ['AWS_KMS', 'EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'] as const;
export const keyStates = [
  'Creating',
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'PendingImport',
  'PendingReplicaDeletion',
  'Unavailable',
  'Updating',
] as const;
export const keyStoreTypes = ['AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'] as const;
export const connectionStates = [
  'CONNECTED',
  'CONNECTING',
  'FAILED',
  'DISCONNECTED',
  'DISCONNECTING',
] as const;
export const clusterStates = [
  'CREATE_IN_PROGRESS',
  'UNINITIALIZED',
  'INITIALIZE_IN_PROGRESS',
  'INITIALIZED',
  'ACTIVE',
  'UPDATE_IN_PROGRESS',
  'MODIFY_IN_PROGRESS',
  'ROLLBACK_IN_PROGRESS',
  'DELETE_IN_PROGRESS',
  'DELETED',
  'DEGRADED',
] as const;
export const hsmStates = [
  'CREATE_IN_PROGRESS',
  'ACTIVE',
  'DEGRADED',
  'DELETE_IN_PROGRESS',
  'DELETED',
] as const;

export type KeySpec = (typeof keySpecs)[number];
export type KeyUsage = (typeof keyUsages)[number];
export type Origin = (typeof origins)[number];
export type KeyState = (typeof keyStates)[number];
export type KeyManager = 'AWS' | 'CUSTOMER';
export type KeyStoreType = (typeof keyStoreTypes)[number];
export type ConnectionState = (typeof connectionStates)[number];
export type ClusterState = (typeof clusterStates)[number];
export type HsmState = (typeof hsmStates)[number];
