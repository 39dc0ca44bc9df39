using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Vernier.EndToEnd.Servers;
using Vernier.Pangolin.Proxy;
using Vernier.Pangolin.SignIn.Audit;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Pangolin.Tests;
using Vernier.Services.Storage;

namespace Vernier.EndToEnd.Systems.Pangolin.SignIn;

/// <summary>Signing in to a resource behind the real proxy and a tunnel, in a real browser, also with a real OpenID Connect provider.</summary>
public sealed class SignInBrowserTests
{
    private const string Password = "open sesame 42";
    private const string ResourceHost = "wiki.localhost";

    [Fact]
    public async Task Provider_SignsIn_TheBackendSeesTheUser()
    {
        const string secret = "the-secret-of-the-client";
        const string userPassword = "the password of ada";
        await using var provider = await GlewlwydServer.StartNewAsync("the secret of another client", hasPages: true);
        var port = FreePort.Next();
        await provider.AddClientAsync("pangolin", secret, $"http://localhost:{port}/sign-in/oidc/glewlwyd/callback", "ada", userPassword, "ada@example.org");
        await using var backend = await StartBackendAsync();
        await using var host = await PangolinHost.StartAsync(
            [
                $"public_url=http://localhost:{port}", "sign_in:providers:0:name=glewlwyd", $"sign_in:providers:0:issuer={provider.Issuer}",
                "sign_in:providers:0:client_id=pangolin", $"sign_in:providers:0:client_secret={secret}", "sign_in:providers:0:scopes:0=openid",
                "sign_in:providers:0:trust_email=true",
            ],
            port: port);
        await PublishAsync(host, backend, new() { Methods = ["oidc"], OidcAllowed = ["ada@example.org"] });

        await using var browser = await Browser.StartAsync();
        var page = await browser.NewPageAsync();
        var start = At(host, "/start?x=1");
        await page.GotoAsync(start);
        await page.FillAsync("#username", "ada");
        await page.FillAsync("#password", userPassword);
        await page.ClickAsync("button[type=submit]");
        await page.GetByText("Continue", new() { Exact = true }).ClickAsync();
        await page.WaitForURLAsync(start);
        (await page.TextContentAsync("body")).ShouldBe("Hello ada@example.org (oidc), no cookies");

        var cookies = (await page.Context.CookiesAsync([start])).Where(cookie => cookie.Domain == ResourceHost).ToList();
        cookies.Select(cookie => cookie.Name).ShouldBe(["pangolin_browser", "pangolin_resource"], ignoreOrder: true);
        cookies.ShouldAllBe(cookie => cookie.HttpOnly && cookie.SameSite == SameSiteAttribute.Lax);
        var log = await host.Services.GetRequiredService<AuditLog>().RecentAsync(10, TestContext.Current.CancellationToken);
        log.ShouldContain(entry => (int)entry.Decision == 107 && entry.Subject == "ada@example.org");
        foreach (var hidden in new[] { secret, userPassword, cookies[0].Value, cookies[1].Value, "code=" })
            host.Logs.ToString().ShouldNotContain(hidden);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280, true)]
    [InlineData(ColorScheme.Dark, 390, false)]
    public async Task Page_WithAllForms_IsAccessibleAndSignsIn(ColorScheme scheme, int width, bool hasScript)
    {
        var port = FreePort.Next();
        await using var backend = await StartBackendAsync();
        await using var host = await PangolinHost.StartAsync(
            [
                $"public_url=http://localhost:{port}", "sign_in:smtp:host=127.0.0.1", "sign_in:smtp:from=a@example.org",
                "sign_in:providers:0:name=example", "sign_in:providers:0:issuer=https://id.example.test", "sign_in:providers:0:client_id=x",
            ],
            port: port);
        await PublishAsync(host, backend, new()
        {
            Methods = ["password", "pincode", "session", "email", "oidc"],
            Password = Password,
            Pincode = "482913",
            EmailAllowed = ["@example.org"],
        });
        await using var browser = await Browser.StartAsync();
        var page = await browser.NewPageAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 }, JavaScriptEnabled = true });
        await page.GotoAsync(At(host, "/"));
        var violations = (await page.RunAxe()).Violations;
        violations.ShouldBeEmpty(string.Join('\n', violations.Select(violation => $"{violation.Id}: {violation.Help}")));
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);

        // The policy of the page allows the redirect to the resource after the form; it also works without scripts.
        var user = hasScript ? page : await browser.NewPageAsync(new() { JavaScriptEnabled = false });
        await user.GotoAsync(At(host, "/"));
        await user.FillAsync("#password", "wrong password");
        await user.PressAsync("#password", "Enter");
        (await user.TextContentAsync("[role=alert]")).ShouldBe("The password is wrong.");
        await user.FillAsync("#password", Password);
        await user.PressAsync("#password", "Enter");
        await user.WaitForURLAsync(At(host, "/"));
        (await user.TextContentAsync("body")).ShouldBe("Hello anonymous (password), no cookies");

        await user.GotoAsync(At(host, "/.pangolin/logout"));
        await user.ClickAsync("button");
        (await user.TextContentAsync("h1")).ShouldBe("Signed out");
        await user.GotoAsync(At(host, "/"));
        (await user.TextContentAsync("h1")).ShouldBe("Sign in to wiki");
    }

    private static Task<Backend> StartBackendAsync() => Backend.StartAsync(http => http.Response.WriteAsync(
        $"Hello {(http.Request.Headers["Remote-User"] is [var name] ? name : "anonymous")} ({http.Request.Headers["Remote-Auth-Method"]}), {(http.Request.Headers.Cookie.Count == 0 ? "no" : "with")} cookies"));

    private static string At(PangolinHost host, string path) => $"http://{ResourceHost}:{host.Services.GetRequiredService<ProxyServer>().Address.Port}{path}";

    private static async Task PublishAsync(PangolinHost host, Backend backend, SignInPolicyInput input)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        await host.AddResourceAsync("wiki", "s-a", ResourceHost, "web");
        var policies = host.Services.GetRequiredService<SignInPolicies>();
        var policy = await host.Services.GetRequiredService<SignInPolicyEditor>().CreateAsync(host.Inventory.Current.Resources["wiki"], SignInPolicy.None, input, cancellation);
        await policies.AppliedAsync(await host.Services.GetRequiredService<Database>().WriteAsync(session => policies.SetAsync(session, "wiki", policy), cancellation), cancellation);
    }
}
