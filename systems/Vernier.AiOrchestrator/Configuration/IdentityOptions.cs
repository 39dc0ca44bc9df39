using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;
using Vernier.AspNetCore.Security;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The options of users, tokens and rate limits. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class IdentityOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets a value indicating whether requests need an access token. If false, every request is the administrator's, only direct clients on
    /// this machine are accepted, and the application stops if it listens on other than loopback addresses. Default: true.
    /// </summary>
    public bool RequireAuthentication { get; set; } = true;

    /// <summary>
    /// Gets or sets a value indicating whether other machines are accepted while <see cref="RequireAuthentication"/> is false. Every client that can connect
    /// is then an administrator. Default: false.
    /// </summary>
    public bool AllowUnauthenticatedRemote { get; set; }

    /// <summary>
    /// Gets or sets the host names of the service, without ports: what clients may send in the header <c>Host</c>. <c>*.example.com</c> allows all
    /// subdomains, <c>*</c> all names. Default: localhost, 127.0.0.1 and [::1].
    /// </summary>
    [MinLength(1, ErrorMessage = "must contain at least one host name")]
    public IReadOnlyList<string> AllowedHosts { get; set; } = RequestRules.LoopbackHosts;

    /// <summary>
    /// Gets or sets the origins, such as <c>https://console.example.com</c>, whose pages may send requests that change state, in addition to those of
    /// the service itself. Default: empty.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Gets or sets the claim <c>iss</c> of access tokens. Default: <c>ai-orchestrator</c>.</summary>
    [Required]
    public string Issuer { get; set; } = "ai-orchestrator";

    /// <summary>Gets or sets how long an access token is valid, 1 minute to 1 day. Default: 15 minutes.</summary>
    [DurationRange(60, 86_400)]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Gets or sets how long a refresh token is valid, 1 minute to 365 days; at least <see cref="AccessTokenLifetime"/>. Default: 7 days.</summary>
    [DurationRange(60, 31_536_000)]
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Gets or sets the number of failed logins in a row that locks an account, 1 to 1,000. Default: 5.</summary>
    [Range(1, 1_000)]
    public int LockOutFailures { get; set; } = 5;

    /// <summary>Gets or sets how long an account is locked, and how long a failed login counts, 1 second to 1 day. Default: 15 minutes.</summary>
    [DurationRange(1, 86_400)]
    public TimeSpan LockOutDuration { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Gets or sets the password of the first administrator, <c>admin</c>, 12 to 256 characters. It is used once, when the account is created. Default:
    /// null; the password is generated into the file <c>initial-admin-password</c> in the data directory.
    /// </summary>
    [Secret]
    [StringLength(PasswordRules.MaxLength, MinimumLength = PasswordRules.MinLength, ErrorMessage = PasswordRules.Rule)]
    public string? AdminPassword { get; set; }

    /// <summary>Gets or sets the accounts that are created or updated at startup. Default: empty.</summary>
    public IReadOnlyList<AccountOptions> Users { get; set; } = [];

    /// <summary>Gets or sets the rate limits.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (RefreshTokenLifetime < AccessTokenLifetime)
            yield return new RuleViolation("must not be less than access_token_lifetime", nameof(RefreshTokenLifetime));
        foreach (var failure in RequestRules.Validate(AllowedHosts, nameof(AllowedHosts), AllowedOrigins, nameof(AllowedOrigins)))
            yield return failure;
        for (var i = 0; i < Users.Count; i++)
        {
            if (Users.Take(i).Any(earlier => earlier.Name == Users[i].Name))
                yield return new RuleViolation("must be unique", nameof(Users), $"{i}", nameof(AccountOptions.Name)) { Value = Users[i].Name };
        }
    }
}
