namespace Vernier.DicomWebOAuth.Errors;

/// <summary>
/// The exception that is thrown when a token is not available or the DICOMweb server is unreachable. It derives from
/// <see cref="HttpRequestException"/>, so existing error handling around <see cref="HttpClient"/> applies. It never contains credentials.
/// </summary>
public sealed class DicomWebOAuthException : HttpRequestException
{
    internal DicomWebOAuthException(ErrorCode error, string details, Exception? inner = null)
        : base($"{ErrorCatalog.Of(error).Text}: {ErrorCatalog.Of(error).Message} {details}".TrimEnd(), inner)
    {
        Error = error;
        Details = details;
    }

    /// <summary>Gets the code in the error catalog, for example <c>TOK-001</c> or <c>NET-002</c>.</summary>
    public string Code => Description.Text;

    /// <summary>Gets a value indicating whether the same request may succeed shortly afterwards.</summary>
    public bool IsTransient { get; internal init; }

    /// <summary>Gets the time to wait before the next attempt; null if it is not known.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    internal ErrorCode Error { get; }

    /// <summary>Gets or sets a value indicating whether the error was logged and counted; each failure is reported once.</summary>
    internal bool IsReported { get; set; }

    /// <summary>Gets the details of this occurrence.</summary>
    internal string Details { get; }

    internal ErrorDescription Description => ErrorCatalog.Of(Error);
}
