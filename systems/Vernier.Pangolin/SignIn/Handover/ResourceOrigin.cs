using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.SignIn.Handover;

/// <summary>Where a browser returns to after a sign-in: always to the host of the resource, at a port of the proxy. Thread-safe.</summary>
internal sealed class ResourceOrigin(PangolinSettings settings)
{
    /// <summary>Longer addresses do not fit into a redirect.</summary>
    private const int MaxPathLength = 2_000;

    /// <summary>Returns the origin under which a browser sees a resource; null if the port in the request is not one of the proxy.</summary>
    public string? Find(HttpContext http, Resource resource)
    {
        var defaultPort = http.Request.IsHttps ? 443 : 80;
        var port = http.Request.Host.Port ?? defaultPort;
        var options = settings.Current;
        if (port != defaultPort && port != http.Connection.LocalPort && port != options.Proxy.PublicTlsPort && !options.SignIn.PublicPorts.Contains(port))
            return null;
        return port == defaultPort ? $"{http.Request.Scheme}://{resource.Host}" : $"{http.Request.Scheme}://{resource.Host}:{port}";
    }

    /// <summary>Returns the encoded path and query to which a browser returns: that of the request if it can be repeated, otherwise the start page.</summary>
    public static string PathOf(HttpContext http)
    {
        var path = http.Request.GetEncodedPathAndQuery();
        var isOwn = http.Request.Path.StartsWithSegments(PangolinEndpoints.Reserved.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
        return HttpMethods.IsGet(http.Request.Method) && !isOwn && IsPath(path) ? path : "/";
    }

    /// <summary>Whether a text is a path that cannot lead to another origin when it is added to one.</summary>
    public static bool IsPath(string path) =>
        path.Length <= MaxPathLength && path.StartsWith('/') && path.All(c => c is > ' ' and <= '~' && c != '\\');
}
