namespace Vernier.Pangolin.Inventory;

/// <summary>A row of the table of resources.</summary>
internal sealed record ResourceRow
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public string SiteId { get; init; } = "";

    public string Kind { get; init; } = "";

    public string? Host { get; init; }

    public long? Port { get; init; }

    public long Blocked { get; init; }

    public long Created { get; init; }

    public static ResourceRow Of(Resource resource) => new()
    {
        Id = resource.Id,
        Name = resource.Name,
        SiteId = resource.SiteId,
        Kind = resource.Kind == ResourceKind.Http ? "http" : "tcp",
        Host = resource.Host,
        Port = resource.Port,
        Blocked = resource.Blocked ? 1 : 0,
        Created = resource.Created,
    };

    public Resource ToResource(IReadOnlyList<Target> targets) => new()
    {
        Id = Id,
        Name = Name,
        SiteId = SiteId,
        Kind = Kind == "http" ? ResourceKind.Http : ResourceKind.Tcp,
        Host = Host,
        Port = (int?)Port,
        Blocked = Blocked != 0,
        Created = Created,
        Targets = targets,
    };
}

/// <summary>A row of the table of targets.</summary>
internal sealed record TargetRow
{
    public string ResourceId { get; init; } = "";

    public string Name { get; init; } = "";

    public long Weight { get; init; }

    public long Draining { get; init; }

    public string? HealthPath { get; init; }

    public static TargetRow Of(string resource, Target target) => new()
    {
        ResourceId = resource,
        Name = target.Name,
        Weight = target.Weight,
        Draining = target.Draining ? 1 : 0,
        HealthPath = target.HealthPath,
    };

    public Target ToTarget() => new(Name, (int)Weight, Draining != 0, HealthPath);
}
