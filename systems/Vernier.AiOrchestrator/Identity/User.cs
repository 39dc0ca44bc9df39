namespace Vernier.AiOrchestrator.Identity;

/// <summary>A user, as stored. Not a record, whose text would contain the password hash.</summary>
internal sealed class User
{
    /// <summary>The unique, immutable name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The password hash; null for a user of an external provider.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>The name of the role.</summary>
    public string RoleName { get; init; } = RoleNames.User;

    /// <summary>1 if the user cannot log in.</summary>
    public long Disabled { get; init; }

    /// <summary>When the user was created, in Unix milliseconds.</summary>
    public long Created { get; init; }

    /// <summary>The external provider that authenticates the user; null for a password.</summary>
    public string? Provider { get; init; }

    public bool IsDisabled => Disabled != 0;

    public Role Role => RoleNames.TryParse(RoleName) ?? Role.User;
}
