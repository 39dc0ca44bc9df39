namespace Worker;

/// <summary>How an import ended.</summary>
internal readonly record struct Outcome(bool Ok);
