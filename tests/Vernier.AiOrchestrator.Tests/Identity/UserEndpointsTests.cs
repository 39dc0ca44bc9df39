using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Identity;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Tests.Identity;

public sealed class UserEndpointsTests(UserEndpointsTests.SharedHost shared) : IClassFixture<UserEndpointsTests.SharedHost>
{
    private const string NewPassword = "another long password";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("USER")]
    [InlineData("WORKFLOW_MANAGER")]
    public async Task Administration_LowerRole_IsForbidden(string role)
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var client = await host.ClientAsync("user123", RoleNames.TryParse(role)!.Value);
        using var response = await client.GetAsync("/api/admin/users", Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.Content.ReadFromJsonAsync<ErrorResponse>(Cancellation)).ShouldBe(new ErrorResponse("Forbidden", "The role ADMIN is required."));
    }

    [Fact]
    public async Task Create_NewUser_CanLogInAndIsListed()
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var admin = await host.ClientAsync("admin");
        using var created = await admin.PostAsJsonAsync("/api/admin/users", new { name = "user123", password = NewPassword, role = "WORKFLOW_MANAGER" }, Cancellation);
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await host.LoginAsync("user123", NewPassword)).Role.ShouldBe(Role.WorkflowManager);

        var list = await admin.GetFromJsonAsync<JsonElement>("/api/admin/users", Cancellation);
        list.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("name").GetString()).ShouldBe(["admin", "user123"]);
        list.ToString().ShouldNotContain("pbkdf2");
        var user = list.GetProperty("users")[1];
        user.EnumerateObject().Select(member => member.Name).ShouldBe(["name", "role", "disabled", "lockedUntil", "created", "provider"]);
        user.GetProperty("role").GetString().ShouldBe("WORKFLOW_MANAGER");
    }

    [Theory]
    [InlineData("""{"name":"User","password":"another long password"}""", HttpStatusCode.BadRequest, "The name of a user must consist of")]
    [InlineData("""{"name":"user123\n","password":"another long password"}""", HttpStatusCode.BadRequest, "The name of a user must consist of")]
    [InlineData("""{"name":"user123","password":"short"}""", HttpStatusCode.BadRequest, "The new password must have 12 to 256 characters.")]
    [InlineData("""{"name":"admin","password":"another long password"}""", HttpStatusCode.Conflict, "The user admin exists already.")]
    [InlineData("""{"name":"user123","password":"another long password","role":"ROOT"}""", HttpStatusCode.BadRequest, "Invalid JSON at $.role (line 1, byte ")]
    [InlineData("""{"name":"user123","password":"another long password","role":2}""", HttpStatusCode.BadRequest, "Invalid JSON at $.role (line 1, byte ")]
    [InlineData("""{"name":"user123"}""", HttpStatusCode.BadRequest, "Required members are missing: 'password'.")]
    [InlineData("""{"name":"user123","password":null}""", HttpStatusCode.BadRequest, "The value must not be null.")]
    [InlineData("""{"name":"user123","password":"another long password","admin":true}""", HttpStatusCode.BadRequest, "Invalid JSON at $.admin (line 1, byte 62). The member is unknown.")]
    [InlineData("""{"name":"user123","name":"admin","password":"another long password"}""", HttpStatusCode.BadRequest, "Duplicate member.")]
    [InlineData("""{"name":"user123",}""", HttpStatusCode.BadRequest, "Invalid JSON (line 1, byte 19). The body must be one JSON object")]
    [InlineData("[]", HttpStatusCode.BadRequest, "Invalid JSON")]
    [InlineData("null", HttpStatusCode.BadRequest, "The body must be a JSON object, not null.")]
    [InlineData("", HttpStatusCode.BadRequest, "Invalid JSON")]
    public async Task Create_InvalidBody_ReturnsWhatIsWrong(string body, HttpStatusCode status, string message)
    {
        using var admin = await shared.Host.ClientAsync("admin");
        using var response = await admin.PostAsync("/api/admin/users", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Cancellation);
        var error = await response.Content.ReadFromJsonAsync<ErrorResponse>(Cancellation);
        error!.Message.ShouldContain(message);
        response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Create_OtherContentType_Returns415()
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var admin = await host.ClientAsync("admin");
        using var response = await admin.PostAsync("/api/admin/users", new StringContent("{}"), Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Disable_User_EndsTheSessionsUntilEnabled()
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var admin = await host.ClientAsync("admin");
        var tokens = await host.IssueAsync("user123", Role.Admin);
        using var user = host.ClientWith(tokens.AccessToken);
        (await user.GetAsync("/api/admin/users", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await admin.PostAsync("/api/admin/users/user123/disable", null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var rejected = await user.GetAsync("/api/admin/users", Cancellation);
        rejected.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await rejected.Content.ReadFromJsonAsync<ErrorResponse>(Cancellation))!.Message.ShouldBe("The session has ended. Log in again.");
        (await host.PostAsync("/api/auth/refresh", new { refreshToken = tokens.RefreshToken })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.PostAsync("/api/auth/login", new { username = "user123", password = OrchestratorHost.Password })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await admin.PostAsync("/api/admin/users/user123/enable", null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await host.LoginAsync("user123");
    }

    [Fact]
    public async Task SetRole_User_TakesEffectAtOnce()
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var admin = await host.ClientAsync("admin");
        using var old = await host.ClientAsync("user123", Role.Admin);
        using var response = await admin.PutAsJsonAsync("/api/admin/users/user123/role", new { role = "USER" }, Cancellation);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("role").GetString().ShouldBe("USER");
        (await old.GetAsync("/api/admin/users", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var demoted = await host.ClientAsync("user123");
        (await demoted.GetAsync("/api/admin/users", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task LastAdministrator_DisableOrDemote_IsRejectedWithoutAnyChange()
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var admin = await host.ClientAsync("admin");
        using var disabled = await admin.PostAsync("/api/admin/users/admin/disable", null, Cancellation);
        disabled.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await disabled.Content.ReadFromJsonAsync<ErrorResponse>(Cancellation))!.Message.ShouldBe("admin is the last enabled administrator. Enable or create another one first.");
        (await admin.PutAsJsonAsync("/api/admin/users/admin/role", new { role = "USER" }, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await admin.PutAsJsonAsync("/api/admin/users/admin/role", new { role = "ADMIN" }, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Change_UnknownUser_Returns404()
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var admin = await host.ClientAsync("admin");
        foreach (var action in (string[])["disable", "enable", "unlock"])
        {
            using var response = await admin.PostAsync($"/api/admin/users/unknown/{action}", null, Cancellation);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await response.Content.ReadFromJsonAsync<ErrorResponse>(Cancellation)).ShouldBe(new ErrorResponse("Not Found", "The user does not exist."));
        }
    }

    [Fact]
    public async Task ChangePassword_CorrectPassword_EndsTheOtherSessions()
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var other = await host.ClientAsync("user123");
        using var user = await host.ClientAsync("user123");
        using var wrong = await user.PostAsJsonAsync("/api/auth/password", new { currentPassword = "wrong password", newPassword = NewPassword }, Cancellation);
        wrong.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await user.PostAsJsonAsync("/api/auth/password", new { currentPassword = OrchestratorHost.Password, newPassword = "short" }, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        (await user.PostAsJsonAsync("/api/auth/password", new { currentPassword = OrchestratorHost.Password, newPassword = NewPassword }, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await user.GetAsync("/api/admin/users", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await other.GetAsync("/api/admin/users", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await host.LoginAsync("user123", NewPassword);
        (await host.PostAsync("/api/auth/login", new { username = "user123", password = OrchestratorHost.Password })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        host.Logs.ToString().ShouldNotContain(NewPassword);
    }

    [Fact]
    public async Task SetPassword_ByTheAdministrator_EndsTheSessions()
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var admin = await host.ClientAsync("admin");
        using var user = await host.ClientAsync("user123");
        (await admin.PostAsJsonAsync("/api/admin/users/user123/password", new { password = NewPassword }, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await user.GetAsync("/api/admin/users", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await host.LoginAsync("user123", NewPassword);
    }

    [Fact]
    public async Task EnsureExternal_NameOfAnExistingUser_CreatesAnotherUser()
    {
        await using var host = await OrchestratorHost.StartAsync();
        var users = host.Services.GetRequiredService<Users>();
        var first = await users.EnsureExternalAsync("github", "1", "Admin", Cancellation);
        first.Name.ShouldBe("admin-2");
        first.Role.ShouldBe(Role.User);
        (await users.EnsureExternalAsync("github", "1", "renamed", Cancellation)).Name.ShouldBe("admin-2");
        (await users.EnsureExternalAsync("gitlab", "1", "admin", Cancellation)).Name.ShouldBe("admin-3");
        (await users.EnsureExternalAsync("github", "2", "_José Ø", Cancellation)).Name.ShouldBe("jos---");
        (await users.EnsureExternalAsync("github", "3", "名前", Cancellation)).Name.ShouldBe("user");
        (await host.PostAsync("/api/auth/login", new { username = "admin-2", password = "" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    /// <summary>One host for the invalid requests.</summary>
    public sealed class SharedHost : IAsyncLifetime
    {
        private OrchestratorHost? _host;

        internal OrchestratorHost Host => _host!;

        public async ValueTask InitializeAsync() => _host = await OrchestratorHost.StartAsync();

        public ValueTask DisposeAsync() => _host!.DisposeAsync();
    }
}
