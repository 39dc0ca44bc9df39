using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The rate limits of one host, in requests in any minute. A rejected request gets 429 with the header Retry-After.</summary>
[SnakeCaseKeys]
public sealed class RateLimitOptions : IValidatableObject
{
    /// <summary>Gets or sets the logins per address, and also per account; 1 or more. Default: 5.</summary>
    [Range(1, int.MaxValue)]
    public int LoginPerMinute { get; set; } = 5;

    /// <summary>Gets or sets the token refreshes per address, 1 or more. Default: 60.</summary>
    [Range(1, int.MaxValue)]
    public int RefreshPerMinute { get; set; } = 60;

    /// <summary>Gets or sets the API requests per user, 1 or more; anonymous requests count per address. Default: 100.</summary>
    [Range(1, int.MaxValue)]
    public int ApiPerMinute { get; set; } = 100;

    /// <summary>Gets or sets the runs with a body of more than 64 KiB per user, 1 or more. Default: 10.</summary>
    [Range(1, int.MaxValue)]
    public int UploadPerMinute { get; set; } = 10;

    /// <summary>
    /// Gets or sets the accounts with dedicated limits, such as those of load generators: their logins are not counted per address, only per account,
    /// <see cref="DedicatedApiPerMinute"/> applies to their API requests, and uploads are not limited separately. Default: empty.
    /// </summary>
    public IReadOnlyList<string> DedicatedAccounts { get; set; } = [];

    /// <summary>Gets or sets the API requests of each dedicated account, 1 or more. Default: 6,000.</summary>
    [Range(1, int.MaxValue)]
    public int DedicatedApiPerMinute { get; set; } = 6_000;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext) =>
        DedicatedAccounts.Index().Where(account => !UserNames.IsValid(account.Item)).Select(account =>
            new RuleViolation(UserNames.Rule, nameof(DedicatedAccounts), $"{account.Index}") { Value = account.Item });
}
