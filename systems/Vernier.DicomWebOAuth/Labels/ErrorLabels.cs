using Vernier.DicomWebOAuth.Errors;

namespace Vernier.DicomWebOAuth.Labels;

/// <summary>The labels of the error counter.</summary>
internal readonly record struct ErrorLabels(
    [property: Label(MaxValues = 500, Description = "The server's name in the configuration.")] string Server,
    [property: Label(Description = "The code in the error catalog.")] ErrorCode ErrorCode,
    [property: Label(Description = "Where the error comes from.")] ErrorCategory Category);
