using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Vernier.EndToEnd.Servers;
using Vernier.Pangolin;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Audit;
using Vernier.Pangolin.Tests;
using Vernier.Pangolin.Tests.Console;
using Vernier.Testing;

namespace Vernier.EndToEnd.Systems.Pangolin.Console;

/// <summary>The page in a real browser: with the keyboard, without JavaScript, on a phone, and checked for accessibility.</summary>
public sealed class ConsolePageTests
{
    private const string Password = ConsoleClient.Password;
    private const int PhoneWidth = 390;

    private static readonly ViewportSize Desktop = new() { Width = 1280, Height = 800 };
    private static readonly ViewportSize Phone = new() { Width = PhoneWidth, Height = 844 };

    private static readonly string[] Pages =
    [
        "sites", "sites/new", "sites/s-a", "sites/s-a/secret", "sites/s-a/delete", "resources", "resources/new", "resources/wiki", "resources/wiki/sign-in",
        "resources/wiki/access-tokens", "resources/wiki/delete", "certificates", "users", "users/new", "sessions", "decisions", "jobs", "api-keys", "account", "sites/missing",
    ];

    [Fact]
    public async Task Keyboard_FromSetupToSignOut_EverythingCanBeDone()
    {
        await using var host = await StartAsync();
        await using var browser = await Browser.StartAsync();
        var page = await browser.NewPageAsync();
        var keyboard = new Keyboard(page);

        await page.GotoAsync(host.Address.ToString());
        page.Url.ShouldEndWith("/setup");
        await keyboard.TypeAsync("#code", (await File.ReadAllTextAsync(host.Services.GetRequiredService<FirstAdministrator>().SetupCodeFile!, TestContext.Current.CancellationToken)).Trim());
        await keyboard.TypeAsync("#name", "boss");
        await keyboard.TypeAsync("#password", Password);
        await keyboard.TypeAsync("#repeated", Password);
        await keyboard.PressAsync("button");
        page.Url.ShouldEndWith("/sites");

        await keyboard.TabToAsync(".skip");
        await page.Keyboard.PressAsync("Enter");
        await keyboard.PressAsync("main a.button[href='/sites/new']");
        await keyboard.TypeAsync("#name", "Berlin office");
        await keyboard.PressAsync("main form button");
        (await page.TextContentAsync("#command"))!.ShouldContain("--id berlin-office --secret-file berlin-office.secret");
        (await page.TextContentAsync("#secret"))!.Length.ShouldBe(43);

        await keyboard.PressAsync("a[href='/resources/new?site=berlin-office']");
        await keyboard.TypeAsync("#name", "Wiki");
        await keyboard.TypeAsync("#host", "not a host");
        await keyboard.PressAsync("main form .buttons button");
        (await page.EvaluateAsync<string>("document.activeElement.getAttribute('role')")).ShouldBe("alert");
        await keyboard.TypeAsync("#host", "wiki.example.com");
        await keyboard.TypeAsync("[name='targets[0].name']", "web");
        await keyboard.PressAsync("main form .buttons button");
        host.Inventory.Current.ByHost["wiki.example.com"].Targets.ShouldHaveSingleItem().Name.ShouldBe("web");

        await keyboard.PressAsync("a[href='/resources/wiki/sign-in']");
        await keyboard.TabToAsync("#method-password");
        await page.Keyboard.PressAsync("Space");
        await keyboard.TypeAsync("#password", "password of the wiki");
        await keyboard.PressAsync("main form > .buttons button");
        (await page.TextContentAsync("main"))!.ShouldContain("Saved.");

        await keyboard.PressAsync("a[href='/resources/wiki/delete']");
        await keyboard.PressAsync("main form button");
        host.Inventory.Current.Resources.ShouldBeEmpty();
        await page.GotoAsync(new Uri(host.Address, "/sites/berlin-office").ToString());
        await keyboard.PressAsync("a[href='/sites/berlin-office/delete']");
        await keyboard.PressAsync("main form button");
        host.Inventory.Current.Sites.ShouldBeEmpty();

        await keyboard.PressAsync("form[action='/logout'] button");
        page.Url.ShouldEndWith("/login");
        await keyboard.TypeAsync("#name", "boss");
        await keyboard.TypeAsync("#password", "wrong password");
        await keyboard.PressAsync("button");
        (await page.TextContentAsync("[role=alert]"))!.ShouldContain("The name or the password is wrong.");
        await keyboard.TypeAsync("#password", Password);
        await keyboard.PressAsync("button");
        page.Url.ShouldEndWith("/sites");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pages_DesktopAndPhone_HaveNoAccessibilityViolations(ColorScheme colors)
    {
        await using var backend = await Backend.StartAsync("ok");
        await using var host = await StartAsync();
        await FillAsync(host, backend);
        await using var browser = await Browser.StartAsync();
        var page = await browser.NewPageAsync(new BrowserNewContextOptions { ColorScheme = colors });
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("404", StringComparison.Ordinal))
                errors.Add($"{page.Url}: {message.Text}");
        };
        await page.GotoAsync(new Uri(host.Address, "/login").ToString());
        await CheckAsync(page, "login", errors);
        await SignInAsync(host, page);
        foreach (var path in Pages)
        {
            await page.GotoAsync(new Uri(host.Address, "/" + path).ToString());
            await CheckAsync(page, path, errors);
        }

        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Setup_DesktopAndPhone_HasNoAccessibilityViolations()
    {
        await using var host = await StartAsync();
        await using var browser = await Browser.StartAsync();
        var page = await browser.NewPageAsync();
        var errors = new List<string>();
        await page.GotoAsync(new Uri(host.Address, "/setup").ToString());
        await CheckAsync(page, "setup", errors);
        await page.FillAsync("#code", "WRONG");
        await page.FillAsync("#password", "short");
        await page.FillAsync("#repeated", "other");
        await page.ClickAsync("button");
        await CheckAsync(page, "setup with errors", errors);

        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Menu_OnAPhoneWithoutJavaScript_LeadsToTheForms()
    {
        await using var host = await StartAsync();
        using (await ConsoleClient.SignInAsync(host))
        {
            await using var browser = await Browser.StartAsync();
            var page = await browser.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false, ViewportSize = Phone });
            await page.GotoAsync(new Uri(host.Address, "/login").ToString());
            await SignInAsync(host, page);

            await page.ClickAsync("details.menu summary");
            await page.ClickAsync("details.menu a[href='/users']");
            await page.ClickAsync("main a[href='/users/new']");
            await page.FillAsync("#name", "anna");
            await page.FillAsync("#password", Password);
            await page.ClickAsync("main form button");

            (await page.TextContentAsync("main"))!.ShouldContain("anna");
        }
    }

    private static async Task CheckAsync(IPage page, string name, List<string> errors)
    {
        foreach (var size in (ViewportSize[])[Desktop, Phone])
        {
            await page.SetViewportSizeAsync(size.Width, size.Height);
            var result = await page.RunAxe();
            errors.AddRange(result.Violations.Select(violation => $"{name} at {size.Width} px: {violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}"));
            var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (width > size.Width)
                errors.Add($"{name} at {size.Width} px: the content is {width} px wide");
        }
    }

    private static async Task SignInAsync(PangolinHost host, IPage page)
    {
        await page.FillAsync("#name", "admin");
        await page.FillAsync("#password", Password);
        await page.ClickAsync("button");
        await page.WaitForURLAsync(new Uri(host.Address, "/sites").ToString());
    }

    /// <summary>Adds what the pages show: an online and an offline site, resources, users, keys, sessions and decisions.</summary>
    private static async Task FillAsync(PangolinHost host, Backend backend)
    {
        using var client = await ConsoleClient.SignInAsync(host);
        await host.AddSiteAsync("s-a", "eu-central");
        await host.AddSiteAsync("a-site-with-a-long-identifier-of-sixty-four-characters-which-fit");
        await host.AddResourceAsync(new Resource
        {
            Id = "wiki",
            Name = "Wiki of the Berlin office with a long name",
            SiteId = "s-a",
            Host = "a-rather-long-host-name-of-the-wiki.berlin.example.com",
            Targets = [new Target("old", 1, true, null), new Target("web", 100, false, "/")],
        });
        await host.AddResourceAsync(new Resource { Id = "ssh", Name = "SSH", SiteId = "s-a", Kind = ResourceKind.Tcp, Port = 9500, Blocked = true });
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        using var user = await client.PostAsync("/api/v1/users", new { name = "anna", email = "anna.with.a.long.name@department.example.org", password = Password });
        using var key = await client.PostAsync("/api/v1/api-keys", new { name = "Continuous integration" });
        using var token = await client.PostAsync("/api/v1/resources/wiki/access-tokens", new { name = "Guest" });
        ((int)token.StatusCode).ShouldBe(StatusCodes.Status201Created);
        await host.Services.GetRequiredService<Sessions>().CreateAsync(
            SessionKind.Resource, null, "wiki", AuthMethod.Email, "berta.with.a.long.name@department.example.org", TestContext.Current.CancellationToken);
        var audit = host.Services.GetRequiredService<AuditLog>();
        audit.Record(new AuditEntry { Time = 1_700_000_000_000, ResourceId = "wiki", SiteId = "s-a", Decision = AccessDecision.ValidEmail, Method = AuthMethod.Email, Subject = "berta@example.org", Address = "192.0.2.1", Path = "/" });
        audit.Record(new AuditEntry { Time = 1_700_000_001_000, Decision = AccessDecision.ResourceNotFound, Failure = AuthFailureReason.ResourceNotFound, Address = "2001:db8:85a3::8a2e:370:7334", Path = "/a/long/path/that/does/not/exist/anywhere" });
        await Waiting.UntilAsync(async () => (await client.JsonAsync("/api/v1/decisions")).GetArrayLength() == 2, "the decisions are stored");
    }

    private static Task<PangolinHost> StartAsync() => PangolinHost.StartAsync(pangolin: ConsoleClient.FastPasswords);
}
