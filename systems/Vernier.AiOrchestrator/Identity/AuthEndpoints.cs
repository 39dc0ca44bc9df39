using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Vernier.AiOrchestrator.Web;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>The routes for logging in and out.</summary>
internal static class AuthEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var auth = endpoints.MapGroup(AiOrchestratorEndpoints.Auth);
        // A login is limited by the account in its body.
        auth.MapPost("/login", LoginAsync).RequireAccess(Access.Anonymous with { Limit = null });
        auth.MapPost("/refresh", RefreshAsync).RequireAccess(Access.Anonymous with { Limit = RateLimitKind.Auth });
        auth.MapPost("/logout", LogoutAsync).RequireAccess(Access.Anonymous with { Limit = RateLimitKind.Auth });
        auth.MapPost("/password", ChangePasswordAsync).RequireAccess(Access.User);
    }

    private static async Task<IResult> LoginAsync(HttpContext http, RateLimits limits, Logins logins, TokenService tokens)
    {
        var request = await ApiJson.ReadAsync<LoginRequest>(http).ConfigureAwait(false);
        limits.TakeLogin(http, request.Username);
        var user = await logins.VerifyAsync(request.Username, request.Password, http.RequestAborted).ConfigureAwait(false)
            ?? throw new RequestException(StatusCodes.Status401Unauthorized, "The user name or the password is wrong, or the account is disabled or locked after failed logins.");
        return Tokens(http, await tokens.IssueAsync(user, http.RequestAborted).ConfigureAwait(false));
    }

    private static async Task<IResult> RefreshAsync(HttpContext http, TokenService tokens)
    {
        var request = await ApiJson.ReadAsync<RefreshRequest>(http).ConfigureAwait(false);
        // Not canceled when the client disconnects: a token that is exchanged is counted.
        return Tokens(http, await tokens.RefreshAsync(request.RefreshToken, CancellationToken.None).ConfigureAwait(false));
    }

    /// <summary>Ends the session of the access token, or that of a refresh token, because the access token may have expired.</summary>
    private static async Task<IResult> LogoutAsync(HttpContext http, Authenticator authenticator, TokenService tokens)
    {
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            var request = await ApiJson.ReadAsync<RefreshRequest>(http).ConfigureAwait(false);
            await tokens.EndByTokenAsync(request.RefreshToken, http.RequestAborted).ConfigureAwait(false);
            return TypedResults.NoContent();
        }
        var authentication = await authenticator.AuthenticateAsync(http).ConfigureAwait(false);
        if (authentication.Caller is not { } caller)
            throw authentication.Reject(http);
        await tokens.EndAsync(caller.SessionId, http.RequestAborted).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ChangePasswordAsync(HttpContext http, Users users)
    {
        var request = await ApiJson.ReadAsync<PasswordChange>(http).ConfigureAwait(false);
        await users.ChangePasswordAsync(Caller.Of(http), request.CurrentPassword, request.NewPassword, http.RequestAborted).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static IResult Tokens(HttpContext http, TokenPair tokens)
    {
        http.Response.Headers.CacheControl = "no-store";
        return ApiJson.Result(tokens);
    }

    // Not records, whose text would contain the secrets.
    private sealed class LoginRequest
    {
        public required string Username { get; init; }

        public required string Password { get; init; }
    }

    private sealed class RefreshRequest
    {
        public required string RefreshToken { get; init; }
    }

    private sealed class PasswordChange
    {
        public required string CurrentPassword { get; init; }

        public required string NewPassword { get; init; }
    }
}
