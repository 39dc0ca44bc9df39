namespace Vernier.DicomWebOAuth.Errors;

/// <summary>The codes of the error catalog; <see cref="ErrorCatalog"/> describes each.</summary>
internal enum ErrorCode
{
    /// <summary>A required key is missing.</summary>
    [LabelValue("CFG-001")]
    MissingKey,

    /// <summary>A value is not allowed.</summary>
    [LabelValue("CFG-002")]
    InvalidValue,

    /// <summary>An environment variable that the configuration names is not set.</summary>
    [LabelValue("CFG-003")]
    MissingVariable,

    /// <summary>The token endpoint refused the request.</summary>
    [LabelValue("TOK-001")]
    AcquisitionFailed,

    /// <summary>The DICOMweb server no longer takes the token.</summary>
    [LabelValue("TOK-002")]
    Expired,

    /// <summary>A token should be renewed soon; never an error by itself, so it is not counted.</summary>
    [LabelValue("TOK-003")]
    RefreshRecommended,

    /// <summary>The token is not one that the configured key, audience or issuer allows.</summary>
    [LabelValue("TOK-004")]
    ValidationFailed,

    /// <summary>The token endpoint's answer cannot be used.</summary>
    [LabelValue("TOK-005")]
    InvalidResponse,

    /// <summary>The token endpoint refused to renew a token.</summary>
    [LabelValue("TOK-006")]
    RefreshFailed,

    /// <summary>No answer in time.</summary>
    [LabelValue("NET-001")]
    Timeout,

    /// <summary>No connection, or one that broke.</summary>
    [LabelValue("NET-002")]
    ConnectionFailed,

    /// <summary>No trust in the certificate, or no common version of TLS.</summary>
    [LabelValue("NET-003")]
    TlsFailed,

    /// <summary>The credentials are not accepted.</summary>
    [LabelValue("AUTH-001")]
    BadCredentials,

    /// <summary>The scope is not granted, or is not enough.</summary>
    [LabelValue("AUTH-002")]
    InsufficientScope,

    /// <summary>The token endpoint is left alone, because its circuit is open.</summary>
    [LabelValue("AUTH-003")]
    ProviderUnavailable,

    /// <summary>A fault of the gateway itself.</summary>
    [LabelValue("INT-001")]
    InternalState,
}
