namespace Vernier.Pangolin.Identity;

/// <summary>A new session with its token. Not a record, whose text would contain the token.</summary>
internal sealed class IssuedSession(Session session, string token)
{
    public Session Session { get; } = session;

    public string Id => Session.Id;

    public DateTimeOffset Expires => Session.Expires;

    /// <summary>The secret token. Only its hash is stored.</summary>
    public string Token { get; } = token;
}
