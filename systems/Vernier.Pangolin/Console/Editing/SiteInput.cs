namespace Vernier.Pangolin.Console.Editing;

/// <summary>A site as the page and the API send it.</summary>
internal sealed record SiteInput
{
    /// <summary>The identifier of a new site: 1 to 64 lowercase letters, digits and hyphens, starting with a letter. Default: derived from the name.</summary>
    public string? Id { get; init; }

    /// <summary>The name, 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The region, up to 50 lowercase letters, digits and hyphens. Default: none; then the site's agent can report one.</summary>
    public string? Region { get; init; }
}
