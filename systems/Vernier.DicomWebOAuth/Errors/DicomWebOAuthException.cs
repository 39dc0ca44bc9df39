namespace Vernier.DicomWebOAuth.Errors;

/// <summary>
/// A token could not be had, or the DICOMweb server could not be reached. An <see cref="HttpRequestException"/>, so that users of an
/// <see cref="HttpClient"/> find what they expect. Nothing in it comes from a credential.
/// </summary>
public sealed class DicomWebOAuthException : HttpRequestException
{
    internal DicomWebOAuthException(ErrorCode error, string details, Exception? inner = null)
        : base($"{ErrorCatalog.Of(error).Text}: {ErrorCatalog.Of(error).Message} {details}", inner)
    {
        Error = error;
        Details = details;
    }

    /// <summary>The code in the error catalog, for example <c>TOK-001</c> or <c>NET-002</c>.</summary>
    public string Code => Description.Text;

    /// <summary>Whether the same request may succeed a little later.</summary>
    public bool IsTransient { get; internal init; }

    /// <summary>When it makes sense to try again, where that is known.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    internal ErrorCode Error { get; }

    /// <summary>Whether the log has it already: one line for one failure.</summary>
    internal bool IsLogged { get; set; }

    /// <summary>What is special about this case.</summary>
    internal string Details { get; }

    internal ErrorDescription Description => ErrorCatalog.Of(Error);
}
