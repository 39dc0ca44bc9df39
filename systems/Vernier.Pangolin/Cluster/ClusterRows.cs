namespace Vernier.Pangolin.Cluster;

/// <summary>A registered server.</summary>
internal sealed record ServerRow
{
    /// <summary>Identifies the data directory of the server.</summary>
    public string Instance { get; init; } = "";

    /// <summary>Identifies one run of the server, from its start to its end.</summary>
    public string RunId { get; init; } = "";

    /// <summary>The host name or IP address at which other servers reach it.</summary>
    public string Host { get; init; } = "";

    public long Port { get; init; }

    /// <summary>The SHA-256 of its certificate, in hexadecimal digits.</summary>
    public string Certificate { get; init; } = "";
}

/// <summary>A site that is connected to a server.</summary>
internal sealed record SiteLinkRow
{
    public string SiteId { get; init; } = "";

    /// <summary>The run of the server to which the site is connected.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Counts the connections of the site to any server: the highest one is the newest.</summary>
    public long Number { get; init; }

    /// <summary>The state of the site, as JSON.</summary>
    public string State { get; init; } = "";
}
