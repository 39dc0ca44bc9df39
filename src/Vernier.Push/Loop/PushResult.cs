namespace Vernier.Push.Loop;

/// <summary>How one push ended, and why. Immutable.</summary>
public sealed record PushResult
{
    private PushResult(PushOutcome outcome, string? cause = null)
    {
        Outcome = outcome;
        Cause = cause;
    }

    /// <summary>How it ended.</summary>
    public PushOutcome Outcome { get; }

    /// <summary>Why it did not succeed, in one line without secrets; null when it did.</summary>
    public string? Cause { get; }

    /// <summary>The HTTP status that the target answered with; null when there was no answer.</summary>
    public int? StatusCode { get; private init; }

    /// <summary>Whether the target has taken it.</summary>
    public bool IsSuccess => Outcome == PushOutcome.Success;

    /// <summary>Whether the same push may succeed later. Nothing is lost meanwhile: counters go on counting, and the next push has all of it.</summary>
    public bool IsTransient => Outcome is PushOutcome.Failed or PushOutcome.Skipped;

    /// <summary>How long the target asks to be left alone.</summary>
    internal TimeSpan? RetryAfter { get; private init; }

    internal static PushResult Success(int? statusCode = null) => new(PushOutcome.Success) { StatusCode = statusCode };

    internal static PushResult Refused(string cause, int? statusCode = null) => new(PushOutcome.Refused, cause) { StatusCode = statusCode };

    internal static PushResult Failed(string cause, int? statusCode = null, TimeSpan? retryAfter = null) =>
        new(PushOutcome.Failed, cause) { StatusCode = statusCode, RetryAfter = retryAfter };

    internal static PushResult Skipped(string cause) => new(PushOutcome.Skipped, cause);
}
