using Vernier.AspNetCore.Server;
using Vernier.Testing;

namespace Vernier.AspNetCore.Tests.Server;

/// <summary>A metrics server on a free loopback port, and a client.</summary>
internal sealed class ServerClient : IAsyncDisposable
{
    private readonly HttpClient _client = new() { Timeout = TestTimeouts.Default };

    private ServerClient(MetricsServer server) => Server = server;

    public MetricsServer Server { get; }

    public static async Task<ServerClient> StartAsync(Action<MetricsServerOptions>? configure = null, MetricRegistry? registry = null)
    {
        var options = new MetricsServerOptions { Port = 0 };
        configure?.Invoke(options);
        return new ServerClient(await MetricsServer.StartAsync(registry ?? new MetricRegistry(), options, cancellation: TestContext.Current.CancellationToken));
    }

    public Task<HttpResponseMessage> GetAsync(string path = "/metrics", string? authorization = null, HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(Server.Url, path));
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization).ShouldBeTrue();
        return _client.SendAsync(request).WithTimeout();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
    }
}
