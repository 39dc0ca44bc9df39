namespace Vernier.DicomWebOAuth.Errors;

/// <summary>The codes of the error catalog; <see cref="ErrorCatalog"/> describes each.</summary>
internal enum ErrorCode
{
    /// <summary>A required key is missing.</summary>
    [LabelValue("CFG-001")]
    MissingKey,

    /// <summary>A value is not valid.</summary>
    [LabelValue("CFG-002")]
    InvalidValue,

    /// <summary>The configuration references an environment variable that is not set.</summary>
    [LabelValue("CFG-003")]
    MissingVariable,

    /// <summary>The token endpoint rejected the request.</summary>
    [LabelValue("TOK-001")]
    AcquisitionFailed,

    /// <summary>The DICOMweb server rejected the token.</summary>
    [LabelValue("TOK-002")]
    Expired,

    /// <summary>A token should be refreshed soon. Not an error by itself, so it is not counted.</summary>
    [LabelValue("TOK-003")]
    RefreshRecommended,

    /// <summary>The token failed validation against the configured key, audience, issuer or lifetime.</summary>
    [LabelValue("TOK-004")]
    ValidationFailed,

    /// <summary>The response of the token endpoint is not usable.</summary>
    [LabelValue("TOK-005")]
    InvalidResponse,

    /// <summary>The token endpoint rejected the request for another token.</summary>
    [LabelValue("TOK-006")]
    RefreshFailed,

    /// <summary>The response did not arrive in time.</summary>
    [LabelValue("NET-001")]
    Timeout,

    /// <summary>The connection could not be opened, or broke.</summary>
    [LabelValue("NET-002")]
    ConnectionFailed,

    /// <summary>The certificate is not trusted, or the TLS handshake failed.</summary>
    [LabelValue("NET-003")]
    TlsFailed,

    /// <summary>The credentials were rejected.</summary>
    [LabelValue("AUTH-001")]
    BadCredentials,

    /// <summary>The scope is not granted or not sufficient.</summary>
    [LabelValue("AUTH-002")]
    InsufficientScope,

    /// <summary>The circuit of the token endpoint is open.</summary>
    [LabelValue("AUTH-003")]
    ProviderUnavailable,

    /// <summary>An unexpected failure in the gateway itself.</summary>
    [LabelValue("INT-001")]
    InternalState,
}

/// <summary>The category of an error.</summary>
internal enum ErrorCategory
{
    [LabelValue("CONFIGURATION")]
    Configuration,

    [LabelValue("AUTHENTICATION")]
    Authentication,

    [LabelValue("NETWORK")]
    Network,

    [LabelValue("AUTHORIZATION")]
    Authorization,

    [LabelValue("INTERNAL")]
    Internal,
}

/// <summary>The severity of an error.</summary>
internal enum ErrorSeverity
{
    Info,
    Warning,
    Error,
    Critical,
}
