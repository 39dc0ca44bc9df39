using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of signing in to resources. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class SignInOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets the ports at which browsers reach the proxy, 1 to 65,535, in addition to its own ports, 80 and 443; for example the port of a container.
    /// After a sign-in browsers are redirected to these ports only. Default: empty.
    /// </summary>
    public IReadOnlyList<int> PublicPorts { get; set; } = [];

    /// <summary>Gets or sets the mail server for one-time codes; without this section the sign-in by e-mail is not available. Default: null.</summary>
    public SmtpOptions? Smtp { get; set; }

    /// <summary>Gets or sets the OpenID Connect providers. Default: empty.</summary>
    public IReadOnlyList<OidcProviderOptions> Providers { get; set; } = [];

    /// <summary>Gets or sets how long entries of the audit log are kept, 1 hour to 10 years. Default: 30 days.</summary>
    [DurationRange(3_600, 315_360_000)]
    public TimeSpan AuditRetention { get; set; } = TimeSpan.FromDays(30);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < PublicPorts.Count; i++)
        {
            if (PublicPorts[i] is < 1 or > 65_535)
                yield return new RuleViolation("must be a port from 1 to 65535", nameof(PublicPorts), $"{i}") { Value = $"{PublicPorts[i]}" };
        }
        for (var i = 0; i < Providers.Count; i++)
        {
            if (Providers[i].Name.Length > 0 && Providers.Take(i).Any(earlier => earlier.Name == Providers[i].Name))
                yield return new RuleViolation("must be unique", nameof(Providers), $"{i}", nameof(OidcProviderOptions.Name)) { Value = Providers[i].Name };
        }
    }
}
