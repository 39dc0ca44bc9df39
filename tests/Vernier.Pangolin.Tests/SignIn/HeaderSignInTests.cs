using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Vernier.Pangolin.SignIn.Policies;

namespace Vernier.Pangolin.Tests.SignIn;

public sealed class HeaderSignInTests
{
    private const string Password = "open:sesame 42";

    private static readonly SignInPolicyInput ByHeader = new() { Methods = ["header_auth"], HeaderUser = "robot", HeaderPassword = Password, HeaderName = "X-Api-Credentials" };

    [Fact]
    public async Task Credentials_Valid_AreAllowedAndRemoved()
    {
        await using var app = await SignInApp.StartAsync(ByHeader);
        using var client = new TestBrowser();
        var forwarded = ForwardedRequest.Of(await client.SendAsync(Request(app, "robot", Password)));
        forwarded.Headers.ShouldNotContainKey("Authorization");
        forwarded.Headers["Remote-User"].ShouldBe("robot");
        forwarded.Headers["Remote-Auth-Method"].ShouldBe("header_auth");
        var request = new HttpRequestMessage(HttpMethod.Get, app.At("/")) { Headers = { { "X-Api-Credentials", $"robot:{Password}" } } };
        ForwardedRequest.Of(await client.SendAsync(request)).Headers.ShouldNotContainKey("X-Api-Credentials");
        app.Decisions(AuthMethod.HeaderAuth, "valid_header_auth").ShouldBe(2);
        (await app.DecisionsAsync()).ShouldAllBe(entry => (int)entry.Decision == 103);
    }

    [Fact]
    public async Task Credentials_Missing_AreRequested()
    {
        await using var app = await SignInApp.StartAsync(ByHeader);
        using var client = new TestBrowser();
        foreach (var isNavigation in new[] { true, false })
        {
            var page = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, app.At("/")), isNavigation);
            page.Status.ShouldBe(HttpStatusCode.Unauthorized);
            page.Headers["WWW-Authenticate"].ShouldBe("Basic realm=\"app.example.test\", charset=\"UTF-8\"");
        }
    }

    [Fact]
    public async Task Credentials_Wrong_AreRejected299AndThrottled()
    {
        await using var app = await SignInApp.StartAsync(ByHeader);
        using var client = new TestBrowser();
        foreach (var (user, password) in new[] { ("robot", "wrong"), ("other", Password), ("robot", new string('x', 300)) })
        {
            var page = await client.SendAsync(Request(app, user, password));
            page.Status.ShouldBe(HttpStatusCode.Unauthorized);
            page.Text.ShouldContain("The user name or the password is wrong.");
        }
        var blocked = await client.SendAsync(Request(app, "robot", Password));
        blocked.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        blocked.Headers["Retry-After"].ShouldBe("900");
        app.Failures(AuthMethod.HeaderAuth, "invalid_credentials").ShouldBe(3);
        app.Failures(AuthMethod.HeaderAuth, "throttled").ShouldBe(1);
        (await app.DecisionsAsync()).ShouldAllBe(entry => (int)entry.Decision == 299);
    }

    [Fact]
    public async Task Password_Changed_InvalidatesRememberedCredentials()
    {
        await using var app = await SignInApp.StartAsync(ByHeader);
        using var client = new TestBrowser();
        ForwardedRequest.Of(await client.SendAsync(Request(app, "robot", Password)));
        await app.SetAsync("app", ByHeader with { HeaderPassword = "a new password" });
        (await client.SendAsync(Request(app, "robot", Password))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        ForwardedRequest.Of(await client.SendAsync(Request(app, "robot", "a new password")));
    }

    [Fact]
    public async Task Credentials_OfTheBackend_AreForwardedWithOtherMethods()
    {
        await using var app = await SignInApp.StartAsync(new SignInPolicyInput());
        using var client = new TestBrowser();
        ForwardedRequest.Of(await client.SendAsync(Request(app, "robot", Password))).Headers.ShouldContainKey("Authorization");
    }

    [Theory]
    [InlineData("Remote-User")]
    [InlineData("remote_user")]
    [InlineData("Remote-Email")]
    [InlineData("Remote-Groups")]
    [InlineData("REMOTE-AUTH-METHOD")]
    [InlineData("X-Pangolin-User")]
    [InlineData("Pangolin-Target")]
    public async Task IdentityHeader_FromOutside_IsRemoved(string name)
    {
        await using var app = await SignInApp.StartAsync(new SignInPolicyInput());
        using var client = new TestBrowser();
        var request = new HttpRequestMessage(HttpMethod.Get, app.At("/"));
        request.Headers.TryAddWithoutValidation(name, "admin").ShouldBeTrue();
        request.Headers.Add("X-Other", "kept");
        var forwarded = ForwardedRequest.Of(await client.SendAsync(request));
        forwarded.Headers.ShouldNotContainKey(name);
        forwarded.Headers["X-Other"].ShouldBe("kept");
    }

    [Fact]
    public async Task Cookies_OfTheBackend_AreForwarded()
    {
        await using var app = await SignInApp.StartAsync(new SignInPolicyInput());
        using var client = new TestBrowser();
        client.Cookies[(SignInApp.Host, "a")] = "1";
        foreach (var name in new[] { "pangolin_resource", "pangolin_browser", "pangolin_oidc" })
        {
            client.Cookies[(SignInApp.Host, name)] = "x";
            client.Cookies[(SignInApp.Host, "__Host-" + name)] = "y";
        }
        client.Cookies[(SignInApp.Host, "pangolin_session")] = "z";
        client.Cookies[(SignInApp.Host, "b")] = "2=3";

        ForwardedRequest.Of(await client.GetAsync(app.At("/"))).Headers["Cookie"].ShouldBe("a=1; b=2=3");
    }

    private static HttpRequestMessage Request(SignInApp app, string user, string password) => new(HttpMethod.Get, app.At("/api"))
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))) },
    };
}
