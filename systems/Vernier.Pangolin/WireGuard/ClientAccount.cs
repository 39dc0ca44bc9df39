namespace Vernier.Pangolin.WireGuard;

/// <summary>A client, which can open direct connections to some resources. Times are Unix milliseconds.</summary>
internal sealed record ClientAccount
{
    /// <summary>The identifier: 1 to 64 lowercase letters, digits and hyphens, starting with a letter. It never changes.</summary>
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>The hash of the secret, which is shown once.</summary>
    public string SecretHash { get; init; } = "";

    public long Created { get; init; }

    /// <summary>The identifiers of the resources that the client can reach, ordered.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];
}
