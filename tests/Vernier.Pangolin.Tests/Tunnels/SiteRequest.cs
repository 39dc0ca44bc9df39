using Vernier.Pangolin.Channels;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Tunnels;

/// <summary>Sends requests over the tunnel of a site, as the proxy does.</summary>
internal static class SiteRequest
{
    /// <summary>Creates a request to a target.</summary>
    public static HttpRequestMessage To(string target, string path = "/", HttpMethod? method = null, HttpContent? content = null) =>
        new(method ?? HttpMethod.Get, "http://app.example.com" + path) { Headers = { { SiteProtocol.TargetHeader, target } }, Content = content };

    /// <summary>Sends a request. The response is returned when its headers have arrived.</summary>
    public static Task<HttpResponseMessage> SendAsync(this PangolinHost host, string siteId, HttpRequestMessage request) =>
        host.Hub.Find(siteId)!.Client.SendAsync(request, TestContext.Current.CancellationToken).WithTimeout();

    /// <summary>Sends a GET request, and returns the body.</summary>
    public static async Task<string> GetAsync(this PangolinHost host, string siteId, string target, string path = "/")
    {
        using var response = await host.SendAsync(siteId, To(target, path));
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).WithTimeout();
    }
}
