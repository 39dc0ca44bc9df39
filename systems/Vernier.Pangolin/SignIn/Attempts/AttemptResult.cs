namespace Vernier.Pangolin.SignIn.Attempts;

/// <summary>How an attempt to sign in ended.</summary>
/// <param name="Redirect">Where the browser goes next; null if the attempt failed.</param>
/// <param name="Failure">Why the attempt failed; null if it succeeded.</param>
internal readonly record struct AttemptResult(string? Redirect, AuthFailureReason? Failure);
