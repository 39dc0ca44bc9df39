namespace Vernier.Pangolin.SignIn.Audit;

/// <summary>A decision about a request, a connection or a sign-in attempt.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Method">The method that decided, or with which the client tried to sign in.</param>
/// <param name="Failure">Why access is denied; null if it is allowed.</param>
internal readonly record struct AccessVerdict(AccessDecision Decision, AuthMethod Method, AuthFailureReason? Failure)
{
    /// <summary>Who signed in; null without a sign-in.</summary>
    public string? Subject { get; init; }

    public bool IsAllowed => Failure is null;

    public static AccessVerdict Allow(AccessDecision decision, AuthMethod method, string? subject = null) => new(decision, method, null) { Subject = subject };

    /// <summary>A decision that is its own reason.</summary>
    public static AccessVerdict Deny(AccessDecision decision, AuthMethod method = AuthMethod.None) => new(decision, method, decision switch
    {
        AccessDecision.ResourceNotFound => AuthFailureReason.ResourceNotFound,
        AccessDecision.ResourceBlocked => AuthFailureReason.ResourceBlocked,
        AccessDecision.DroppedByRule => AuthFailureReason.DroppedByRule,
        AccessDecision.NoSession => AuthFailureReason.NoSession,
        AccessDecision.TemporaryToken => AuthFailureReason.TemporaryToken,
        _ => AuthFailureReason.NoMoreMethods,
    });

    /// <summary>A credential that was rejected.</summary>
    public static AccessVerdict Reject(AuthMethod method, AuthFailureReason reason) => new(AccessDecision.NoMoreMethods, method, reason);
}
