using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Identity;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Api;

/// <summary>The API for signing in and out, and of all sessions.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("Sessions");
        session.MapPost("", SignInAsync).Accepts<Credentials>("application/json").Produces<OwnSession>()
            .Document(Access.Anonymous, "Signs in with a name and a password. The response sets the cookie of the session.", 400, 401, 429);
        session.MapGet("", Get).Produces<OwnSession>().Document(Access.Member, "Returns the own session with the antiforgery token for requests that change state.");
        session.MapDelete("", SignOutAsync).Produces(204).Document(Access.Member, "Signs out.");
        session.MapPut("/password", ChangePasswordAsync).Accepts<PasswordChange>("application/json").Produces(204)
            .Document(Access.Member, "Changes the own password, and ends the other own sessions.", 400, 422, 429);

        var sessions = api.MapGroup("/sessions").WithTags("Sessions");
        sessions.MapGet("", ListAsync).Produces<Page<Session>>().Document(Access.ApiKeyOrAdmin, "Lists active sessions of the page and of resources, newest first.", 400);
        sessions.MapDelete("/{id}", RevokeAsync).Produces(204).Document(Access.ApiKeyOrAdmin, "Ends a session.", 404);
    }

    private static async Task<IResult> SignInAsync(HttpContext http, ConsoleSignIn signIn)
    {
        var credentials = await ApiJson.Instance.ReadAsync<Credentials>(http).ConfigureAwait(false);
        var (user, session) = await signIn.SignInAsync(http, credentials.Name, credentials.Password).ConfigureAwait(false);
        return ApiEndpoint.Secret(http, new OwnSession(user, session.Id, Antiforgery.TokenOf(session)), StatusCodes.Status200OK);
    }

    private static IResult Get(HttpContext http, Antiforgery antiforgery)
    {
        var caller = Caller.Of(http);
        return ApiEndpoint.Secret(http, new OwnSession(caller.User, caller.SessionId, antiforgery.TokenOf(http)), StatusCodes.Status200OK);
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, ConsoleSignIn signIn)
    {
        await signIn.SignOutAsync(http).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ChangePasswordAsync(HttpContext http, ConsoleSignIn signIn)
    {
        var change = await ApiJson.Instance.ReadAsync<PasswordChange>(http).ConfigureAwait(false);
        await signIn.ChangePasswordAsync(http, change.CurrentPassword, change.NewPassword).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ListAsync(int? limit, int? offset, HttpContext http, Sessions sessions)
    {
        var range = PageRange.Of(limit, offset);
        return ApiJson.Instance.Result(new Page<Session>(
            await sessions.ListAsync(range.Limit, range.Offset, http.RequestAborted).ConfigureAwait(false),
            await sessions.CountAsync(http.RequestAborted).ConfigureAwait(false)));
    }

    private static async Task<IResult> RevokeAsync(string id, HttpContext http, Sessions sessions) =>
        await sessions.RevokeAsync(id, RevocationReason.Administrator, http.RequestAborted).ConfigureAwait(false)
            ? TypedResults.NoContent()
            : throw new RequestException(StatusCodes.Status404NotFound, "The session does not exist, or has ended.");

    // Not records, whose text would contain the secrets.
    private sealed class Credentials
    {
        public required string Name { get; init; }

        public required string Password { get; init; }
    }

    private sealed class PasswordChange
    {
        public required string CurrentPassword { get; init; }

        public required string NewPassword { get; init; }
    }

    private sealed class OwnSession(User? user, string? sessionId, string antiforgeryToken)
    {
        public User? User { get; } = user;

        public string? SessionId { get; } = sessionId;

        public string AntiforgeryToken { get; } = antiforgeryToken;
    }
}
