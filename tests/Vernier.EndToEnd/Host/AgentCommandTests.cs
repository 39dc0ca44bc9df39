using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Host;

/// <summary>The command lines of the commands <c>site</c> and <c>client</c>. Their tunnels are tested with Pangolin.</summary>
public class AgentCommandTests
{
    private static readonly string[] ValidSite = ["site", "--server", "http://127.0.0.1:9", "--id", "berlin", "--target", "web=http://127.0.0.1:9"];

    [Fact]
    public async Task Site_ManyErrors_ReportsAllWithTheirOptions()
    {
        var result = await HostProcess.RunAsync(new(
            "site", "--server", "http://pangolin.example.org", "--id", "Berlin", "--region", "e u", "--target", "web", "--target", "a=ftp://nas", "--target", "b=http://nas", "--target", "b=http://nas"));

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.Select(line => line.Split(':')[0]).ShouldBe(["--secret-file", "--target", "--target", "--server", "--id", "--region", "--target a"], ignoreOrder: true);
        result.Lines.ShouldContain("--secret-file: no secret; set --secret-file FILE or the environment variable VERNIER_SITE_SECRET.");
        result.Lines.ShouldContain("--target: invalid value 'web'; must be NAME=VALUE, for example web=http://localhost:8000.");
    }

    [Fact]
    public async Task Site_SecretFileIsMissing_ReportsItsPath()
    {
        var result = await HostProcess.RunAsync(new([.. ValidSite, "--secret-file", "berlin.secret"]));

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldHaveSingleItem().ShouldMatch("^--secret-file: cannot read the secret: .*berlin.secret");
    }

    [Fact]
    public async Task Site_SecretFileIsEmpty_IsReported()
    {
        var result = await HostProcess.RunAsync(new HostSetup([.. ValidSite, "--secret-file", "berlin.secret"]) { Files = new Dictionary<string, string> { ["berlin.secret"] = "\n" } });

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldBe(["--secret-file: the file berlin.secret is empty."]);
    }

    [Fact]
    public async Task Client_ManyErrors_ReportsAllWithTheirOptions()
    {
        var result = await HostProcess.RunAsync(new(
            "client", "--server", "nowhere", "--id", "1", "--resource", "NAS", "--local-port", "many", "--local-address", "here", "--network", "10.0.0.1"));

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.Select(line => line.Split(':')[0]).ShouldBe(["--secret-file", "--server", "--id", "--resource", "--local-port", "--local-address", "--network"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("site")]
    [InlineData("client")]
    public async Task Agent_WithoutOptions_ShowsTheUsage(string command)
    {
        var result = await HostProcess.RunAsync(new(command));

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldContain("Option '--server' is required.");
    }

    // Like a service manager that starts the site before the server is available.
    [Fact]
    public async Task Site_ServerIsUnavailable_TriesAgainUntilATerminationSignal()
    {
        using var folder = new TemporaryFolder();
        var setup = new HostSetup(ValidSite) { Environment = new Dictionary<string, string> { ["VERNIER_SITE_SECRET"] = "hunter2" } };

        await using var site = await ServerProcess.StartAsync(setup.CommandIn(folder), _ => Task.FromResult(true));
        await Eventually.TrueAsync("the site has tried twice", _ => Task.FromResult(site.Output.Count(line => line.Contains("The next attempt is in")) >= 2));

        (await site.StopAsync()).ShouldBe(0);
        site.Output.ShouldContain(line => line.EndsWith("Site berlin publishes web (http://127.0.0.1:9). Press Ctrl+C to stop."));
        site.Output.ShouldContain(line => line.EndsWith("Site berlin is stopped."));
        site.Output.ShouldNotContain(line => line.Contains("hunter2"));
    }
}
