namespace Vernier.Pangolin.Inventory;

/// <summary>A remote network that connects to this server.</summary>
internal sealed record Site
{
    /// <summary>The identifier, such as <c>s-abc</c>: 1 to 64 lowercase letters, digits and hyphens, starting with a letter. It never changes.</summary>
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>The region; empty if the site has none.</summary>
    public string Region { get; init; } = "";

    /// <summary>The hash of the secret, which is shown once.</summary>
    public string SecretHash { get; init; } = "";

    /// <summary>When the site was created, in Unix milliseconds.</summary>
    public long Created { get; init; }
}
