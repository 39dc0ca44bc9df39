using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vernier.EndToEnd.Servers;
using Vernier.Pangolin.Tests;
using Vernier.Testing;
using TemporaryFolder = Vernier.EndToEnd.Servers.TemporaryFolder;

namespace Vernier.EndToEnd.Systems.Pangolin;

/// <summary>What the README shows a new user: two commands in two terminals, and the rest in a browser. Only ports and addresses are changed.</summary>
public partial class TwoTerminalsTests
{
    private const string Password = "correct horse battery staple";

    private static readonly string Screenshots = Path.Combine(Repository.Root, "artifacts", "screenshots", "pangolin");

    [Fact]
    public async Task Readme_ServeAndSite_AServiceAppearsAfterSigningIn()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Folder("Vernier.Pangolin"), "README.md"), TestContext.Current.CancellationToken);
        var commands = Command().Matches(readme).Select(match => match.Groups[1].Value).ToList();
        commands.Count.ShouldBe(2);
        var (page, proxy, metrics) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        using var folder = new TemporaryFolder();
        await using var service = await Backend.StartAsync(http =>
        {
            http.Response.ContentType = "text/html";
            return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, "<!DOCTYPE html><title>Wiki</title><h1>The wiki of the Berlin office</h1>");
        });
        string[] ports = ["--set", $"systems:pangolin:port={page}", "--set", $"systems:pangolin:proxy:port={proxy}", "--set", $"systems:pangolin:metrics:port={metrics}"];
        await using var host = await HostProcess.StartAsync(new Uri($"http://127.0.0.1:{metrics}/metrics"), new HostSetup([.. commands[0].Split(' '), .. ports]));
        await using var browser = await Browser.StartAsync();
        var view = await browser.NewPageAsync(new BrowserNewContextOptions { ViewportSize = new() { Width = 1280, Height = 800 } });

        await view.GotoAsync($"http://localhost:{page}");
        var code = await File.ReadAllTextAsync(await FileOfBannerAsync(host, "setup code"), TestContext.Current.CancellationToken);
        await view.FillAsync("#code", code.Trim());
        await view.FillAsync("#password", Password);
        await view.FillAsync("#repeated", Password);
        await ShotAsync(view, "1-setup");
        await view.ClickAsync("button");
        await view.ClickAsync("main a[href='/sites/new']");
        await view.FillAsync("#name", "berlin");
        await view.ClickAsync("main form button");
        var secret = (await view.TextContentAsync("#secret"))!;
        await ShotAsync(view, "2-site");

        folder.Write("berlin.secret", secret);
        var arguments = commands[1].Replace("localhost:3000", $"localhost:{page}").Replace("http://localhost:8000", service.Address).Split(' ');
        await using var site = await ServerProcess.StartAsync(new HostSetup(arguments).CommandIn(folder), _ => Task.FromResult(true));
        await Eventually.TrueAsync("the site is connected", _ => Task.FromResult(site.Output.Any(line => line.Contains("is connected to"))));

        await view.GotoAsync($"http://localhost:{page}/resources/new?site=berlin");
        await view.FillAsync("#name", "wiki");
        await view.FillAsync("#host", "wiki.localhost");
        await view.FillAsync("[name='targets[0].name']", "web");
        await view.ClickAsync("main form .buttons button");
        await view.GotoAsync($"http://localhost:{page}/resources/wiki/sign-in");
        await view.CheckAsync("#method-session");
        await view.ClickAsync("main form > .buttons button");
        await ShotAsync(view, "3-resource");
        await view.GotoAsync($"http://localhost:{page}/sites");
        await ShotAsync(view, "4-sites");

        await view.GotoAsync($"http://wiki.localhost:{proxy}/");
        new Uri(view.Url).Port.ShouldBe(page);
        await ShotAsync(view, "5-sign-in");
        await view.FillAsync("#name", "admin");
        await view.FillAsync("#user-password", Password);
        await view.ClickAsync("button:has-text('Sign in')");
        await view.WaitForURLAsync($"http://wiki.localhost:{proxy}/");
        (await view.TextContentAsync("h1")).ShouldBe("The wiki of the Berlin office");
        await ShotAsync(view, "6-service");

        (await site.StopAsync()).ShouldBe(0);
        (await host.StopAsync()).ShouldBe(0);
    }

    private static async Task<string> FileOfBannerAsync(HostProcess host, string label)
    {
        var line = await Eventually.GetAsync(
            "the banner is complete", _ => Task.FromResult(host.Output.FirstOrDefault(line => line.Contains($"  {label} ", StringComparison.Ordinal))), line => line is not null);
        return line!.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1];
    }

    private static Task ShotAsync(IPage page, string name) => page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screenshots, $"{name}.png"), FullPage = true });

    [GeneratedRegex("^vernier (--only pangolin .*|site .*)$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
