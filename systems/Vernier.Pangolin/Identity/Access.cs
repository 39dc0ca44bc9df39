using Microsoft.AspNetCore.Http;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Identity;

/// <summary>
/// Who may call an endpoint. Applied by <see cref="AccessConvention.RequireAccess"/>. Forms, and requests with a session that change state, need the token of
/// <see cref="Antiforgery"/>.
/// </summary>
internal sealed record Access
{
    private Access(UserRole? role, bool allowsSession, bool allowsApiKey)
    {
        Role = role;
        AllowsSession = allowsSession;
        AllowsApiKey = allowsApiKey;
    }

    /// <summary>All clients. Sessions and keys are ignored.</summary>
    public static Access Anonymous { get; } = new(null, allowsSession: false, allowsApiKey: false);

    /// <summary>All users with a session of the page.</summary>
    public static Access Member { get; } = new(UserRole.Member, allowsSession: true, allowsApiKey: false);

    /// <summary>Administrators with a session of the page.</summary>
    public static Access Admin { get; } = new(UserRole.Admin, allowsSession: true, allowsApiKey: false);

    /// <summary>Programs with an API key.</summary>
    public static Access ApiKey { get; } = new(UserRole.Admin, allowsSession: false, allowsApiKey: true);

    /// <summary>Programs with an API key, and administrators with a session of the page.</summary>
    public static Access ApiKeyOrAdmin { get; } = new(UserRole.Admin, allowsSession: true, allowsApiKey: true);

    /// <summary>The role that is required; null for none.</summary>
    public UserRole? Role { get; }

    /// <summary>Whether a session of the page gives access.</summary>
    public bool AllowsSession { get; }

    /// <summary>Whether an API key gives access.</summary>
    public bool AllowsApiKey { get; }

    /// <summary>Writes the response of an error. Default: JSON.</summary>
    public Func<HttpContext, int, string, Task> WriteError { get; init; } = ErrorResponse.WriteAsync;
}
