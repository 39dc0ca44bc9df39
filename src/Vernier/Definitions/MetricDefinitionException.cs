namespace Vernier;

/// <summary>
/// A metric definition is invalid: its name, a label, a bucket, a quantile, a state or another property. Thrown when the definition is registered; the
/// message contains the definition, the invalid value and what is allowed.
/// </summary>
public sealed class MetricDefinitionException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The definition, the invalid value and what is allowed.</param>
    public MetricDefinitionException(string message)
        : base(message)
    {
    }
}
