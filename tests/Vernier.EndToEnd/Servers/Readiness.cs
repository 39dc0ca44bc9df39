using System.Net;

namespace Vernier.EndToEnd.Servers;

/// <summary>Ways to ask a server whether it is ready.</summary>
internal static class Readiness
{
    // Never through a proxy of the environment: every server here is on loopback.
    public static HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false });

    public static Func<CancellationToken, Task<bool>> Url(Uri url) => async token =>
    {
        using var response = await Http.GetAsync(url, token);
        return response.StatusCode == HttpStatusCode.OK;
    };
}
