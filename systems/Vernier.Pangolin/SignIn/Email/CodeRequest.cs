using Vernier.Pangolin.SignIn.Attempts;

namespace Vernier.Pangolin.SignIn.Email;

/// <summary>A code that is created and sent in the background.</summary>
/// <param name="Id">The identifier, which the browser has.</param>
/// <param name="Email">The address, in lower case.</param>
/// <param name="Attempt">The sign-in.</param>
internal sealed record CodeRequest(string Id, string Email, SignInAttempt Attempt)
{
    /// <summary>The text contains neither the identifier nor the address.</summary>
    public override string ToString() => nameof(CodeRequest);
}
