namespace Vernier.Pangolin.SignIn.Audit;

/// <summary>A row of the audit log.</summary>
internal sealed record AuditRow
{
    public string Id { get; init; } = "";

    public long Time { get; init; }

    public long Count { get; init; }

    public string? ResourceId { get; init; }

    public string? SiteId { get; init; }

    public long Decision { get; init; }

    public string Method { get; init; } = "";

    public string? Failure { get; init; }

    public string? Subject { get; init; }

    public string Address { get; init; } = "";

    public string? Path { get; init; }

    public static AuditRow Of(AuditEntry entry) => new()
    {
        Id = Guid.NewGuid().ToString("N"),
        Time = entry.Time,
        Count = entry.Count,
        ResourceId = entry.ResourceId,
        SiteId = entry.SiteId,
        Decision = (long)entry.Decision,
        Method = entry.Method.ToString(),
        Failure = entry.Failure?.ToString(),
        Subject = entry.Subject,
        Address = entry.Address,
        Path = entry.Path,
    };

    public AuditEntry ToEntry() => new()
    {
        Time = Time,
        Count = Count,
        ResourceId = ResourceId,
        SiteId = SiteId,
        Decision = (AccessDecision)Decision,
        Method = Enum.Parse<AuthMethod>(Method),
        Failure = Failure is null ? null : Enum.Parse<AuthFailureReason>(Failure),
        Subject = Subject,
        Address = Address,
        Path = Path,
    };
}
