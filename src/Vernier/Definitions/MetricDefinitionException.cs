namespace Vernier;

/// <summary>
/// A metric is defined wrongly: its name, a label, its buckets, quantiles, states or another property is not allowed.
/// Thrown when the definition is registered; the message names the definition, the bad value and what is allowed.
/// </summary>
public sealed class MetricDefinitionException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what is allowed.</param>
    public MetricDefinitionException(string message)
        : base(message)
    {
    }
}
