using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.Console.Editing;

/// <summary>A resource as the page and the API send it.</summary>
internal sealed record ResourceInput
{
    /// <summary>The identifier of a new resource: 1 to 64 lowercase letters, digits and hyphens, starting with a letter. Default: derived from the name.</summary>
    public string? Id { get; init; }

    /// <summary>The name, 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The site. It does not change after the creation.</summary>
    public string? SiteId { get; init; }

    /// <summary>What the resource forwards. It does not change after the creation. Default: HTTP.</summary>
    public ResourceKind? Kind { get; init; }

    /// <summary>The host name of an HTTP resource.</summary>
    public string? Host { get; init; }

    /// <summary>The port of a TCP resource.</summary>
    public int? Port { get; init; }

    /// <summary>Whether all requests are denied.</summary>
    public bool Blocked { get; init; }

    /// <summary>The backends, at most 50.</summary>
    public IReadOnlyList<TargetInput> Targets { get; init; } = [];
}

/// <summary>A backend as the page and the API send it.</summary>
internal sealed record TargetInput
{
    /// <summary>The name of the target at the site: 1 to 64 letters, digits and any of . _ -, starting with a letter or a digit.</summary>
    public required string Name { get; init; }

    /// <summary>The share of requests relative to the other targets, 1 to 1,000.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Whether the target gets no new requests.</summary>
    public bool Draining { get; init; }

    /// <summary>The path of the health check; for TCP any text checks that a connection is accepted. Default: no check.</summary>
    public string? HealthPath { get; init; }
}
