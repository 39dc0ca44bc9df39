using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Vernier.AspNetCore.Server;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AspNetCore.Tests.Server;

public class MetricsServerTests
{
    [Fact]
    public async Task Start_FreePort_ExposesTheMetricsAtItsUrl()
    {
        var registry = new MetricRegistry();
        registry.Counter("jobs_total", "Jobs.").Inc(5);
        await using var client = await ServerClient.StartAsync(registry: registry);

        client.Server.Url.ToString().ShouldMatch(@"^http://127\.0\.0\.1:[1-9]\d*/metrics$");
        using var response = await client.GetAsync();
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        response.Headers.Contains("Server").ShouldBeFalse();
        PrometheusTextParser.Parse(await response.Content.ReadAsByteArrayAsync()).Value("jobs_total").ShouldBe(5);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/other")]
    [InlineData("/app/prometheus/x")]
    public async Task Get_OtherPath_IsNotFoundWithThePathOfTheMetrics(string path)
    {
        await using var client = await ServerClient.StartAsync(options => options.Path = "/app/prometheus");
        (await client.GetAsync("/app/prometheus")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var response = await client.GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Problem.OfAsync(response)).Detail.ShouldBe("Not found. Metrics are available at /app/prometheus.");
    }

    [Fact]
    public async Task Post_IsNotAllowed()
    {
        await using var client = await ServerClient.StartAsync();
        (await client.GetAsync(method: HttpMethod.Post)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("localhost", "http://127.0.0.1:")]
    [InlineData("127.0.0.1", "http://127.0.0.1:")]
    [InlineData("*", "http://localhost:")]
    [InlineData("0.0.0.0", "http://localhost:")]
    public async Task Start_Address_IsListenedOn(string address, string url)
    {
        await using var client = await ServerClient.StartAsync(options => options.Address = address);
        client.Server.Url.ToString().ShouldStartWith(url);
        (await client.GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    // A page that binds its name to 127.0.0.1 must not read the metrics of a server that only local programs can reach.
    [Theory]
    [InlineData("127.0.0.1", null, "attacker.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", null, "attacker.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1", null, "localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", null, "127.0.0.1", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", "metrics.example", "metrics.example", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", "metrics.example", "localhost", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1", "*", "attacker.example", HttpStatusCode.OK)]
    [InlineData("*", null, "any-container", HttpStatusCode.OK)]
    [InlineData("*", "metrics.example", "any-container", HttpStatusCode.MisdirectedRequest)]
    public async Task Get_Host_IsChecked(string address, string? allowed, string host, HttpStatusCode status)
    {
        await using var client = await ServerClient.StartAsync(options =>
        {
            options.Address = address;
            options.AllowedHosts = allowed is null ? null : [allowed];
        });
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(client.Server.Url) { Host = "127.0.0.1" }.Uri) { Headers = { Host = host } };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(status);
        if (status != HttpStatusCode.OK)
            (await Problem.OfAsync(response)).Detail.ShouldBe($"The host name '{host}' is not allowed. To use it, add it to AllowedHosts in MetricsServerOptions.");
    }

    [Fact]
    public async Task Start_LocalhostWithPort_IsListenedOn()
    {
        var port = FreePort();
        await using var client = await ServerClient.StartAsync(options => (options.Address, options.Port) = ("localhost", port));
        client.Server.Url.ToString().ShouldBe($"http://localhost:{port}/metrics");
        (await client.GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("*")]
    public async Task Start_PortInUse_ThrowsWithPortAndSetting(string address)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var exception = await Should.ThrowAsync<MetricsServerException>(ServerClient.StartAsync(options => (options.Address, options.Port) = (address, port)));
        exception.Message.ShouldBe(
            $"The metrics server cannot listen on {address} port {port}: the port is in use; set another Port in MetricsServerOptions, or 0 for any free port.");
        exception.Port.ShouldBe(port);
        exception.Address.ShouldBe(address);
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("no-such-host.invalid")]
    public async Task Start_ForeignAddress_ThrowsWithTheSetting(string address)
    {
        var exception = await Should.ThrowAsync<MetricsServerException>(ServerClient.StartAsync(options => options.Address = address));
        exception.Message.ShouldStartWith($"The metrics server cannot listen on {address} port 0: ");
        exception.Message.ShouldEndWith("; check Address and Port in MetricsServerOptions.");
        exception.Message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task Start_WithTls_IsHttps()
    {
        using var certificate = TestCertificate.Create();
        await using var server = await ServerClient.StartAsync(options => options.ConfigureListener = listener => listener.UseHttps(certificate));

        server.Server.Url.Scheme.ShouldBe("https");
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, presented, _, _) => presented!.Thumbprint == certificate.Thumbprint };
        using var client = new HttpClient(handler);
        PrometheusTextParser.Parse(await client.GetByteArrayAsync(server.Server.Url).WithTimeout()).HasFamily("vernier_series").ShouldBeTrue();
    }

    [Fact]
    public async Task StartAndStop_Sequence_ListensOnlyWhileStarted()
    {
        using var server = new MetricsServer(new MetricRegistry(), new MetricsServerOptions { Port = 0 });
        Should.Throw<InvalidOperationException>(() => server.Url);
        using var client = new HttpClient();
        for (var i = 0; i < 2; i++)
        {
            await server.StartAsync(TestContext.Current.CancellationToken);
            var url = server.Url;
            (await client.GetAsync(url).WithTimeout()).StatusCode.ShouldBe(HttpStatusCode.OK);
            await Should.ThrowAsync<InvalidOperationException>(server.StartAsync(TestContext.Current.CancellationToken));

            await server.StopAsync(TestContext.Current.CancellationToken).WithTimeout();
            await Should.ThrowAsync<HttpRequestException>(client.GetAsync(url).WithTimeout());
            Should.Throw<InvalidOperationException>(() => server.Url);
        }
        await server.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stop_DuringAScrape_CompletesTheScrape()
    {
        var gate = new TaskCompletionSource<double>();
        var reading = new TaskCompletionSource();
        var registry = new MetricRegistry();
        registry.GaugeCallback(new GaugeDefinition("queue_length", "The queue."), () =>
        {
            reading.TrySetResult();
            return gate.Task.WaitAsync(TestTimeouts.Default).GetAwaiter().GetResult();
        });
        await using var client = await ServerClient.StartAsync(registry: registry);
        var url = client.Server.Url;
        var scrape = client.GetAsync();
        await reading.Task.WithTimeout();

        var stop = client.Server.StopAsync(TestContext.Current.CancellationToken);
        await Waiting.UntilAsync(() => !Accepts(url), "the port is closed");
        gate.SetResult(7);
        using var response = await scrape;
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("queue_length 7\n");
        await stop.WithTimeout();
    }

    [Fact]
    public async Task Start_AfterAFailure_Succeeds()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var server = new MetricsServer(new MetricRegistry(), new MetricsServerOptions { Port = port });
        await Should.ThrowAsync<MetricsServerException>(server.StartAsync(TestContext.Current.CancellationToken));
        taken.Stop();
        await server.StartAsync(TestContext.Current.CancellationToken);
        server.Url.Port.ShouldBe(port);
    }

    private static bool Accepts(Uri url)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(url.Host, url.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
