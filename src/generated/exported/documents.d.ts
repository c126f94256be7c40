// Written by `npm run documents` from src/graphql/documents. Do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends {
    [key: string]: unknown;
}> = {
    [K in keyof T]: T[K];
};
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | {
    [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never;
};
interface DocumentTypeDecoration<TResult, TVariables> {
    /** Carries the types. It has no value. */
    __apiType?: (variables: TVariables) => TResult;
}
/** Digest and the key pair to sign it with. */
export type AsymmetricSignInput = {
    /** Signature algorithm, one that the spec of the key supports. */
    algorithm: SignatureAlgorithm;
    /** SHA-256 digest of the message: 32 bytes. The caller computes it. */
    digest: string;
    /** Only check the request. It always returns an error: `DryRunOperationError` if it would succeed. Default: false. */
    dryRun?: boolean | null | undefined;
    /** The key: id or alias. */
    keyId: string;
    /** Id of the key version. A key pair has no primary version. */
    keyVersionId: string;
};
/** Signature, digest, and the key pair to verify them with. */
export type AsymmetricVerifyInput = {
    /** Signature algorithm that was used for signing. */
    algorithm: SignatureAlgorithm;
    /** SHA-256 digest of the message: 32 bytes. The caller computes it. */
    digest: string;
    /** Only check the request. It always returns an error: `DryRunOperationError` if it would succeed. Default: false. */
    dryRun?: boolean | null | undefined;
    /** The key: id or alias. */
    keyId: string;
    /** Id of the key version. A key pair has no primary version. */
    keyVersionId: string;
    /** Signature to verify. */
    value: string;
};
/** Conditions on audit events, which are ANDed. Values must match exactly. */
export type AuditEventFilter = {
    /** IP address of the client. */
    address?: string | null | undefined;
    /** Id of the access key, the role session or the API token. */
    credentialId?: string | null | undefined;
    /** Only events at this time or later. */
    from?: string | null | undefined;
    /** Id of a key that the event names, as its key or as a further one. */
    keyId?: string | null | undefined;
    /** Operation, such as `Decrypt`. */
    operation?: string | null | undefined;
    /** `Done`, the code of an error, or `Failed` for any error. */
    outcome?: string | null | undefined;
    /** ARN of the caller. That of a role, `acs:ram::<account id>:role/<name>`, also matches its sessions. */
    principal?: string | null | undefined;
    /** Only events earlier than this time. */
    to?: string | null | undefined;
};
/** Properties of a new key. Each has a default, so the input may be left out. */
export type CreateKeyInput = {
    /** True accepts a policy that denies every user and role to change it. Default: false. */
    allowLockout?: boolean | null | undefined;
    /** Idempotency token, 1 to 64 printable ASCII characters: for 24 hours a request with the same token and input returns the same key. Another input with the token returns `IdempotentParameterMismatch`. */
    clientToken?: string | null | undefined;
    /** Purpose of the key, at most 8,192 characters. Default: empty. */
    description?: string | null | undefined;
    /** Whether the key gets new versions automatically. Only for symmetric keys of origin `Aliyun_KMS`. Default: false. */
    enableAutomaticRotation?: boolean | null | undefined;
    /** Algorithm and size. Default: `Aliyun_AES_256`. */
    keySpec?: KeySpec | null | undefined;
    /** Operations that the key is for. Default: `ENCRYPT_DECRYPT`, or `SIGN_VERIFY` for an elliptic curve. */
    keyUsage?: KeyUsage | null | undefined;
    /** Source of the key material. Default: `Aliyun_KMS`. */
    origin?: KeyOrigin | null | undefined;
    /** Key policy as JSON, at most 32,768 bytes. Default: the default policy, with which the policies of users and roles decide. */
    policy?: string | null | undefined;
    /** Where the key material is kept. Default: `SOFTWARE`. */
    protectionLevel?: ProtectionLevel | null | undefined;
    /** Time between two automatic rotations: 7 to 730 days as a number with a unit, such as `30d` or `604800s`. Required if `enableAutomaticRotation` is true. */
    rotationInterval?: string | null | undefined;
    /** At most 20 tags. Default: none. */
    tags?: Array<TagInput> | null | undefined;
};
/** Kind of creator of a key. */
export declare const CreatorType: {
    /** A cloud service. No key of this service. */
    readonly Service: "Service";
    /** An account. Every key of this service. */
    readonly User: "User";
};
export type CreatorType = typeof CreatorType[keyof typeof CreatorType];
/** Length of a data key, in exactly one of the two fields. */
export type DataKeyLengthInput = {
    keySpec: DataKeySpec;
    numberOfBytes?: never;
} | {
    keySpec?: never; /** Number of bytes, 1 to 1,024. */
    numberOfBytes: number;
};
/** Algorithm of a data key, which sets its length. */
export declare const DataKeySpec: {
    /** AES with 128 bits: 16 bytes. */
    readonly AES_128: "AES_128";
    /** AES with 256 bits: 32 bytes. */
    readonly AES_256: "AES_256";
};
export type DataKeySpec = typeof DataKeySpec[keyof typeof DataKeySpec];
/** Ciphertext blob to decrypt. It contains the id of its key version. */
export type DecryptInput = {
    /** Ciphertext blob, as this service returned it. */
    ciphertextBlob: string;
    /** Only check the request. It always returns an error: `DryRunOperationError` if it would succeed. Default: false. */
    dryRun?: boolean | null | undefined;
    /** Encryption context: pairs that are authenticated and not encrypted. The pairs that it was encrypted with. At most 8,192 characters as a JSON object. Default: empty. */
    encryptionContext?: Array<EncryptionContextPairInput> | null | undefined;
};
/** Plaintext and the symmetric key to encrypt it with. */
export type EncryptInput = {
    /** Only check the request. It always returns an error: `DryRunOperationError` if it would succeed. Default: false. */
    dryRun?: boolean | null | undefined;
    /** Encryption context: pairs that are authenticated and not encrypted. Decryption needs the same pairs. At most 8,192 characters as a JSON object. Default: empty. */
    encryptionContext?: Array<EncryptionContextPairInput> | null | undefined;
    /** The key: id, alias or ARN. */
    keyId: string;
    /** At most 6,144 bytes. */
    plaintext: string;
};
/** Name and value that are authenticated with the ciphertext and not encrypted. */
export type EncryptionContextPairInput = {
    /** Name, unique in the context. */
    key: string;
    /** Value; may be empty. */
    value: string;
};
/** Length of a new data key and the symmetric key to encrypt it with. */
export type GenerateDataKeyInput = {
    /** Only check the request. It always returns an error: `DryRunOperationError` if it would succeed. Default: false. */
    dryRun?: boolean | null | undefined;
    /** Encryption context: pairs that are authenticated and not encrypted. Decryption needs the same pairs. At most 8,192 characters as a JSON object. Default: empty. */
    encryptionContext?: Array<EncryptionContextPairInput> | null | undefined;
    /** The key: id, alias or ARN. */
    keyId: string;
    /** Length of the data key. Default: that of `AES_256`. */
    length?: DataKeyLengthInput | null | undefined;
};
/** Conditions on keys. Fields are ANDed; values of one field are ORed, except tags, which are ANDed. An empty list matches no key; null is the same as absent. */
export type KeyFilter = {
    /** Beginning of the name of one of the aliases of a key, with `alias/`. Needs the permission `kms:ListAliases` too. */
    alias?: string | null | undefined;
    /** Only keys created later than this time, compared to the millisecond. */
    createdAfter?: string | null | undefined;
    /** Only keys created earlier than this time, compared to the millisecond. */
    createdBefore?: string | null | undefined;
    /** Kinds of creator, at most 10. */
    creatorType?: Array<CreatorType> | null | undefined;
    /** Specs, at most 10. */
    keySpec?: Array<KeySpec> | null | undefined;
    /** States, at most 10. */
    keyState?: Array<KeyState> | null | undefined;
    /** Usages, at most 10. */
    keyUsage?: Array<KeyUsage> | null | undefined;
    /** Sources of the key material, at most 10. */
    origin?: Array<KeyOrigin> | null | undefined;
    /** Protection levels, at most 10. */
    protectionLevel?: Array<ProtectionLevel> | null | undefined;
    /** Words that must all occur in the description or the aliases of a key, each as the beginning of a word there; case does not matter. Chinese text is compared by pairs of characters. At most 8 words or pairs and 512 characters. Adds 100 to the cost of the query. Needs the permission `kms:ListAliases` too. */
    search?: string | null | undefined;
    /** Tags that a key must have, all of them; at most 10 together with the other lists. Needs the permission `kms:ListTagResources` too. */
    tags?: Array<TagFilter> | null | undefined;
};
/** Order of a list of keys. */
export type KeyOrder = {
    /** Ascending or descending. */
    direction?: OrderDirection;
    /** Sort key. */
    field: KeyOrderField;
};
/** Sort key of a list of keys. */
export declare const KeyOrderField: {
    /** `creationDate`, compared to the millisecond, then by id. */
    readonly CREATION_DATE: "CREATION_DATE";
};
export type KeyOrderField = typeof KeyOrderField[keyof typeof KeyOrderField];
/** Source of the key material. */
export declare const KeyOrigin: {
    /** Generated by this service. */
    readonly Aliyun_KMS: "Aliyun_KMS";
    /** Imported by the caller. */
    readonly EXTERNAL: "EXTERNAL";
};
export type KeyOrigin = typeof KeyOrigin[keyof typeof KeyOrigin];
/** Algorithm and size of a key. */
export declare const KeySpec: {
    /** Symmetric key: AES with 128 bits, in Galois/Counter Mode. */
    readonly Aliyun_AES_128: "Aliyun_AES_128";
    /** Symmetric key: AES with 192 bits, in Galois/Counter Mode. */
    readonly Aliyun_AES_192: "Aliyun_AES_192";
    /** Symmetric key: AES with 256 bits, in Galois/Counter Mode. The default. */
    readonly Aliyun_AES_256: "Aliyun_AES_256";
    /** Symmetric key: SM4 with 128 bits, in Galois/Counter Mode. */
    readonly Aliyun_SM4: "Aliyun_SM4";
    /** Elliptic-curve key pair on NIST P-256 (secp256r1). Usage: `SIGN_VERIFY`. */
    readonly EC_P256: "EC_P256";
    /** Elliptic-curve key pair on secp256k1. Usage: `SIGN_VERIFY`. */
    readonly EC_P256K: "EC_P256K";
    /** RSA 2,048-bit key pair. Usage: `ENCRYPT_DECRYPT` (default) or `SIGN_VERIFY`. */
    readonly RSA_2048: "RSA_2048";
    /** RSA 3,072-bit key pair. Usage: `ENCRYPT_DECRYPT` (default) or `SIGN_VERIFY`. */
    readonly RSA_3072: "RSA_3072";
    /** RSA 4,096-bit key pair. Usage: `ENCRYPT_DECRYPT` (default) or `SIGN_VERIFY`. */
    readonly RSA_4096: "RSA_4096";
};
export type KeySpec = typeof KeySpec[keyof typeof KeySpec];
/** Lifecycle state of a key. Only `Enabled` keys can be used for cryptography. */
export declare const KeyState: {
    /** The key cannot be used until it is enabled. */
    readonly Disabled: "Disabled";
    /** The key can be used. */
    readonly Enabled: "Enabled";
    /** The key is destroyed at its `deleteDate`. Until then the deletion can be cancelled. */
    readonly PendingDeletion: "PendingDeletion";
    /** The key cannot be used until its material is imported. */
    readonly PendingImport: "PendingImport";
};
export type KeyState = typeof KeyState[keyof typeof KeyState];
/** Operations that a key is for. A key has one usage. */
export declare const KeyUsage: {
    /** Encryption and decryption. In the RPC API: `ENCRYPT/DECRYPT`. */
    readonly ENCRYPT_DECRYPT: "ENCRYPT_DECRYPT";
    /** Signing and verification. In the RPC API: `SIGN/VERIFY`. */
    readonly SIGN_VERIFY: "SIGN_VERIFY";
};
export type KeyUsage = typeof KeyUsage[keyof typeof KeyUsage];
/** Ascending or descending. */
export declare const OrderDirection: {
    /** Smallest or oldest first. */
    readonly ASC: "ASC";
    /** Greatest or newest first. */
    readonly DESC: "DESC";
};
export type OrderDirection = typeof OrderDirection[keyof typeof OrderDirection];
/** Kind of a plaintext, set when it was encrypted. */
export declare const PlaintextKind: {
    /** Bytes that the GraphQL API encrypted, or a data key. */
    readonly bytes: "bytes";
    /** Text that the RPC API encrypted. The plaintext is its UTF-8 bytes. */
    readonly text: "text";
};
export type PlaintextKind = typeof PlaintextKind[keyof typeof PlaintextKind];
/** Where the key material is kept. */
export declare const ProtectionLevel: {
    /** In a hardware security module. Not supported: `Unsupported.ProtectionLevel`. */
    readonly HSM: "HSM";
    /** In the database, encrypted under the root key. */
    readonly SOFTWARE: "SOFTWARE";
};
export type ProtectionLevel = typeof ProtectionLevel[keyof typeof ProtectionLevel];
/** Algorithm that signs a SHA-256 digest. */
export declare const SignatureAlgorithm: {
    /** ECDSA with SHA-256 (FIPS 186-5 §6). The signature is DER: ECDSA-Sig-Value (RFC 3279 §2.2.3). */
    readonly ECDSA_SHA_256: "ECDSA_SHA_256";
    /** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2). */
    readonly RSA_PKCS1_SHA_256: "RSA_PKCS1_SHA_256";
    /** RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes (RFC 8017 §8.1). */
    readonly RSA_PSS_SHA_256: "RSA_PSS_SHA_256";
};
export type SignatureAlgorithm = typeof SignatureAlgorithm[keyof typeof SignatureAlgorithm];
/** Tag that a key must have. */
export type TagFilter = {
    /** Tag key. It must match exactly. */
    tagKey: string;
    /** Value of the tag. Null or absent: any value. */
    tagValue?: string | null | undefined;
};
/** Tag. Its texts consist of letters, digits and `/ \ _ - . + = : @`. */
export type TagInput = {
    /** Key of 1 to 128 characters. It must not begin with `aliyun` or `acs:`. */
    tagKey: string;
    /** Value of 0 to 128 characters. */
    tagValue: string;
};
export type EncryptMutationVariables = Exact<{
    input: EncryptInput;
}>;
export type EncryptMutation = {
    encrypt: {
        keyId: string;
        keyVersionId: string;
        ciphertextBlob: string;
    } | null;
};
export type DecryptMutationVariables = Exact<{
    input: DecryptInput;
}>;
export type DecryptMutation = {
    decrypt: {
        keyId: string;
        keyVersionId: string;
        plaintext: string;
        plaintextKind: PlaintextKind;
    } | null;
};
export type GenerateDataKeyMutationVariables = Exact<{
    input: GenerateDataKeyInput;
}>;
export type GenerateDataKeyMutation = {
    generateDataKey: {
        keyId: string;
        keyVersionId: string;
        plaintext: string;
        ciphertextBlob: string;
    } | null;
};
export type AsymmetricSignMutationVariables = Exact<{
    input: AsymmetricSignInput;
}>;
export type AsymmetricSignMutation = {
    asymmetricSign: {
        keyId: string;
        keyVersionId: string;
        value: string;
    } | null;
};
export type AsymmetricVerifyMutationVariables = Exact<{
    input: AsymmetricVerifyInput;
}>;
export type AsymmetricVerifyMutation = {
    asymmetricVerify: {
        keyId: string;
        keyVersionId: string;
        value: boolean;
    } | null;
};
export type KeyFieldsFragment = {
    id: string;
    keyId: string;
    arn: string;
    description: string;
    keyState: KeyState;
    keyUsage: KeyUsage;
    keySpec: KeySpec;
    origin: KeyOrigin;
    creationDate: string;
    deleteDate: string | null;
    primaryKeyVersion: string | null;
};
export type KeyQueryVariables = Exact<{
    keyId: string;
}>;
export type KeyQuery = {
    key: {
        id: string;
        keyId: string;
        arn: string;
        description: string;
        keyState: KeyState;
        keyUsage: KeyUsage;
        keySpec: KeySpec;
        origin: KeyOrigin;
        creationDate: string;
        deleteDate: string | null;
        primaryKeyVersion: string | null;
    } | null;
};
export type KeysQueryVariables = Exact<{
    first?: number | null | undefined;
    after?: string | null | undefined;
    filter?: KeyFilter | null | undefined;
    orderBy?: KeyOrder | null | undefined;
}>;
export type KeysQuery = {
    keys: {
        edges: Array<{
            cursor: string;
            node: {
                id: string;
                keyId: string;
                arn: string;
                description: string;
                keyState: KeyState;
                keyUsage: KeyUsage;
                keySpec: KeySpec;
                origin: KeyOrigin;
                creationDate: string;
                deleteDate: string | null;
                primaryKeyVersion: string | null;
            };
        }>;
        pageInfo: {
            hasNextPage: boolean;
            endCursor: string | null;
        };
    } | null;
};
export type CreateKeyMutationVariables = Exact<{
    input?: CreateKeyInput | null | undefined;
}>;
export type CreateKeyMutation = {
    createKey: {
        id: string;
        keyId: string;
        arn: string;
        description: string;
        keyState: KeyState;
        keyUsage: KeyUsage;
        keySpec: KeySpec;
        origin: KeyOrigin;
        creationDate: string;
        deleteDate: string | null;
        primaryKeyVersion: string | null;
    } | null;
};
export type KeyChangedSubscriptionVariables = Exact<{
    filter?: KeyFilter | null | undefined;
    after?: string | null | undefined;
}>;
export type KeyChangedSubscription = {
    keyChanged: {
        cursor: string;
        operation: string;
        time: string;
        keyId: string;
        key: {
            id: string;
            keyId: string;
            description: string;
            keyState: KeyState;
        } | null;
    } | null;
};
export type AuditEventAddedSubscriptionVariables = Exact<{
    filter?: AuditEventFilter | null | undefined;
    after?: string | null | undefined;
}>;
export type AuditEventAddedSubscription = {
    auditEventAdded: {
        cursor: string;
        event: {
            id: string;
            eventId: string;
            time: string;
            operation: string;
            outcome: string;
            principal: string | null;
            keyId: string | null;
        };
    } | null;
};
export type LiveEventsSubscriptionVariables = Exact<{
    keyChanges?: Array<KeyFilter> | KeyFilter | null | undefined;
    auditEvents?: Array<AuditEventFilter> | AuditEventFilter | null | undefined;
    after?: string | null | undefined;
}>;
export type LiveEventsSubscription = {
    liveEvents: {
        cursor: string;
        filters: Array<number>;
        keyChange: {
            operation: string;
            time: string;
            keyId: string;
            key: {
                id: string;
                keyId: string;
                description: string;
                keyState: KeyState;
            } | null;
        } | null;
        auditEvent: {
            id: string;
            eventId: string;
            time: string;
            operation: string;
            outcome: string;
            principal: string | null;
            keyId: string | null;
        } | null;
    } | null;
};
export declare class TypedDocumentString<TResult, TVariables> extends String implements DocumentTypeDecoration<TResult, TVariables> {
    __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
    private value;
    __meta__?: Record<string, any> | undefined;
    constructor(value: string, __meta__?: Record<string, any> | undefined);
    toString(): string & DocumentTypeDecoration<TResult, TVariables>;
}
export declare const KeyFieldsFragmentDoc: TypedDocumentString<KeyFieldsFragment, unknown>;
export declare const EncryptDocument: TypedDocumentString<EncryptMutation, EncryptMutationVariables>;
export declare const DecryptDocument: TypedDocumentString<DecryptMutation, DecryptMutationVariables>;
export declare const GenerateDataKeyDocument: TypedDocumentString<GenerateDataKeyMutation, GenerateDataKeyMutationVariables>;
export declare const AsymmetricSignDocument: TypedDocumentString<AsymmetricSignMutation, AsymmetricSignMutationVariables>;
export declare const AsymmetricVerifyDocument: TypedDocumentString<AsymmetricVerifyMutation, AsymmetricVerifyMutationVariables>;
export declare const KeyDocument: TypedDocumentString<KeyQuery, KeyQueryVariables>;
export declare const KeysDocument: TypedDocumentString<KeysQuery, KeysQueryVariables>;
export declare const CreateKeyDocument: TypedDocumentString<CreateKeyMutation, CreateKeyMutationVariables>;
export declare const KeyChangedDocument: TypedDocumentString<KeyChangedSubscription, KeyChangedSubscriptionVariables>;
export declare const AuditEventAddedDocument: TypedDocumentString<AuditEventAddedSubscription, AuditEventAddedSubscriptionVariables>;
export declare const LiveEventsDocument: TypedDocumentString<LiveEventsSubscription, LiveEventsSubscriptionVariables>;
export {};
