namespace Vernier.DicomWebOAuth.Errors;

/// <summary>How much an error matters.</summary>
internal enum ErrorSeverity
{
    Info,
    Warning,
    Error,
    Critical,
}
