using System.Net;

namespace Vernier.EndToEnd.Servers;

/// <summary>Readiness checks of servers.</summary>
internal static class Readiness
{
    // Without the proxy of the environment, because all servers are on loopback.
    public static HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false });

    public static Func<CancellationToken, Task<bool>> Url(Uri url) => async token =>
    {
        using var response = await Http.GetAsync(url, token);
        return response.StatusCode == HttpStatusCode.OK;
    };
}
