using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Server;
using Vernier.Testing;

namespace Vernier.AspNetCore.Tests.Server;

public class MetricsServerOptionsTests
{
    private const string PlainPath = "must start with a slash, followed only by letters, digits and / . _ ~ -";

    [Fact]
    public void Defaults_AreLoopbackOnly()
    {
        var options = new MetricsServerOptions();
        options.Port.ShouldBe(9464);
        options.Address.ShouldBe("127.0.0.1");
        options.Path.ShouldBe("/metrics");
    }

    [Fact]
    public void New_SeveralErrors_ReportsAll() => Failures(new() { Port = 65536, Address = "", Path = "metrics" }).ShouldBe(
    [
        "Address: must be an IP address, a host name of this machine, or * for all addresses.",
        "Path: " + PlainPath,
        "Port: is 65536; it must be between 0 and 65535.",
    ]);

    [Theory]
    [InlineData("/{x}")]
    [InlineData("/a?b")]
    [InlineData("/a#b")]
    [InlineData("/a*")]
    [InlineData("//\n")]
    public void New_InvalidPath_Throws(string path) => Failures(new() { Path = path }).ShouldBe(["Path: " + PlainPath]);

    [Fact]
    public void New_BothKindsOfCredentials_Throws() => Failures(new() { BearerToken = "hush", BasicAuthUser = "u", BasicAuthPassword = "hush" })
        .ShouldBe(["BearerToken, BasicAuthUser: must not be set together."]);

    [Theory]
    [InlineData("u", null)]
    [InlineData(null, "hush")]
    public void New_IncompleteCredentials_Throws(string? user, string? password) => Failures(new() { BasicAuthUser = user, BasicAuthPassword = password })
        .ShouldBe(["BasicAuthUser, BasicAuthPassword: must be set together."]);

    // The value of an environment variable that is not set.
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void New_EmptyCredentials_Throws(string empty)
    {
        const string rule = "must not be empty; set null for no authentication.";
        Failures(new() { BearerToken = empty }).ShouldContain($"BearerToken: {rule}");
        Failures(new() { BasicAuthUser = empty, BasicAuthPassword = "hush" }).ShouldBe([$"BasicAuthUser: {rule}"]);
        Failures(new() { BasicAuthUser = "u", BasicAuthPassword = empty }).ShouldBe([$"BasicAuthPassword: {rule}"]);
        Failures(new() { BasicAuthUser = empty, BasicAuthPassword = empty }).ShouldBe([$"BasicAuthPassword: {rule}", $"BasicAuthUser: {rule}"]);
    }

    [Fact]
    public void New_InvalidHosts_Throws() => Failures(new() { AllowedHosts = ["metrics:9464"] })
        .ShouldBe(["AllowedHosts.0: must be a host name without a port, such as api.example.com, *.example.com or *"]);

    [Theory]
    [InlineData("hush hush")]
    [InlineData("hush\r\n")]
    [InlineData("h\u00fcsh")]
    public void New_InvalidToken_Throws(string token) => Failures(new() { BearerToken = token })
        .ShouldBe(["BearerToken: must contain only letters, digits and . _ ~ + / -, optionally followed by ="]);

    [Fact]
    public void New_ColonInTheUser_Throws() =>
        Failures(new() { BasicAuthUser = "a:b", BasicAuthPassword = "hush" }).ShouldBe(["BasicAuthUser: must not contain colons or control characters."]);

    [Fact]
    public async Task Secrets_InErrorsAndLogs_AreOmitted()
    {
        using var log = new LogLines();
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(log).SetMinimumLevel(LogLevel.Trace));
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var options = new MetricsServerOptions { Port = ((IPEndPoint)taken.LocalEndpoint).Port, BearerToken = "hush" };
        var exception = await Should.ThrowAsync<MetricsServerException>(MetricsServer.StartAsync(new MetricRegistry(), options, loggers));
        exception.ToString().ShouldNotContain("hush");
        options.ToString()!.ShouldNotContain("hush");

        options.Port = 0;
        await using var server = await MetricsServer.StartAsync(new MetricRegistry(), options, loggers);
        using var client = new HttpClient();
        (await client.GetStringAsync(new UriBuilder(server.Url) { Query = "" }.Uri).ContinueWith(t => t.Exception!.ToString())).ShouldContain("401");
        log.ToString().ShouldNotContain("hush");
        log.Of("").ShouldHaveSingleItem().ShouldBe($"Information Vernier.AspNetCore.Server.MetricsServer: Metrics are available at {server.Url}");
    }

    private static IEnumerable<string> Failures(MetricsServerOptions options)
    {
        var exception = Should.Throw<OptionsValidationException>(() => new MetricsServer(new MetricRegistry(), options));
        exception.ToString().ShouldNotContain("hush");
        return exception.Failures.Order();
    }
}
