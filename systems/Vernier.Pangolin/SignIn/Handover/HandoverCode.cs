namespace Vernier.Pangolin.SignIn.Handover;

/// <summary>A code that the host of a resource exchanges for a session, as stored.</summary>
internal sealed record HandoverCode
{
    public string ResourceId { get; init; } = "";

    public string Origin { get; init; } = "";

    public string Path { get; init; } = "";

    public string Binding { get; init; } = "";

    public string Method { get; init; } = "";

    public string Subject { get; init; } = "";

    public string? UserId { get; init; }

    /// <summary>In Unix milliseconds.</summary>
    public long Expires { get; init; }

    public SignedInUser ToUser() => new(Enum.Parse<AuthMethod>(Method), Subject, UserId);
}
