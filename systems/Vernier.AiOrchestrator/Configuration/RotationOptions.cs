using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>
/// When secrets are rotated: Quartz cron expressions in UTC with the fields second, minute, hour, day of month, month, day of week and optionally year. A
/// rotation that was missed runs at startup.
/// </summary>
[SnakeCaseKeys]
public sealed class RotationOptions : IValidatableObject
{
    /// <summary>Gets or sets when the key of the access tokens is rotated. Default: <c>0 0 2 1 * ?</c>, the first day of each month at 02:00.</summary>
    [Required]
    public string Jwt { get; set; } = "0 0 2 1 * ?";

    /// <summary>
    /// Gets or sets when the client secrets of OAuth2 providers are rotated. Default: <c>0 0 2 1 */3 ?</c>, the first day of each quarter at 02:00.
    /// </summary>
    [Required]
    public string Oauth2 { get; set; } = "0 0 2 1 */3 ?";

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (RotationSchedule.FindError(Jwt) is { } jwt)
            yield return new RuleViolation(jwt, nameof(Jwt));
        if (RotationSchedule.FindError(Oauth2) is { } oauth2)
            yield return new RuleViolation(oauth2, nameof(Oauth2));
    }
}
