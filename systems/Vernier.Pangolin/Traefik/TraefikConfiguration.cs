using System.Text.Json.Nodes;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.Traefik;

/// <summary>
/// Renders the dynamic configuration of Traefik: a router for each resource, and services that point at the proxy. The format is that of the HTTP and file
/// providers of Traefik 2 and 3 (https://doc.traefik.io/traefik/reference/dynamic-configuration/file/). Sections without entries are omitted, because Traefik
/// rejects them.
/// </summary>
internal static class TraefikConfiguration
{
    /// <summary>The name of the service of all HTTP resources.</summary>
    private const string Service = "pangolin";

    /// <param name="inventory">The resources.</param>
    /// <param name="options">The options.</param>
    /// <param name="service">The URL of the proxy.</param>
    public static JsonObject Render(InventorySnapshot inventory, TraefikOptions options, Uri service)
    {
        var configuration = new JsonObject();
        var resources = inventory.Resources.Values.OrderBy(resource => resource.Id, StringComparer.Ordinal).ToLookup(resource => resource.Kind);
        if (resources[ResourceKind.Http].Any())
            configuration["http"] = RenderHttp(resources[ResourceKind.Http], options, service);
        if (options.IncludeTcp && resources[ResourceKind.Tcp].Any())
            configuration["tcp"] = RenderTcp(resources[ResourceKind.Tcp], service);
        return configuration;
    }

    private static JsonObject RenderHttp(IEnumerable<Resource> resources, TraefikOptions options, Uri service)
    {
        var middlewares = new JsonObject();
        foreach (var (name, plugin) in options.Plugins.Where(plugin => plugin.Value.Settings.Count > 0).OrderBy(plugin => plugin.Key, StringComparer.Ordinal))
            middlewares[name] = new JsonObject { ["plugin"] = new JsonObject { [name] = Map(plugin.Settings.OrderBy(setting => setting.Key, StringComparer.Ordinal), value => value) } };
        var http = new JsonObject
        {
            ["routers"] = Map(resources.Select(resource => KeyValuePair.Create(resource.Id, resource)), resource => RenderRouter(resource, options, [.. middlewares.Select(pair => pair.Key)])),
            ["services"] = new JsonObject
            {
                [Service] = new JsonObject
                {
                    ["loadBalancer"] = new JsonObject
                    {
                        ["servers"] = new JsonArray(new JsonObject { ["url"] = service.GetLeftPart(UriPartial.Authority) }),
                        ["passHostHeader"] = true,
                    },
                },
            },
        };
        if (middlewares.Count > 0)
            http["middlewares"] = middlewares;
        return http;
    }

    private static JsonObject RenderRouter(Resource resource, TraefikOptions options, IReadOnlyList<string> middlewares)
    {
        var router = new JsonObject { ["rule"] = $"Host(`{resource.Host}`)", ["service"] = Service };
        if (options.EntryPoints.Count > 0)
            router["entryPoints"] = List(options.EntryPoints);
        if (middlewares.Count > 0)
            router["middlewares"] = List(middlewares);
        if (options.Tls)
            router["tls"] = options.CertResolver is { } resolver ? new JsonObject { ["certResolver"] = resolver } : [];
        return router;
    }

    /// <summary>A TCP connection has no host name, so that each resource has its own entry point.</summary>
    private static JsonObject RenderTcp(IEnumerable<Resource> resources, Uri service)
    {
        var byId = resources.Select(resource => KeyValuePair.Create(resource.Id, resource)).ToList();
        return new JsonObject
        {
            ["routers"] = Map(byId, resource => new JsonObject
            {
                ["rule"] = "HostSNI(`*`)",
                ["service"] = resource.Id,
                ["entryPoints"] = List([$"tcp-{resource.Port}"]),
            }),
            ["services"] = Map(byId, resource => new JsonObject
            {
                ["loadBalancer"] = new JsonObject { ["servers"] = new JsonArray(new JsonObject { ["address"] = $"{service.Host}:{resource.Port}" }) },
            }),
        };
    }

    private static JsonArray List(IEnumerable<string> items) => new([.. items.Select(item => JsonValue.Create(item))]);

    private static JsonObject Map<T>(IEnumerable<KeyValuePair<string, T>> items, Func<T, JsonNode> render) =>
        new(items.Select(item => KeyValuePair.Create<string, JsonNode?>(item.Key, render(item.Value))));
}
