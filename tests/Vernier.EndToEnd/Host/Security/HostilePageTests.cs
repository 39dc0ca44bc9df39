using Microsoft.Playwright;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Host.Security;

/// <summary>A page of another site, in the browser of a user on the machine of the host, tries to use the systems.</summary>
public sealed class HostilePageTests
{
    private const string Rebound = "rebound.example";
    private const string Attacker = "attacker.example";

    /// <summary>The resolver that an attacker controls: the names of the attacker lead to this machine.</summary>
    private const string Resolver = "--host-resolver-rules=MAP *.example 127.0.0.1";

    [Theory]
    [InlineData(Attacker, "127.0.0.1")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("localhost", "localhost")]
    public async Task PageOfAnotherOrigin_TriesEverything_ChangesAndReadsNothing(string origin, string target)
    {
        await using var host = await AttackedHost.StartAsync();
        await using var server = await AttackPage.StartAsync();
        await using var browser = await Browser.StartAsync(Resolver);
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"http://{origin}:{server.Port}/");
        var before = await host.StateAsync();

        var read = await AttackPage.AttackAsync(page, host.Requests(target));
        var opened = await AttackPage.OpenAsync(page, host.Streams(target));

        read.ShouldBeEmpty();
        opened.ShouldBeEmpty();
        (await host.StateAsync()).ShouldBe(before);
        await ShouldChangeEverythingAsync(host, before);
    }

    [Fact]
    public async Task PageWithoutOrigin_TriesEverything_ChangesAndReadsNothing()
    {
        await using var host = await AttackedHost.StartAsync();
        await using var browser = await Browser.StartAsync(Resolver);
        var page = await browser.NewPageAsync();
        // The origin of a data URL is null.
        await page.GotoAsync("data:text/html," + Uri.EscapeDataString(AttackPage.Html));
        var before = await host.StateAsync();

        (await AttackPage.AttackAsync(page, host.Requests("127.0.0.1"))).ShouldBeEmpty();

        (await host.StateAsync()).ShouldBe(before);
        await ShouldChangeEverythingAsync(host, before);
    }

    [Fact]
    public async Task PageWithReboundName_TriesEverything_ChangesNothingAndReadsErrorsOnly()
    {
        await using var host = await AttackedHost.StartAsync();
        await using var browser = await Browser.StartAsync(Resolver);
        var before = await host.StateAsync();
        foreach (var port in host.Ports.Values)
        {
            var page = await OpenReboundAsync(browser, port);
            AttackRequest[] own = [.. host.Requests(Rebound).Where(request => new Uri(request.Url).Port == port)];

            var read = await AttackPage.AttackAsync(page, own);

            read.ShouldNotBeEmpty();
            // 405 is of the routing, for methods that a route does not have.
            read.ShouldAllBe(response => response.Status == 421 || response.Status == 405);
        }
        (await host.StateAsync()).ShouldBe(before);
        await ShouldChangeEverythingAsync(host, before);
    }

    // Without the rules the same pages succeed, so the attacks of these tests are real.
    [Fact]
    public async Task Pages_RulesAreOff_ActAndRead()
    {
        await using var server = await AttackPage.StartAsync();
        await using var host = await AttackedHost.StartAsync(
            "orchestrix:allowed_hosts:0=*", "ccproxy:allowed_hosts:0=*", "ai-orchestrator:identity:allowed_hosts:0=*", "pangolin:console:allowed_hosts:0=*",
            $"dicomweb-oauth:AllowedOrigins:0=http://{Attacker}:{server.Port}");
        await using var browser = await Browser.StartAsync(Resolver);
        var before = await host.StateAsync();
        foreach (var system in (string[])["orchestrix", "ccproxy", "ai-orchestrator", "pangolin"])
        {
            var page = await OpenReboundAsync(browser, host.Ports[system]);
            await AttackPage.AttackAsync(page, [.. host.Requests(Rebound).Where(request => new Uri(request.Url).Port == host.Ports[system])]);
        }
        var foreign = await browser.NewPageAsync();
        await foreign.GotoAsync($"http://{Attacker}:{server.Port}/");
        await AttackPage.AttackAsync(foreign, [.. host.Requests("127.0.0.1").Where(request => new Uri(request.Url).Port == host.Ports["dicomweb-oauth"])]);

        var after = await host.StateAsync();
        foreach (var (system, state) in before)
            after[system].ShouldNotBe(state, system);
    }

    /// <summary>Opens a page of the attacker's name, which leads to a system: any response, also an error, makes a page of this origin.</summary>
    private static async Task<IPage> OpenReboundAsync(Browser browser, int port)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"http://{Rebound}:{port}/page-of-the-attacker");
        return page;
    }

    private static async Task ShouldChangeEverythingAsync(AttackedHost host, IReadOnlyDictionary<string, string> before)
    {
        await AttackedHost.SendAsync(host.Requests("127.0.0.1"));
        var after = await host.StateAsync();
        foreach (var (system, state) in before)
            after[system].ShouldNotBe(state, system);
    }
}
