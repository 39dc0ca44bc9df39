using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Identity;
using Vernier.AspNetCore.Security;

namespace Vernier.AiOrchestrator.Tests.Identity;

public sealed class IdentityStartupTests : IDisposable
{
    private const string Account = "another long password";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_WithoutAdminPassword_WritesOneToAPrivateFileOnce()
    {
        string file;
        string password;
        await using (var host = await StartAsync("identity:admin_password="))
        {
            file = host.Services.GetRequiredService<InitialAdministrator>().PasswordFile.ShouldNotBeNull();
            file.ShouldBe(Path.Combine(host.Folder, "initial-admin-password"));
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            password = (await File.ReadAllTextAsync(file, Cancellation)).Trim();
            password.Length.ShouldBe(24);
            host.Logs.ToString().ShouldContain($"The generated password is in {file}; change it after the first login.");
            host.Logs.ToString().ShouldNotContain(password);
            (await host.LoginAsync("admin", password)).Role.ShouldBe(Role.Admin);
        }

        await using (var host = await StartAsync("identity:admin_password="))
        {
            host.Logs.ToString().ShouldNotContain("The generated password");
            (await File.ReadAllTextAsync(file, Cancellation)).Trim().ShouldBe(password);
            await host.Services.GetRequiredService<Users>().SetPasswordAsync("admin", Account, Cancellation);
            File.Exists(file).ShouldBeFalse();
            host.Services.GetRequiredService<InitialAdministrator>().PasswordFile.ShouldBeNull();
        }
    }

    [Fact]
    public async Task Start_ConfiguredAdministrator_DoesNotCreateTheFirstOne()
    {
        await using var host = await StartAsync("identity:admin_password=", "identity:users:0:name=root", $"identity:users:0:password={Account}", "identity:users:0:role=ADMIN");
        (await host.Services.GetRequiredService<Users>().ListAsync(Cancellation)).Select(user => user.Name).ShouldBe(["root"]);
        host.Services.GetRequiredService<InitialAdministrator>().PasswordFile.ShouldBeNull();
        host.Logs.ToString().ShouldNotContain(Account);
    }

    [Fact]
    public async Task Start_ChangedAccount_UpdatesItAndEndsItsSessions()
    {
        await using (var host = await StartAsync("identity:users:0:name=user123", $"identity:users:0:password={Account}"))
            (await host.LoginAsync("user123", Account)).Role.ShouldBe(Role.User);

        TokenPair tokens;
        await using (var host = await StartAsync("identity:users:0:name=user123", $"identity:users:0:password={Account}"))
        {
            host.Logs.ToString().ShouldNotContain("configured account user123");
            tokens = await host.LoginAsync("user123", Account);
        }
        await using (var host = await StartAsync("identity:users:0:name=user123", "identity:users:0:password=changed password", "identity:users:0:role=WORKFLOW_MANAGER"))
        {
            host.Logs.ToString().ShouldContain("Created or updated the configured account user123 with the role WORKFLOW_MANAGER.");
            (await host.PostAsync("/api/auth/refresh", new { refreshToken = tokens.RefreshToken })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await host.LoginAsync("user123", "changed password")).Role.ShouldBe(Role.WorkflowManager);
        }
    }

    [Fact]
    public async Task Start_AgainWithTheSameState_KeepsSessionsAndKeys()
    {
        TokenPair tokens;
        await using (var host = await StartAsync())
            tokens = await host.LoginAsync();
        await using (var host = await StartAsync())
        {
            using var client = host.ClientWith(tokens.AccessToken);
            (await client.GetAsync("/api/admin/users", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Start_FirstAdministratorDemotedByTheConfiguration_FailsWithTheRemedy()
    {
        await using (await StartAsync())
        {
            // Creates the administrator.
        }
        var exception = await Should.ThrowAsync<AiOrchestratorException>(() => StartAsync("identity:users:0:name=admin", $"identity:users:0:password={Account}"));
        exception.Message.ShouldBe("No enabled administrator exists, and the user admin is disabled or has another role. Add an account with the role ADMIN to the option users of identity.");
    }

    [Fact]
    public async Task Start_InvalidOptions_ReportsAllWithoutSecrets()
    {
        var exception = await Should.ThrowAsync<OptionsValidationException>(() => StartAsync(
            "identity:admin_password=geheim", "identity:users:0:name=User", "identity:users:0:password=passwort", "identity:users:0:role=ROOT",
            "identity:users:1:name=twin", $"identity:users:1:password={Account}", "identity:users:2:name=twin", $"identity:users:2:password={Account}",
            "identity:access_token_lifetime=30", "identity:allowed_hosts:0=http://example.com", "identity:allowed_hosts:1=localhost:8080", "identity:rate_limits:dedicated_accounts:0=Demo", "identity:allowed_origins:0=example.com/path", "identity:rate_limits:login_per_minute=0", "identity:lock_out_failures=0"));
        foreach (var text in (string[])["admin_password", "users:0:name", "users:0:password", "users:0:role", "users:2:name", "access_token_lifetime", "allowed_hosts:0", "allowed_hosts:1", "dedicated_accounts:0", "allowed_origins:0", "login_per_minute", "lock_out_failures"])
            exception.Message.ShouldContain(text);
        exception.Message.ShouldContain("must have 12 to 256 characters");
        exception.Message.ShouldNotContain("geheim");
        exception.Message.ShouldNotContain("passwort");
    }

    [Fact]
    public async Task RequireAuthenticationOff_LoopbackClient_IsTheAdministrator()
    {
        await using var host = await StartAsync("identity:require_authentication=false", "identity:admin_password=");
        (await host.Client.GetAsync("/api/admin/users", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Logs.ToString().ShouldContain("Authentication is off: every request has the role ADMIN.");
        host.Services.GetRequiredService<InitialAdministrator>().PasswordFile.ShouldBeNull();
        (await host.Services.GetRequiredService<Sessions>().IsActiveAsync(Sessions.Local, Cancellation)).ShouldBeTrue();

        using var forwarded = new HttpRequestMessage(HttpMethod.Get, "/api/admin/users") { Headers = { { "X-Forwarded-For", "10.1.2.3" } } };
        (await host.Client.SendAsync(forwarded, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task RequireAuthenticationOff_ListensOnAllAddresses_FailsTheStart()
    {
        var exception = await Should.ThrowAsync<RemoteAccessException>(() => StartEverywhereAsync("identity:require_authentication=false"));
        exception.Message.ShouldStartWith("AI Orchestrator does not listen on http://");
        exception.Message.ShouldEndWith("without authentication. Set require_authentication to true, listen on 127.0.0.1 only, or set allow_unauthenticated_remote to true.");
    }

    [Fact]
    public async Task RequireAuthenticationOff_RemoteAllowed_StartsAndAcceptsForwardedRequests()
    {
        await using var host = await StartEverywhereAsync("identity:require_authentication=false", "identity:allow_unauthenticated_remote=true");
        using var forwarded = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{host.Address.Port}/api/admin/users") { Headers = { { "X-Forwarded-For", "10.1.2.3" } } };
        (await host.Client.SendAsync(forwarded, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task RequireAuthentication_ListensOnAllAddresses_Starts()
    {
        await using var host = await StartEverywhereAsync();
        host.Address.Port.ShouldBeGreaterThan(0);
    }

    private Task<OrchestratorHost> StartAsync(params string[] settings) => OrchestratorHost.StartAsync(settings, folder: _folder.Combine("data"));

    private Task<OrchestratorHost> StartEverywhereAsync(params string[] settings) => OrchestratorHost.StartAsync(
        settings, services => services.Configure<KestrelServerOptions>(kestrel => kestrel.ListenAnyIP(0)), _folder.Combine("data"));
}
