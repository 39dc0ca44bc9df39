namespace Vernier.Pangolin.SignIn.Oidc;

/// <summary>A provider is unavailable, or its response is invalid. The message is for the operator and contains no secrets.</summary>
internal sealed class OidcException(string message, Exception? cause = null) : Exception(message, cause);
