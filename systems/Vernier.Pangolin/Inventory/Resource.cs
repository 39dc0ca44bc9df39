namespace Vernier.Pangolin.Inventory;

/// <summary>What a resource forwards.</summary>
internal enum ResourceKind
{
    /// <summary>HTTP requests to a host name.</summary>
    Http,

    /// <summary>TCP connections to a port of the server.</summary>
    Tcp,
}

/// <summary>A service of a site that is published.</summary>
internal sealed record Resource
{
    /// <summary>The identifier: 1 to 64 lowercase letters, digits and hyphens, starting with a letter. It never changes.</summary>
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public string SiteId { get; init; } = "";

    public ResourceKind Kind { get; init; }

    /// <summary>The host name of an HTTP resource, in lower case and Punycode; null for TCP.</summary>
    public string? Host { get; init; }

    /// <summary>The port of a TCP resource; null for HTTP.</summary>
    public int? Port { get; init; }

    /// <summary>Whether the resource is blocked: all requests are denied.</summary>
    public bool Blocked { get; init; }

    /// <summary>When the resource was created, in Unix milliseconds.</summary>
    public long Created { get; init; }

    /// <summary>The backends, ordered by name.</summary>
    public IReadOnlyList<Target> Targets { get; init; } = [];
}

/// <summary>A backend of a resource: a target that its site offers under a name.</summary>
/// <param name="Name">The name of the target at the site; the label <c>backend</c>.</param>
/// <param name="Weight">The share of requests relative to the other targets, 1 to 1,000.</param>
/// <param name="Draining">Whether the target gets no new requests.</param>
/// <param name="HealthPath">The path of the health check; null for none. For TCP any value checks that a connection is accepted.</param>
internal sealed record Target(string Name, int Weight, bool Draining, string? HealthPath);
