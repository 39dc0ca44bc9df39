using Vernier.Pangolin.Identity;
using Vernier.Pangolin.SignIn.Audit;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Pangolin.SignIn.Tokens;

namespace Vernier.Pangolin.SignIn.Requests;

/// <summary>A decision about a request, and what it is based on.</summary>
internal sealed record AccessResult(AccessVerdict Verdict, SignInPolicy Policy)
{
    /// <summary>The session; null if another credential decided.</summary>
    public Session? Session { get; init; }

    /// <summary>The access token of a link that was opened; null if another credential decided.</summary>
    public AccessToken? LinkToken { get; init; }
}
