using Microsoft.Extensions.Options;
using Vernier.Pangolin.Client;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Tests.WireGuard;

public class OptionsTests
{
    [Fact]
    public async Task Server_InvalidOptions_ReportsAllErrors()
    {
        var exception = await Should.ThrowAsync<OptionsValidationException>(() => PangolinHost.StartAsync(
        [
            "wireguard:enabled=true", "wireguard:port=5000", "wireguard:hole_punch_port=5000", "wireguard:network=10.0.0.0/30", "wireguard:interface=Too-Long-For-Linux",
            "wireguard:host=a b", "wireguard:keepalive=0", "wireguard:poll_interval=0.01",
        ]));
        foreach (var key in (string[])["hole_punch_port", "network", "interface", "host", "keepalive", "poll_interval"])
            exception.Message.ShouldContain($"wireguard:{key}");
    }

    [Fact]
    public void Client_InvalidOptions_ReportsAllErrorsWithoutTheSecret()
    {
        var options = new PangolinClientOptions
        {
            Server = new Uri("http://pangolin.example.com"),
            Id = "Laptop",
            Secret = "do-not-show-this",
            Resource = "",
            LocalAddress = "localhost",
            LocalPort = 70_000,
            Network = "10.0.0.1",
            ConnectTimeout = TimeSpan.Zero,
        };
        var exception = Should.Throw<OptionsValidationException>(() => new PangolinClient(options));
        foreach (var key in (string[])["server", "id", "resource", "local_address", "local_port", "network", "connect_timeout"])
            exception.Message.ShouldContain($"{key}:");
        exception.Message.ShouldNotContain("do-not-show-this");
    }
}
