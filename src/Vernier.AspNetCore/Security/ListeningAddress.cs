using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace Vernier.AspNetCore.Security;

/// <summary>The addresses on which an application listens.</summary>
internal static class ListeningAddress
{
    /// <summary>Returns the addresses that accept connections from other machines.</summary>
    /// <param name="server">The server of the application, after it has started; null for an application without a server.</param>
    public static IReadOnlyList<string> RemoteOf(IServer? server) =>
        [.. (server?.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Where(address => !IsLocal(address))];

    private static bool IsLocal(string address)
    {
        var binding = BindingAddress.Parse(address);
        return binding.IsUnixPipe
            || binding.IsNamedPipe
            || binding.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(binding.Host, out var ip) && IPAddress.IsLoopback(ip);
    }
}
