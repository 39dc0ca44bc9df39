using Microsoft.AspNetCore.Http;
using Vernier.AiOrchestrator.Configuration;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.SignIn;

/// <summary>The configured providers. Immutable.</summary>
internal sealed class SignInProviders(SignInOptions options)
{
    public IReadOnlyList<SignInProvider> All { get; } = [.. options.Providers.Select(provider => new SignInProvider(provider))];

    /// <exception cref="RequestException">404: the provider is unknown.</exception>
    public SignInProvider Find(string name) => All.FirstOrDefault(provider => provider.Name == name)
        ?? throw new RequestException(
            StatusCodes.Status404NotFound,
            All.Count == 0 ? "No sign-in provider is configured." : $"The sign-in provider is unknown. Configured providers: {string.Join(", ", All)}.");
}
