namespace Vernier;

/// <summary>Which outcomes of an operation a counter counts.</summary>
public enum CountedOutcomes
{
    /// <summary>Each operation, whatever came of it.</summary>
    Attempts,

    /// <summary>Those that did what was asked.</summary>
    Successes,

    /// <summary>Those that did not.</summary>
    Failures,
}
