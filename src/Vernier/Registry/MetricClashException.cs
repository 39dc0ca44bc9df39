namespace Vernier;

/// <summary>
/// A metric cannot be registered because it conflicts with another metric: both have the same name but different definitions, or a series of one
/// has the name of the other. The message names both.
/// </summary>
public sealed class MetricClashException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Both metrics, and the reason of the conflict.</param>
    public MetricClashException(string message)
        : base(message)
    {
    }
}
