namespace Vernier;

/// <summary>
/// A metric cannot be registered because another one is in its way: it has the same name and is not the same, or a series of one would be
/// named like the other. The message names both.
/// </summary>
public sealed class MetricClashException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What clashes with what, and why.</param>
    public MetricClashException(string message)
        : base(message)
    {
    }
}
