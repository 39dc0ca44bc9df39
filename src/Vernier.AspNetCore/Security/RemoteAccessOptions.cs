namespace Vernier.AspNetCore.Security;

/// <summary>Configures a <see cref="RemoteAccessCheck"/>.</summary>
public sealed class RemoteAccessOptions
{
    /// <summary>Gets the name of the service, for messages.</summary>
    public required string Service { get; init; }

    /// <summary>Gets a value indicating whether other machines are accepted without authentication.</summary>
    public required bool AllowUnauthenticatedRemote { get; init; }

    /// <summary>Gets how to solve the problem, a complete sentence that contains the settings.</summary>
    public required string Advice { get; init; }

    /// <summary>
    /// Gets a value indicating whether the service authenticates its clients. Null (the default): the application decides by <c>RequireAuthorization</c> on
    /// the endpoints with <see cref="Rules"/>, or by a fallback policy.
    /// </summary>
    public bool? IsAuthenticated { get; init; }

    /// <summary>Gets the rules of the endpoints of the service, required if <see cref="IsAuthenticated"/> is null. Endpoints of metrics are exempt.</summary>
    public RequestRules? Rules { get; init; }

    /// <summary>Gets a message that is logged as a warning at startup while clients are not authenticated; null (the default) for none.</summary>
    public string? Warning { get; init; }
}
