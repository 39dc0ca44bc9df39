using static Vernier.DicomWebOAuth.Errors.ErrorCategory;
using static Vernier.DicomWebOAuth.Errors.ErrorSeverity;

namespace Vernier.DicomWebOAuth.Errors;

/// <summary>An entry of the error catalog.</summary>
/// <param name="Code">The code.</param>
/// <param name="Text">The code as text, such as TOK-001.</param>
/// <param name="Category">The category.</param>
/// <param name="Severity">The severity.</param>
/// <param name="Status">The HTTP status of the gateway's response.</param>
/// <param name="Message">What happened.</param>
/// <param name="Troubleshooting">What to check.</param>
internal sealed record ErrorDescription(
    ErrorCode Code,
    string Text,
    ErrorCategory Category,
    ErrorSeverity Severity,
    int Status,
    string Message,
    IReadOnlyList<string> Troubleshooting)
{
    private const string Page = "docs/runbooks/dicomweb-oauth.md";

    /// <summary>Gets the address of the documentation.</summary>
    public string DocumentationUrl => $"{Page}#{Text.ToLowerInvariant()}";
}

/// <summary>All errors that the system reports, with category, severity and HTTP status.</summary>
internal static class ErrorCatalog
{
    public static IReadOnlyList<ErrorDescription> All { get; } =
    [
        new(ErrorCode.MissingKey, "CFG-001", ErrorCategory.Configuration, Error, 500, "A required setting is missing.",
            ["Add the key that the message names."]),
        new(ErrorCode.InvalidValue, "CFG-002", ErrorCategory.Configuration, Error, 500, "A setting has an invalid value.",
            ["Correct the value; the message lists what is allowed."]),
        new(ErrorCode.MissingVariable, "CFG-003", ErrorCategory.Configuration, Error, 500, "An environment variable is not set.",
            ["Set the variable for the process, or replace the reference with a value."]),
        new(ErrorCode.AcquisitionFailed, "TOK-001", Authentication, Error, 401, "The token endpoint did not issue a token.",
            ["Check the log of the token endpoint.", "Check TokenEndpoint, ClientId and ClientSecret."]),
        new(ErrorCode.Expired, "TOK-002", Authentication, Warning, 401, "The DICOMweb server rejected the token; a new one was requested.",
            ["Compare the clocks of the gateway, the token endpoint and the DICOMweb server.", "Increase TokenRefreshBufferSeconds if tokens are revoked before they expire."]),
        new(ErrorCode.RefreshRecommended, "TOK-003", Authentication, Info, 200, "The token expires soon.",
            ["No action is required: the next request refreshes it."]),
        new(ErrorCode.ValidationFailed, "TOK-004", Authentication, Error, 401, "The token failed validation.",
            ["Check JWTPublicKey, JWTAudience, JWTIssuer and JWTAlgorithms.", "Compare the clocks of the gateway and the token endpoint, or increase JWTClockSkewSeconds."]),
        new(ErrorCode.InvalidResponse, "TOK-005", Authentication, Error, 502, "The token endpoint returned an invalid response.",
            ["Check that TokenEndpoint is a token endpoint, not a login page.", "See RFC 6749, section 5.1, for the required response."]),
        new(ErrorCode.RefreshFailed, "TOK-006", Authentication, Error, 401, "The token endpoint did not issue a new token.",
            ["Check whether the client was removed or its secret was changed.", "Check the log of the token endpoint."]),
        new(ErrorCode.Timeout, "NET-001", Network, Error, 504, "The response did not arrive in time.",
            ["Check the load of the server.", "Check for a firewall that drops packets."]),
        new(ErrorCode.ConnectionFailed, "NET-002", Network, Error, 502, "The connection failed.",
            ["Check that the server is running.", "Check host name, port and network."]),
        new(ErrorCode.TlsFailed, "NET-003", Network, Error, 495, "The TLS connection failed.",
            ["Check the certificate of the server.", "Set VerifySSL to the file of its certificate authority."]),
        new(ErrorCode.BadCredentials, "AUTH-001", Authorization, Error, 401, "The credentials were rejected.",
            ["Check ClientId and ClientSecret.", "Check that the client may use the client credentials grant."]),
        new(ErrorCode.InsufficientScope, "AUTH-002", Authorization, Error, 403, "The scope is not granted or not sufficient.",
            ["Check Scope.", "Grant the client the permissions that the request needs."]),
        new(ErrorCode.ProviderUnavailable, "AUTH-003", Authorization, Critical, 503, "The token endpoint is unavailable; its circuit is open.",
            ["Check the errors before this one.", "The next attempt follows after CircuitBreakerTimeout."]),
        new(ErrorCode.InternalState, "INT-001", Internal, Error, 500, "The gateway failed unexpectedly.",
            ["Check the log of the gateway."]),
    ];

    /// <summary>Gets the errors that a running gateway counts; the others prevent its start or are not errors.</summary>
    public static IReadOnlyList<ErrorDescription> Counted { get; } =
        [.. All.Where(e => e.Category != ErrorCategory.Configuration && e.Code != ErrorCode.RefreshRecommended)];

    /// <summary>Gets the statuses with which a running gateway reports errors.</summary>
    public static IReadOnlyList<int> Statuses { get; } = [.. Counted.Select(e => e.Status).Distinct().Order()];

    public static ErrorDescription Of(ErrorCode code) => All[(int)code];
}
