namespace Vernier.AiOrchestrator.Identity;

/// <summary>A user in the responses of the administration.</summary>
/// <param name="Name">The unique name.</param>
/// <param name="Role">The role.</param>
/// <param name="Disabled">Whether the user cannot log in.</param>
/// <param name="LockedUntil">Until when the user is locked after failed logins; null if not.</param>
/// <param name="Created">When the user was created.</param>
/// <param name="Provider">The external provider that authenticates the user; null for a password.</param>
internal sealed record UserView(string Name, Role Role, bool Disabled, DateTimeOffset? LockedUntil, DateTimeOffset Created, string? Provider)
{
    public static UserView Of(User user, long? lockedUntil) => new(
        user.Name,
        user.Role,
        user.IsDisabled,
        lockedUntil is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
        DateTimeOffset.FromUnixTimeMilliseconds(user.Created),
        user.Provider);
}
