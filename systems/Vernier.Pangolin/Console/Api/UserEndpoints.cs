using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Identity;

namespace Vernier.Pangolin.Console.Api;

/// <summary>The API of users.</summary>
internal static class UserEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Users");
        users.MapGet("", ListAsync).Produces<Page<User>>().Document(Access.ApiKeyOrAdmin, "Lists users.", 400);
        users.MapPost("", CreateAsync).Accepts<UserCreation>("application/json").Produces<User>(201).Document(Access.ApiKeyOrAdmin, "Creates a user.", 400, 409, 422);
        users.MapGet("/{id}", GetAsync).Produces<User>().Document(Access.ApiKeyOrAdmin, "Returns a user.", 404);
        users.MapPut("/{id}", UpdateAsync).Accepts<UserChange>("application/json").Produces<User>()
            .Document(Access.ApiKeyOrAdmin, "Changes the e-mail address and the role of a user. A new role ends its sessions.", 400, 404, 409, 422);
        users.MapPut("/{id}/password", SetPasswordAsync).Accepts<NewPassword>("application/json").Produces(204)
            .Document(Access.ApiKeyOrAdmin, "Sets the password of a user, and ends its sessions.", 400, 404, 422);
        users.MapDelete("/{id}", DeleteAsync).Produces(204).Document(Access.ApiKeyOrAdmin, "Deletes a user, and ends its sessions.", 404, 409);
    }

    private static async Task<IResult> ListAsync(int? limit, int? offset, HttpContext http, Users users) =>
        ApiJson.Instance.Result(PageRange.Of(limit, offset).Apply(await users.ListAsync(http.RequestAborted).ConfigureAwait(false)));

    private static async Task<IResult> GetAsync(string id, HttpContext http, Users users) =>
        ApiJson.Instance.Result(ApiEndpoint.Existing(await users.FindAsync(id, http.RequestAborted).ConfigureAwait(false), "user"));

    private static async Task<IResult> CreateAsync(HttpContext http, Users users)
    {
        var input = await ApiJson.Instance.ReadAsync<UserCreation>(http).ConfigureAwait(false);
        var user = await users.CreateAsync(input.Name, input.Email, input.Role, input.Password, http.RequestAborted).ConfigureAwait(false);
        http.Response.Headers.Location = $"{PangolinEndpoints.Api}/users/{user.Id}";
        return ApiJson.Instance.Result(user, StatusCodes.Status201Created);
    }

    private static async Task<IResult> UpdateAsync(string id, HttpContext http, Users users)
    {
        var input = await ApiJson.Instance.ReadAsync<UserChange>(http).ConfigureAwait(false);
        return ApiJson.Instance.Result(await users.UpdateAsync(id, input.Email, input.Role, http.RequestAborted).ConfigureAwait(false));
    }

    private static async Task<IResult> SetPasswordAsync(string id, HttpContext http, Users users)
    {
        var input = await ApiJson.Instance.ReadAsync<NewPassword>(http).ConfigureAwait(false);
        await users.SetPasswordAsync(id, input.Password, null, http.RequestAborted).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext http, Users users)
    {
        await users.DeleteAsync(id, http.RequestAborted).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    // Not records, whose text would contain the passwords.
    private sealed class UserCreation
    {
        public required string Name { get; init; }

        public required string Password { get; init; }

        public string? Email { get; init; }

        public UserRole Role { get; init; } = UserRole.Member;
    }

    private sealed class UserChange
    {
        public string? Email { get; init; }

        public required UserRole Role { get; init; }
    }

    private sealed class NewPassword
    {
        public required string Password { get; init; }
    }
}
