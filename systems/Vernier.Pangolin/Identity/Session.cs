namespace Vernier.Pangolin.Identity;

/// <summary>What a session gives access to.</summary>
internal enum SessionKind
{
    /// <summary>The page and the API.</summary>
    Console,

    /// <summary>One resource.</summary>
    Resource,
}

/// <summary>A session of a user.</summary>
/// <param name="Id">The identifier, which is not secret.</param>
/// <param name="Kind">What the session gives access to.</param>
/// <param name="UserId">The user of this server; null for other methods.</param>
/// <param name="ResourceId">The resource; null for the page.</param>
/// <param name="SiteId">The site of the resource; null for the page.</param>
/// <param name="Method">How the user signed in.</param>
/// <param name="Subject">Who signed in: the name of the user, an e-mail address, or what the method knows.</param>
/// <param name="Created">When the session started.</param>
/// <param name="LastUsed">When the session was last used, with a precision of one minute.</param>
/// <param name="Expires">When the session ends unless it is renewed.</param>
internal sealed record Session(
    string Id,
    SessionKind Kind,
    string? UserId,
    string? ResourceId,
    string? SiteId,
    AuthMethod Method,
    string Subject,
    DateTimeOffset Created,
    DateTimeOffset LastUsed,
    DateTimeOffset Expires)
{
    /// <summary>Whether the validation has renewed the session: the cookie must get the new expiration.</summary>
    public bool IsRenewed { get; init; }
}
