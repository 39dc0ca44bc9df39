namespace Vernier.DicomWebOAuth.Servers;

/// <summary>How the pause grows from retry to retry.</summary>
public enum RetryStrategy
{
    /// <summary>Each pause is multiplied to give the next.</summary>
    Exponential,

    /// <summary>Always the same pause.</summary>
    Fixed,

    /// <summary>Each pause is longer by the same time.</summary>
    Linear,
}
