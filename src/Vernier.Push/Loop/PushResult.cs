namespace Vernier.Push.Loop;

/// <summary>The result of a push. Immutable.</summary>
public sealed record PushResult
{
    private PushResult(PushOutcome outcome, string? cause = null)
    {
        Outcome = outcome;
        Cause = cause;
    }

    /// <summary>The outcome.</summary>
    public PushOutcome Outcome { get; }

    /// <summary>The cause of a failure in one line, without secrets; null on success.</summary>
    public string? Cause { get; }

    /// <summary>The HTTP status of the response; null without a response.</summary>
    public int? StatusCode { get; private init; }

    /// <summary>Whether the target accepted the push.</summary>
    public bool IsSuccess => Outcome == PushOutcome.Success;

    /// <summary>Whether the same push may succeed later. Nothing is lost: metrics are cumulative, and the next push contains everything.</summary>
    public bool IsTransient => Outcome is PushOutcome.Failed or PushOutcome.Skipped;

    /// <summary>The delay that the target requests.</summary>
    internal TimeSpan? RetryAfter { get; private init; }

    internal static PushResult Success(int? statusCode = null) => new(PushOutcome.Success) { StatusCode = statusCode };

    internal static PushResult Refused(string cause, int? statusCode = null) => new(PushOutcome.Refused, cause) { StatusCode = statusCode };

    internal static PushResult Failed(string cause, int? statusCode = null, TimeSpan? retryAfter = null) =>
        new(PushOutcome.Failed, cause) { StatusCode = statusCode, RetryAfter = retryAfter };

    internal static PushResult Skipped(string cause) => new(PushOutcome.Skipped, cause);
}
