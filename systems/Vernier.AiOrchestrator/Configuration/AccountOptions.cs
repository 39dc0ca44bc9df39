using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>An account that is created at startup, or updated if it exists.</summary>
[SnakeCaseKeys]
public sealed class AccountOptions
{
    /// <summary>Gets or sets the unique name: 1 to 64 lowercase letters, digits and any of . _ -, starting with a letter or a digit.</summary>
    [Required]
    [RegularExpression(UserNames.Pattern, ErrorMessage = UserNames.Rule)]
    public string Name { get; set; } = "";

    /// <summary>Gets or sets the password, 12 to 256 characters. A changed one ends the sessions of the user.</summary>
    [Required]
    [Secret]
    [StringLength(PasswordRules.MaxLength, MinimumLength = PasswordRules.MinLength, ErrorMessage = PasswordRules.Rule)]
    public string Password { get; set; } = "";

    /// <summary>Gets or sets the role: USER, WORKFLOW_MANAGER or ADMIN. Default: USER.</summary>
    [AllowedValues(RoleNames.User, RoleNames.WorkflowManager, RoleNames.Admin)]
    public string Role { get; set; } = RoleNames.User;
}
