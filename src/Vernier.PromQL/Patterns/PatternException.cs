namespace Vernier.PromQL.Patterns;

/// <summary>A pattern is no regular expression as Prometheus reads it; the message says why.</summary>
internal sealed class PatternException(string message) : Exception(message);
