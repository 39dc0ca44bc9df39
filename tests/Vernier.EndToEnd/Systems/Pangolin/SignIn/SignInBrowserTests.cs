using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Vernier.EndToEnd.Servers;
using Vernier.Pangolin.Proxy;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Pangolin.Tests;
using Vernier.Services.Storage;

namespace Vernier.EndToEnd.Systems.Pangolin.SignIn;

/// <summary>Signing in to a resource behind the real proxy and a tunnel, in a real browser.</summary>
public sealed class SignInBrowserTests
{
    private const string Password = "open sesame 42";
    private const string ResourceHost = "wiki.localhost";

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
        (await user.TextContentAsync("body")).ShouldBe("Hello nobody (password), no cookies");

        await user.GotoAsync(At(host, "/.pangolin/logout"));
        await user.ClickAsync("button");
        (await user.TextContentAsync("h1")).ShouldBe("Signed out");
        await user.GotoAsync(At(host, "/"));
        (await user.TextContentAsync("h1")).ShouldBe("Sign in to wiki");
    }

    private static Task<Backend> StartBackendAsync() => Backend.StartAsync(http => http.Response.WriteAsync(
        $"Hello {(http.Request.Headers["Remote-User"] is [var name] ? name : "nobody")} ({http.Request.Headers["Remote-Auth-Method"]}), {(http.Request.Headers.Cookie.Count == 0 ? "no" : "with")} cookies"));

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
