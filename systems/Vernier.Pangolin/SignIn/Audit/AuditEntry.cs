namespace Vernier.Pangolin.SignIn.Audit;

/// <summary>A decision about requests to a resource. Equal decisions about the same client that follow each other closely are one entry.</summary>
internal sealed record AuditEntry
{
    /// <summary>When the first request was decided, in Unix milliseconds.</summary>
    public long Time { get; init; }

    /// <summary>The number of requests.</summary>
    public long Count { get; init; } = 1;

    /// <summary>The resource; null if it does not exist.</summary>
    public string? ResourceId { get; init; }

    /// <summary>The site; null if the resource does not exist.</summary>
    public string? SiteId { get; init; }

    public AccessDecision Decision { get; init; }

    public AuthMethod Method { get; init; }

    /// <summary>Why access was denied; null if it was allowed.</summary>
    public AuthFailureReason? Failure { get; init; }

    /// <summary>Who signed in; null without a sign-in.</summary>
    public string? Subject { get; init; }

    /// <summary>The IP address of the client.</summary>
    public string Address { get; init; } = "";

    /// <summary>The path of the first request, without query; null for TCP.</summary>
    public string? Path { get; init; }
}
