namespace Vernier.DicomWebOAuth.Errors;

/// <summary>Where an error comes from.</summary>
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
