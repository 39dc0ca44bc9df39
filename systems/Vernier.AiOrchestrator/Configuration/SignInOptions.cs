using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The options of signing in with OAuth2 providers. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class SignInOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets the address under which browsers reach the orchestrator, such as <c>https://orchestrator.example.org</c>. The providers redirect to
    /// <c>/api/auth/oauth2/{provider}/callback</c> below it. Default: null, which means the address of the request.
    /// </summary>
    [HttpUrl]
    public Uri? PublicUrl { get; set; }

    /// <summary>Gets or sets the providers. Default: empty.</summary>
    public IReadOnlyList<SignInProviderOptions> Providers { get; set; } = [];

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(PublicUrl?.Query))
            yield return new RuleViolation("must not have a query", nameof(PublicUrl));
        for (var i = 0; i < Providers.Count; i++)
        {
            if (Providers[i].Name.Length > 0 && Providers.Take(i).Any(earlier => earlier.Name == Providers[i].Name))
                yield return new RuleViolation("must be unique", nameof(Providers), $"{i}", nameof(SignInProviderOptions.Name)) { Value = Providers[i].Name };
        }
    }
}
