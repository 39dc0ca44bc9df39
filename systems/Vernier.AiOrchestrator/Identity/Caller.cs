using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>The authenticated user of a request.</summary>
/// <param name="Name">The unique name of the user.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="SessionId">The session, which the tokens of one login share.</param>
/// <param name="Expires">When the access token expires.</param>
internal sealed record Caller(string Name, Role Role, string SessionId, DateTimeOffset Expires)
{
    /// <summary>Returns the caller of a request.</summary>
    /// <exception cref="RequestException">401: the request is anonymous.</exception>
    public static Caller Of(HttpContext http) => TryOf(http) ?? throw new RequestException(StatusCodes.Status401Unauthorized, "Authentication is required.");

    /// <summary>Returns the caller of a request; null if it is anonymous.</summary>
    public static Caller? TryOf(HttpContext http) => (http.User.Identity as CallerIdentity)?.Caller;

    /// <summary>Sets the user of a request.</summary>
    public static void Set(HttpContext http, Caller caller) => http.User = new ClaimsPrincipal(new CallerIdentity(caller));

    /// <summary>Whether the caller may see what another user owns.</summary>
    public bool CanSee(string owner) => Role != Role.User || owner == Name;

    /// <summary>Whether the role of the caller includes another one.</summary>
    public bool IsAtLeast(Role role) => Role >= role;

    private sealed class CallerIdentity(Caller caller) : ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, caller.Name), new(ClaimTypes.Name, caller.Name), new(ClaimTypes.Role, RoleNames.Of(caller.Role)), new("sid", caller.SessionId)],
        "Bearer")
    {
        public Caller Caller { get; } = caller;
    }
}
