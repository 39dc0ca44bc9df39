using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Host.Serving;

public class StartTests
{
    [Fact]
    public async Task Start_Banner_ListsTheUrlsOfTheSystemAndTheyRespond()
    {
        await using var host = await OrchestrixHost.StartAsync(new("--only", "orchestrix"));

        string[] urls = await Eventually.GetAsync(
            "the banner is complete",
            _ => Task.FromResult(host.Process.Output.SelectMany(line => line.Split(' ')).Where(word => word.StartsWith("http")).ToArray()),
            urls => urls.Length == 2);
        host.Process.Output.ShouldContain(line => line.StartsWith("  orchestrix  "));
        urls.ShouldBe([$"{host.Address}orders", $"{host.Address}metrics"]);

        using var metrics = await host.Http.GetAsync(urls[1]);
        metrics.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var order = await host.PlaceAsync("ORD-1");
        order.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        order.Headers.Location.ShouldBe(new Uri("/orders/ORD-1", UriKind.Relative));
        // The page of the first URL in a browser.
        await host.Http.GetAsync(urls[0]).ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Start_PortIsInUse_ReportsPortAndSettingInOneLine()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var result = await HostProcess.RunAsync(new("--set", $"systems:orchestrix:port={port}"));

        result.ExitCode.ShouldBe(1, result.ToString());
        result.Lines.ShouldBe([$"orchestrix: port {port} is in use; set another port in systems:orchestrix:port."]);
    }

    [Fact]
    public async Task Start_DataDirectoryCannotBeUsed_ReportsItInOneLine()
    {
        var file = Path.GetTempFileName();
        try
        {
            var result = await HostProcess.RunAsync(new("--only", "ai-orchestrator", "--set", $"systems:ai-orchestrator:data_directory={file}"));

            result.ExitCode.ShouldBe(1, result.ToString());
            result.Lines.ShouldHaveSingleItem().ShouldStartWith($"ai-orchestrator: Cannot use the data directory {file}: ");
        }
        finally
        {
            File.Delete(file);
        }
    }

    // The address is reserved for documentation (RFC 5737), so no machine has it.
    [Fact]
    public async Task Start_AddressIsNotOfThisMachine_ReportsItInOneLine()
    {
        var result = await HostProcess.RunAsync(new("--only", "orchestrix", "--set", "systems:orchestrix:port=8001", "--set", "address=192.0.2.1"));

        result.ExitCode.ShouldBe(1, result.ToString());
        result.Lines.ShouldHaveSingleItem().ShouldMatch(@"^orchestrix: cannot listen on 192\.0\.2\.1:8001: .*; check address and systems:orchestrix:port\.$");
    }

    [Fact]
    public async Task Start_NoAddressSet_ListensOnLoopbackOnly()
    {
        await using var host = await OrchestrixHost.StartAsync(new HostSetup());

        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();

        listening.Where(endpoint => endpoint.Port == host.Address.Port).ShouldBe([new IPEndPoint(IPAddress.Loopback, host.Address.Port)]);
    }
}
