using Microsoft.Extensions.Options;
using Vernier.Pangolin.Agent;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Tests.Agent;

public class PangolinSiteOptionsTests
{
    [Fact]
    public async Task Constructor_ValidOptions_CreatesASite()
    {
        await using var site = new PangolinSite(Valid());
        site.IsConnected.ShouldBeFalse();
    }

    [Fact]
    public void Constructor_InvalidOptions_ReportsAllErrors()
    {
        var options = new PangolinSiteOptions
        {
            Server = new Uri("http://pangolin.example.com"),
            Id = "S A",
            Region = "a b",
            InitialBackoff = TimeSpan.FromMinutes(2),
            ConnectTimeout = TimeSpan.Zero,
            Targets = { ["a b"] = "http://localhost", ["ftp"] = "ftp://localhost", ["db"] = "tcp://localhost", ["q"] = "http://localhost/?x=1" },
        };
        var exception = Should.Throw<OptionsValidationException>(() => new PangolinSite(options));
        string[] expected =
        [
            "server: invalid value 'http://pangolin.example.com'; must be an https URL",
            "id: invalid value 'S A'",
            "secret: ",
            "region: invalid value 'a b'",
            "max_backoff: ",
            "connect_timeout: ",
            "targets:a b: invalid value 'a b'; the name of a target",
            "targets:ftp: ",
            "targets:db: ",
            "targets:q: ",
        ];
        foreach (var text in expected)
            exception.Failures.ShouldContain(failure => failure.StartsWith(text, StringComparison.Ordinal), exception.Message);
        exception.Failures.Count().ShouldBe(expected.Length, exception.Message);
    }

    [Fact]
    public void Constructor_NoTargets_ReportsTheError()
    {
        var options = Valid();
        options.Targets.Clear();
        Should.Throw<OptionsValidationException>(() => new PangolinSite(options)).Message.ShouldContain("must contain 1 to 1000 targets");
    }

    [Fact]
    public void Constructor_HttpBeyondLoopbackAllowed_IsAccepted()
    {
        var options = Valid();
        options.Server = new Uri("http://pangolin.example.com");
        options.AllowInsecure = true;
        Should.NotThrow(() => new PangolinSite(options));
    }

    [Fact]
    public void Constructor_CaFileMissing_ReportsTheFile()
    {
        var options = Valid();
        options.CaFile = "/does/not/exist.pem";
        Should.Throw<OptionsValidationException>(() => new PangolinSite(options)).Message.ShouldContain("/does/not/exist.pem");
    }

    [Fact]
    public async Task StartAsync_Twice_Throws()
    {
        await using var site = new PangolinSite(Valid());
        await site.StartAsync(TestContext.Current.CancellationToken);
        await Should.ThrowAsync<InvalidOperationException>(() => site.StartAsync(TestContext.Current.CancellationToken));
    }

    private static PangolinSiteOptions Valid() =>
        new() { Server = new Uri("http://127.0.0.1:1"), Id = "s-a", Secret = "secret", Targets = { ["web"] = "http://localhost:8000", ["db"] = "tcp://localhost:5432", ["grpc"] = "h2c://localhost:5000" } };
}
