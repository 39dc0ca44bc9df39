using static Vernier.DicomWebOAuth.Errors.ErrorCategory;
using static Vernier.DicomWebOAuth.Errors.ErrorSeverity;

namespace Vernier.DicomWebOAuth.Errors;

/// <summary>Every error that the system tells, with its category, severity and HTTP status.</summary>
internal static class ErrorCatalog
{
    public static IReadOnlyList<ErrorDescription> All { get; } =
    [
        new(ErrorCode.MissingKey, "CFG-001", ErrorCategory.Configuration, Error, 500, "A required setting is missing.",
            ["Add the key that the message names."]),
        new(ErrorCode.InvalidValue, "CFG-002", ErrorCategory.Configuration, Error, 500, "A setting has a value that is not allowed.",
            ["Correct the value; the message says what is allowed."]),
        new(ErrorCode.MissingVariable, "CFG-003", ErrorCategory.Configuration, Error, 500, "An environment variable is not set.",
            ["Set the variable for the process, or write the value itself."]),
        new(ErrorCode.AcquisitionFailed, "TOK-001", Authentication, Error, 401, "The token endpoint gave no token.",
            ["Look at the log of the token endpoint.", "Check TokenEndpoint, ClientId and ClientSecret."]),
        new(ErrorCode.Expired, "TOK-002", Authentication, Warning, 401, "The DICOMweb server did not take the token, which was renewed.",
            ["Compare the clocks of the three machines.", "Raise TokenRefreshBufferSeconds when tokens are revoked before they expire."]),
        new(ErrorCode.RefreshRecommended, "TOK-003", Authentication, Info, 200, "The token expires soon.",
            ["Nothing is to be done: the next request renews it."]),
        new(ErrorCode.ValidationFailed, "TOK-004", Authentication, Error, 401, "The token is not valid.",
            ["Check JWTPublicKey, JWTAudience, JWTIssuer and JWTAlgorithms.", "Compare the clocks."]),
        new(ErrorCode.InvalidResponse, "TOK-005", Authentication, Error, 502, "The token endpoint's answer cannot be used.",
            ["Check that TokenEndpoint is the token endpoint, not a login page.", "See RFC 6749, section 5.1, for what it has to answer."]),
        new(ErrorCode.RefreshFailed, "TOK-006", Authentication, Error, 401, "The token endpoint did not renew the token.",
            ["Was the client removed, or its secret changed?", "Look at the log of the token endpoint."]),
        new(ErrorCode.Timeout, "NET-001", Network, Error, 504, "There was no answer in time.",
            ["Is the server overloaded?", "Is there a firewall that drops packets?"]),
        new(ErrorCode.ConnectionFailed, "NET-002", Network, Error, 502, "The connection failed.",
            ["Is the server running?", "Check name, port and network."]),
        new(ErrorCode.TlsFailed, "NET-003", Network, Error, 495, "No secure connection could be made.",
            ["Check the server's certificate.", "Name its authority by VerifySSL."]),
        new(ErrorCode.BadCredentials, "AUTH-001", Authorization, Error, 401, "The credentials were not accepted.",
            ["Check ClientId and ClientSecret.", "Check that the client may use client credentials."]),
        new(ErrorCode.InsufficientScope, "AUTH-002", Authorization, Error, 403, "The scope is not granted, or is not enough.",
            ["Check Scope.", "Grant the client the rights that the request needs."]),
        new(ErrorCode.ProviderUnavailable, "AUTH-003", Authorization, Critical, 503, "The token endpoint is not available; the circuit is open.",
            ["See which errors came before this one.", "It is tried again after CircuitBreakerTimeout."]),
        new(ErrorCode.InternalState, "INT-001", Internal, Error, 500, "The gateway made a mistake.",
            ["Look at the gateway's log."]),
    ];

    /// <summary>The codes that a running gateway counts; the others stop the start, or are no errors.</summary>
    public static IReadOnlyList<ErrorDescription> Counted { get; } =
        [.. All.Where(e => e.Category != ErrorCategory.Configuration && e.Code != ErrorCode.RefreshRecommended)];

    /// <summary>The statuses with which a running gateway fails.</summary>
    public static IReadOnlyList<int> Statuses { get; } = [.. Counted.Select(e => e.Status).Distinct().Order()];

    public static ErrorDescription Of(ErrorCode code) => All[(int)code];
}
