using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Tests.SignIn;

public sealed class SignInPolicyTests
{
    [Fact]
    public async Task Create_ManyErrors_ReportsAllWithoutSecrets()
    {
        await using var app = await SignInApp.StartAsync(new SignInPolicyInput());
        var error = await Should.ThrowAsync<RequestException>(() => app.SetAsync("app", new SignInPolicyInput
        {
            Methods = ["password", "pincode", "header_auth", "email", "session", "oidc", "magic"],
            Password = "s3cret",
            Pincode = "12a4",
            HeaderUser = "a:b",
            HeaderPassword = "short",
            HeaderName = "Cookie",
            EmailAllowed = ["anyone"],
            Users = ["u-unknown"],
            Rules = [new("maybe", null, null), new("allow", "admin", null), new("deny", "/a%2fb", null), new("deny", null, "10.0.0.1/8"), new("deny", "/a//b", null)],
        }));
        error.Status.ShouldBe(422);
        foreach (var part in new[]
        {
            "The sign-in method 'magic' is unknown. Allowed are password, pincode, header_auth, access_token, email, session, oidc.",
            "Rule 1: the action 'maybe' is unknown.", "Rule 2: the path 'admin' must be", "Rule 3: the path '/a%2fb' must be", "Rule 4: the address '10.0.0.1/8' must be",
            "Rule 5: the path '/a//b' must be", "The password must have 8 to 256 characters.", "The pincode must have 6 to 12 digits.", "The header_password must have",
            "The header_user must have", "The header_name 'Cookie' must be", "Configure sign_in:smtp.", "The entry 'anyone' in email_allowed", "The user 'u-unknown' does not exist.",
            "Configure sign_in:providers.",
        })
            error.Message.ShouldContain(part);
        foreach (var secret in new[] { "s3cret", "12a4", "short" })
            error.Message.ShouldNotContain(secret);
        app.Policies.Get("app")!.Methods.ShouldBeEmpty();
    }

    [Fact]
    public async Task Create_Secrets_AreStoredAsHashesAndKept()
    {
        await using var app = await SignInApp.StartAsync(new SignInPolicyInput { Methods = ["password"], Password = "open sesame 42" });
        var stored = await app.Database.ReadAsync(session => session.FirstOrDefaultAsync<string>("SELECT policy FROM pangolin_sign_in"), TestContext.Current.CancellationToken);
        stored.ShouldNotBeNull().ShouldContain("pbkdf2-sha512$");
        stored.ShouldNotContain("open sesame");
        var hash = app.Policies.Get("app")!.PasswordHash;
        // Without a new password the hash stays; without the method it is removed.
        (await app.SetAsync("app", new() { Methods = ["password", "access_token"] })).PasswordHash.ShouldBe(hash);
        (await app.SetAsync("app", new() { Methods = ["access_token"] })).PasswordHash.ShouldBeNull();
        (await Should.ThrowAsync<RequestException>(() => app.SetAsync("app", new() { Methods = ["password"] }))).Message.ShouldBe("The password must have 8 to 256 characters.");
    }

    [Fact]
    public async Task Create_TcpResource_AllowsRulesForAddressesOnly()
    {
        await using var app = await SignInApp.StartEmptyAsync();
        var resource = new Resource { Id = "db", SiteId = SignInApp.Site, Kind = ResourceKind.Tcp, Port = 9500 };
        var editor = app.Server.Services.GetRequiredService<SignInPolicyEditor>();
        var error = await Should.ThrowAsync<RequestException>(() => editor.CreateAsync(
            resource, SignInPolicy.None, new() { Methods = ["access_token"], Rules = [new("deny", "/a", null)] }, TestContext.Current.CancellationToken));
        error.Message.ShouldBe("A TCP resource cannot have sign-in methods. Use rules for addresses. Rule 1: a TCP resource has no paths.");
        var signIn = await Should.ThrowAsync<RequestException>(() => editor.CreateAsync(
            resource, SignInPolicy.None, new() { Rules = [new("sign_in", null, null)] }, TestContext.Current.CancellationToken));
        signIn.Message.ShouldBe("Rule 1: the action sign_in requires a sign-in method.");
    }

    [Fact]
    public async Task Policies_OfAnotherServer_ApplyWithinFiveSeconds()
    {
        var time = new AdjustableTime();
        await using var app = await SignInApp.StartAsync(new SignInPolicyInput(), time: time);
        await app.Database.WriteAsync(
            session => SignInPolicyStore.WriteAsync(session, "app", new SignInPolicy { Methods = [AuthMethod.AccessToken] }), TestContext.Current.CancellationToken);
        app.Policies.Get("app")!.Methods.ShouldBeEmpty();
        time.Advance(TimeSpan.FromSeconds(5));
        await Testing.Waiting.UntilAsync(() => app.Policies.Get("app")!.Methods.Count == 1, "the policy is read");
    }

    [Fact]
    public async Task Policies_DatabaseUnavailable_StayAndAreLoggedOnce()
    {
        var time = new AdjustableTime();
        await using var app = await SignInApp.StartAsync(new SignInPolicyInput { Methods = ["access_token"] }, time: time);
        await app.Database.WriteAsync(session => session.ExecuteAsync("ALTER TABLE pangolin_sign_in RENAME TO away"), TestContext.Current.CancellationToken);
        await time.AdvanceUntilAsync(() => Count(app, "Cannot read the sign-in policies") > 0, "the failure is logged", TimeSpan.FromSeconds(5));
        app.Policies.Get("app")!.Methods.ShouldBe([AuthMethod.AccessToken]);
        await app.Database.WriteAsync(session => session.ExecuteAsync("ALTER TABLE away RENAME TO pangolin_sign_in"), TestContext.Current.CancellationToken);
        await time.AdvanceUntilAsync(() => Count(app, "The sign-in policies are read again") > 0, "the recovery is logged", TimeSpan.FromSeconds(5));
        Count(app, "Cannot read the sign-in policies").ShouldBe(1);
    }

    private static int Count(SignInApp app, string text) => app.Server.Logs.ToString().Split(text).Length - 1;
}
