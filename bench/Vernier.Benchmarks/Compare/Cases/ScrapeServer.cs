using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>Kestrel on loopback with the metrics endpoint, and a client that requests gzip and does not decompress the response.</summary>
internal sealed class ScrapeServer : IDisposable
{
    private readonly WebApplication _server;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri _address;
    private readonly byte[] _buffer = new byte[64 * 1024];

    public ScrapeServer(MetricRegistry registry)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.MapMetrics(registry: registry);
        _server.StartAsync().GetAwaiter().GetResult();
        _address = new Uri(new Uri(_server.Urls.Single()), "/metrics");
    }

    /// <summary>Scrapes once and reads the whole response.</summary>
    public void Scrape()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _address);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var response = _client.Send(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        if (!response.Content.Headers.ContentEncoding.Contains("gzip"))
            throw new InvalidOperationException("The response is not compressed.");
        using var body = response.Content.ReadAsStream();
        while (body.Read(_buffer) > 0)
        {
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
