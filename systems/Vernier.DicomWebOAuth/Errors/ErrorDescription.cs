namespace Vernier.DicomWebOAuth.Errors;

/// <summary>What the catalog says of a code.</summary>
/// <param name="Code">The code.</param>
/// <param name="Text">The code as it is written, such as TOK-001.</param>
/// <param name="Category">Where it comes from.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Status">The HTTP status with which the gateway tells it.</param>
/// <param name="Message">What has happened.</param>
/// <param name="Troubleshooting">What to look at.</param>
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

    /// <summary>Where more is written about it.</summary>
    public string DocumentationUrl => $"{Page}#{Text.ToLowerInvariant()}";
}
