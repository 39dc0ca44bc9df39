using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.AiOrchestrator.Web;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>The routes for the administration of users.</summary>
internal static class UserEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var users = endpoints.MapGroup(AiOrchestratorEndpoints.Users);
        users.MapGet("", ListAsync).RequireAccess(Access.Admin);
        users.MapPost("", CreateAsync).RequireAccess(Access.Admin);
        users.MapPost("/{name}/disable", (string name, HttpContext http, Users service) => ChangeAsync(service.SetDisabledAsync(name, true, http.RequestAborted))).RequireAccess(Access.Admin);
        users.MapPost("/{name}/enable", (string name, HttpContext http, Users service) => ChangeAsync(service.SetDisabledAsync(name, false, http.RequestAborted))).RequireAccess(Access.Admin);
        users.MapPost("/{name}/unlock", (string name, HttpContext http, Users service) => ChangeAsync(service.UnlockAsync(name, http.RequestAborted))).RequireAccess(Access.Admin);
        users.MapPut("/{name}/role", SetRoleAsync).RequireAccess(Access.Admin);
        users.MapPost("/{name}/password", SetPasswordAsync).RequireAccess(Access.Admin);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Users users) =>
        ApiJson.Result(new UserList(await users.ListAsync(http.RequestAborted).ConfigureAwait(false)));

    private static async Task<IResult> CreateAsync(HttpContext http, Users users)
    {
        var request = await ApiJson.ReadAsync<NewUser>(http).ConfigureAwait(false);
        var user = await users.CreateAsync(request.Name, request.Password, request.Role, http.RequestAborted).ConfigureAwait(false);
        return ApiJson.Result(user, StatusCodes.Status201Created);
    }

    private static async Task<IResult> SetRoleAsync(string name, HttpContext http, Users users)
    {
        var request = await ApiJson.ReadAsync<NewRole>(http).ConfigureAwait(false);
        return await ChangeAsync(users.SetRoleAsync(name, request.Role, http.RequestAborted)).ConfigureAwait(false);
    }

    private static async Task<IResult> SetPasswordAsync(string name, HttpContext http, Users users)
    {
        var request = await ApiJson.ReadAsync<NewPassword>(http).ConfigureAwait(false);
        return await ChangeAsync(users.SetPasswordAsync(name, request.Password, http.RequestAborted)).ConfigureAwait(false);
    }

    private static async Task<IResult> ChangeAsync(Task<UserView> change) => ApiJson.Result(await change.ConfigureAwait(false));

    private sealed record UserList(IReadOnlyList<UserView> Users);

    private sealed record NewRole(Role Role);

    // Not records, whose text would contain the secrets.
    private sealed class NewUser
    {
        public required string Name { get; init; }

        public required string Password { get; init; }

        public Role Role { get; init; } = Role.User;
    }

    private sealed class NewPassword
    {
        public required string Password { get; init; }
    }
}
