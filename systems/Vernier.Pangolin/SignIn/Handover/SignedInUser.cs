namespace Vernier.Pangolin.SignIn.Handover;

/// <summary>Who has signed in, and how.</summary>
/// <param name="Method">The method.</param>
/// <param name="Subject">Who signed in.</param>
/// <param name="UserId">The user of this server; null for other methods.</param>
internal sealed record SignedInUser(AuthMethod Method, string Subject, string? UserId);
