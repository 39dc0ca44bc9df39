namespace Vernier.Pangolin.Identity;

/// <summary>A row of the table of sessions.</summary>
internal sealed record SessionRow
{
    public string Id { get; init; } = "";

    public string Kind { get; init; } = "";

    public string? UserId { get; init; }

    public string? ResourceId { get; init; }

    public string? SiteId { get; init; }

    public string Method { get; init; } = "";

    public string Subject { get; init; } = "";

    public long Created { get; init; }

    public long LastUsed { get; init; }

    public long Expires { get; init; }

    public Session ToSession() => new(
        Id,
        Enum.Parse<SessionKind>(Kind),
        UserId,
        ResourceId,
        SiteId,
        Enum.Parse<AuthMethod>(Method),
        Subject,
        DateTimeOffset.FromUnixTimeMilliseconds(Created),
        DateTimeOffset.FromUnixTimeMilliseconds(LastUsed),
        DateTimeOffset.FromUnixTimeMilliseconds(Expires));
}
