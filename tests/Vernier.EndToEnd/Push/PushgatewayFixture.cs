using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Push;

/// <summary>One Pushgateway for all tests of a class; each test uses a separate job.</summary>
public sealed class PushgatewayFixture : IAsyncLifetime
{
    private PushgatewayServer? _server;

    internal PushgatewayServer Server => _server ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _server = await PushgatewayServer.StartNewAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
