using Microsoft.AspNetCore.Http;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Identity;

/// <summary>Who sends a request: a user with a session, a program with an API key, or any client on this machine while authentication is off.</summary>
/// <param name="Role">The role.</param>
/// <param name="User">The user; null for a program, and while authentication is off.</param>
/// <param name="SessionId">The session; null for a program, and while authentication is off.</param>
internal sealed record Caller(UserRole Role, User? User, string? SessionId)
{
    /// <summary>A program with an API key.</summary>
    public static readonly Caller Program = new(UserRole.Admin, null, null);

    /// <summary>The caller of every request while authentication is off.</summary>
    public static readonly Caller Local = new(UserRole.Admin, null, null);

    /// <summary>Returns the caller of a request.</summary>
    /// <exception cref="RequestException">401: the request is anonymous.</exception>
    public static Caller Of(HttpContext http) => TryOf(http) ?? throw new RequestException(StatusCodes.Status401Unauthorized, "Authentication is required.");

    /// <summary>Returns the caller of a request; null if it is anonymous.</summary>
    public static Caller? TryOf(HttpContext http) => http.Features.Get<Caller>();
}
