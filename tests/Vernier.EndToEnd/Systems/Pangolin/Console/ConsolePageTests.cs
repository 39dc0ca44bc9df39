using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Vernier.EndToEnd.Servers;
using Vernier.Pangolin.Tests;
using Vernier.Pangolin.Tests.Console;

namespace Vernier.EndToEnd.Systems.Pangolin.Console;

/// <summary>The page in a real browser: with the keyboard, without JavaScript, on a phone, and checked for accessibility.</summary>
public sealed class ConsolePageTests
{
    private const string Password = ConsoleClient.Password;
    private const int PhoneWidth = 390;

    private static readonly ViewportSize Desktop = new() { Width = 1280, Height = 800 };
    private static readonly ViewportSize Phone = new() { Width = PhoneWidth, Height = 844 };

    [Fact]
    public async Task Keyboard_FromSetupToSignOut_EverythingCanBeDone()
    {
        await using var host = await ConsoleScenario.StartAsync();
        await using var browser = await Browser.StartAsync();
        var page = await browser.NewPageAsync();
        var keyboard = new Keyboard(page);

        await page.GotoAsync(host.Address.ToString());
        page.Url.ShouldEndWith("/setup");
        await keyboard.TypeAsync("#code", ConsoleScenario.SetupCode(host));
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
        ConsoleScenario.Resources(host).ShouldBe(["wiki.example.com: web"]);

        await keyboard.PressAsync("a[href='/resources/wiki/sign-in']");
        await keyboard.TabToAsync("#method-password");
        await page.Keyboard.PressAsync("Space");
        await keyboard.TypeAsync("#password", "password of the wiki");
        await keyboard.PressAsync("main form > .buttons button");
        (await page.TextContentAsync("main"))!.ShouldContain("Saved.");

        await keyboard.PressAsync("a[href='/resources/wiki/delete']");
        await keyboard.PressAsync("main form button");
        ConsoleScenario.Resources(host).ShouldBeEmpty();
        await page.GotoAsync(new Uri(host.Address, "/sites/berlin-office").ToString());
        await keyboard.PressAsync("a[href='/sites/berlin-office/delete']");
        await keyboard.PressAsync("main form button");
        ConsoleScenario.Sites(host).ShouldBeEmpty();

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
        await using var host = await ConsoleScenario.StartAsync();
        await ConsoleScenario.FillAsync(host, backend);
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
        foreach (var path in ConsoleScenario.Pages)
        {
            await page.GotoAsync(new Uri(host.Address, "/" + path).ToString());
            await CheckAsync(page, path, errors);
        }

        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Setup_DesktopAndPhone_HasNoAccessibilityViolations()
    {
        await using var host = await ConsoleScenario.StartAsync();
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
        await using var host = await ConsoleScenario.StartAsync();
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
}
