using System.Net;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Certificates;
using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.Proxy;

/// <summary>Finds the resource of a request by its host name.</summary>
internal static class RequestHost
{
    /// <summary>Returns the resource; null if the host name is unknown, an IP address, or not a host name.</summary>
    public static Resource? Find(HttpContext http, InventorySnapshot inventory)
    {
        var host = http.Request.Host;
        if (!host.HasValue)
            return null;
        var name = host.Host;

        // Most clients send the host name as it is stored.
        return inventory.ByHost.GetValueOrDefault(name) ?? (HostNames.Normalize(name) is { } normalized ? inventory.ByHost.GetValueOrDefault(normalized) : null);
    }

    /// <summary>Writes the response to a request for which <see cref="Find"/> returned null.</summary>
    public static Task RejectAsync(HttpContext http)
    {
        var host = http.Request.Host;
        if (!host.HasValue)
            return ProxyPages.WriteAsync(http, StatusCodes.Status400BadRequest, "Host name missing", "The request has no host name, which selects the service. Open the service by its name.");
        if (IPAddress.TryParse(host.Host.Trim('[', ']'), out _))
            return ProxyPages.WriteAsync(http, StatusCodes.Status404NotFound, "No service at this address", "Services have names. Open the service by its host name, not by an IP address.");
        return ProxyPages.WriteAsync(http, StatusCodes.Status404NotFound, "Service not found", "No service has this host name. Check the address for typing errors, or ask the person who gave it to you.");
    }
}
